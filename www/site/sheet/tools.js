// What one does with a sheet: keep it, share it, print it.

import { h } from "../common/dom.js";
import { sharing } from "../common/share.js";

/**
 * @param {{ title: string, text: string, url: string }} what
 * @param {HTMLElement} [keep]
 */
export const tools = (what, keep) =>
  h(
    "div",
    { class: "plate tools" },
    keep ?? null,
    h("button", { type: "button", class: "button", onclick: () => print() }, "Imprimer"),
    sharing(what),
  );

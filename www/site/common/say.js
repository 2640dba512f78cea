// A sentence at the foot of the window, with something to do about it. It stays until it is closed or another comes.

import { h } from "./dom.js";

// Heard when its content changes: it must be there before.
const region = h("div", { role: "status" });
document.body.append(region);

/**
 * @param {string} text
 * @param {{ label: string, act(): void }} [action]
 */
export function say(text, action) {
  // Behind an open dialog it would neither be seen nor heard.
  const place = document.querySelector("dialog[open]") ?? document.body;
  if (region.parentElement !== place) place.append(region);
  const before = document.activeElement;
  const away = () => {
    hush();
    if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
  };
  const act = () => {
    away();
    action?.act();
  };
  region.replaceChildren(
    h(
      "div",
      { class: "say" },
      h("p", {}, text),
      action ? h("button", { type: "button", class: "button", onclick: act }, action.label) : null,
      h("button", { type: "button", class: "button quiet", onclick: away }, "Fermer"),
    ),
  );
}

/** Takes the sentence away. */
export function hush() {
  region.replaceChildren();
}

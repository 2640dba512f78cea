// A kept service: its copy, what was noted about it, its place in the list.

import { h } from "../common/dom.js";
import { tags } from "../search/card.js";
import { own } from "../sheet/facts.js";
import { address, day, mailLink, nameOf, phoneLink, sheetAddress, structureOf } from "./facts.js";

/** @typedef {import("./store.js").Kept} Kept */
/**
 * @typedef {object} Acts
 * @property {(text: string) => boolean} note tells whether it is stored
 * @property {(step: -1 | 1) => void} move
 * @property {() => void} remove
 */

/** A copy older than this may say what isn't so any more, ms. */
const OLD = 30 * 86_400_000;
/** After a note was typed, ms. */
const PAUSE = 400;

/**
 * @param {Kept} kept
 * @param {Acts} acts
 */
export function keptCard(kept, acts) {
  const { service } = kept;
  const name = nameOf(service);
  const id = `note-${service.id}`;
  const field = h("textarea", { id, rows: "2", "aria-describedby": "note-help" });
  const printed = h("p", { class: "paper-only noted" });
  const button = (/** @type {string} */ label, /** @type {() => void} */ onclick, kind = "") =>
    h(
      "button",
      { type: "button", class: `button ${kind}`, onclick },
      label,
      h("span", { class: "aloud" }, `\u00a0: ${name}`),
    );
  const up = button("Monter", () => acts.move(-1));
  const down = button("Descendre", () => acts.move(1));
  const hours = h("dd");

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let waiting;
  /** What the field has isn't stored. */
  let unsaved = false;
  const write = () => {
    clearTimeout(waiting);
    if (unsaved) unsaved = !acts.note(field.value);
  };
  field.addEventListener("input", () => {
    unsaved = true;
    printed.textContent = field.value;
    clearTimeout(waiting);
    waiting = setTimeout(write, PAUSE);
  });
  field.addEventListener("change", write);

  const element = h(
    "li",
    { class: "kept-card", "data-id": service.id },
    h(
      "div",
      { class: "of" },
      h("h2", {}, h("a", { href: sheetAddress(service.id) }, name)),
      h("p", {}, structureOf(service)),
      h("div", { class: "tags" }, ...tags(service)),
      h(
        "dl",
        { class: "facts" },
        fact("Adresse", address(service).join(", ")),
        fact("Téléphone", phoneLink(service)),
        fact("Courriel", mailLink(service)),
        own(service, "horaires_accueil") ? h("div", {}, h("dt", {}, "Horaires"), hours) : null,
      ),
      h(
        "p",
        { class: "small soft" },
        `Gardé le ${day(kept.depuis)}. `,
        Date.now() - Date.parse(kept.copie) > OLD
          ? h("span", { class: "old" }, `Copie du ${day(kept.copie)}\u00a0: la fiche a pu changer depuis.`)
          : `Copie du ${day(kept.copie)}.`,
      ),
    ),
    h(
      "div",
      { class: "note" },
      h("label", { for: id }, "Votre note", h("span", { class: "aloud" }, ` sur ${name}`)),
      field,
      printed,
    ),
    h(
      "div",
      { class: "actions" },
      h(
        "a",
        { class: "button", href: `fiche.html?${new URLSearchParams({ service: service.id })}` },
        "Fiche d’orientation",
        h("span", { class: "aloud" }, `\u00a0: ${name}`),
      ),
      up,
      down,
      button("Retirer", acts.remove, "quiet"),
    ),
  );
  return {
    element,
    kept,
    up,
    down,
    /** Stores the note now; tells whether nothing is left to store. */
    settle() {
      write();
      return !unsaved;
    },
    /** @param {string[]} lines */
    setHours: (lines) => hours.replaceChildren(...lines.map((line) => h("div", {}, line))),
    /** @param {string} text */
    setNote(text) {
      // What is being typed here counts; what another tab wrote comes when nobody types.
      if (unsaved || document.activeElement === field) return;
      field.value = printed.textContent = text;
    },
  };
}

/**
 * @param {string} term
 * @param {string | Node | undefined} value
 */
const fact = (term, value) => (value ? h("div", {}, h("dt", {}, term), h("dd", {}, value)) : null);

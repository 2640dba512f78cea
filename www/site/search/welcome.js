// Nothing is asked yet: what there is, and the ways to ask.

import { h } from "../common/dom.js";
import { number } from "../common/format.js";
import { categories } from "../common/labels.js";
import { askingLink } from "./asking.js";
import { nothing } from "./question.js";

/** @typedef {import("./question.js").Question} Question */

/** Questions that people come with, whatever the need. */
const EXAMPLES = /** @type {[string, Partial<Question>][]} */ ([
  ["Ouvert maintenant", { ouvert: "maintenant" }],
  ["Ouvert ce week-end", { ouvert: "week-end" }],
  ["À distance", { modes_accueil: ["a-distance"] }],
  ["Gratuit", { frais: ["gratuit"] }],
  ["Sans passer par un professionnel", { mobilisable_par: ["usagers"] }],
]);

/**
 * @param {Record<string, number>} counts of categories
 * @param {(question: Question) => void} ask
 */
export function welcome(counts, ask) {
  const to = (/** @type {Partial<Question>} */ asked) => ({ ...nothing(), ...asked });
  return [
    h(
      "p",
      { class: "lead" },
      "Dites où vous cherchez, tapez des mots, ou partez d’un besoin. Tout se passe dans votre navigateur : rien n’est envoyé.",
    ),
    h("h2", { id: "besoins" }, "Quel est le besoin ?"),
    h(
      "ul",
      { class: "needs-grid", "aria-labelledby": "besoins" },
      ...categories().map(({ value, label }) =>
        h(
          "li",
          {},
          askingLink(
            to({ thematiques: [value] }),
            ask,
            {},
            h("span", {}, label),
            h("b", {}, number(counts[value] ?? 0)),
          ),
        ),
      ),
    ),
    h("h2", { id: "exemples" }, "Ou, dans toute la France"),
    h(
      "ul",
      { class: "examples", "aria-labelledby": "exemples" },
      ...EXAMPLES.map(([label, asked]) =>
        h("li", {}, askingLink(to(asked), ask, { class: "button" }, label)),
      ),
    ),
    h(
      "p",
      { class: "small soft" },
      "Vous avez vos propres fichiers ? « Ouvrir vos fichiers », en haut de la page, les lit ici même ; vous pouvez aussi les déposer sur la page.",
    ),
  ];
}

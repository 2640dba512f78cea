// Places one tap away: métropole, and each overseas département with what a search finds there.

import { byId, h } from "../common/dom.js";
import { number } from "../common/format.js";

/** @typedef {import("../../pkg/engine.js").SearchServicesParams} Params */

/** @type {{ nom: string, code?: string, box: import("./mercator.js").Box }[]} */
const VIEWS = [
  { nom: "Métropole", box: [-5.2, 41.3, 9.6, 51.1] },
  { nom: "Guadeloupe", code: "971", box: [-61.82, 15.82, -60.98, 16.52] },
  { nom: "Martinique", code: "972", box: [-61.24, 14.38, -60.8, 14.89] },
  { nom: "Guyane", code: "973", box: [-54.61, 2.1, -51.6, 5.76] },
  { nom: "La Réunion", code: "974", box: [55.21, -21.4, 55.85, -20.85] },
  { nom: "Mayotte", code: "976", box: [45.01, -13.01, 45.31, -12.63] },
];

/** Where a map without a search begins. */
export const METROPOLE = VIEWS[0].box;

/** The parameters that say where; the others say what. */
const WHERE = /** @type {const} */ ([
  "code_commune",
  "lat",
  "lon",
  "rayon_km",
  "code_epci",
  "code_departement",
  "code_region",
  "bbox",
  "tri",
]);

export class Overseas {
  #counts = VIEWS.map(() => h("span", { class: "count" }));
  #asked = 0;

  /** @param {(box: import("./mercator.js").Box) => void} fly */
  constructor(fly) {
    byId("insets").append(
      ...VIEWS.map((view, at) =>
        h(
          "button",
          { type: "button", onclick: () => fly(view.box) },
          h("b", {}, view.nom),
          view.code ? this.#counts[at] : null,
        ),
      ),
    );
  }

  /**
   * Counts what a search would find in each: the numbers that its list would have there.
   *
   * @param {Params} params
   * @param {(questions: Params[]) => Promise<(number | null)[]>} totals
   */
  async count(params, totals) {
    const mine = ++this.#asked;
    const what = Object.fromEntries(
      Object.entries(params).filter(([name]) => !WHERE.includes(/** @type {any} */ (name))),
    );
    const there = VIEWS.filter(({ code }) => code);
    const found = await totals(there.map(({ code }) => ({ ...what, code_departement: code })));
    if (mine !== this.#asked) return;
    VIEWS.forEach((view, at) => {
      const count = found[there.indexOf(view)] ?? null;
      this.#counts[at].replaceChildren(
        ...(count === null
          ? []
          : [number(count), h("span", { class: "aloud" }, count < 2 ? " service" : " services")]),
      );
    });
  }
}

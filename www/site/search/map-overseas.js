// Places one tap away: métropole, and each overseas département with what a search finds there.

import { byId, h } from "../common/dom.js";
import { number } from "../common/format.js";
import { around } from "./mercator.js";

/** @typedef {import("../../pkg/engine.js").SearchServicesParams} Params */

/** A centre and how far around it, km. */
const VIEWS = [
  { nom: "Métropole", lon: 2.4, lat: 46.5, km: 520 },
  { nom: "Guadeloupe", code: "971", lon: -61.4, lat: 16.2, km: 50 },
  { nom: "Martinique", code: "972", lon: -61.02, lat: 14.65, km: 40 },
  { nom: "Guyane", code: "973", lon: -53.1, lat: 4, km: 240 },
  { nom: "La Réunion", code: "974", lon: 55.53, lat: -21.13, km: 42 },
  { nom: "Mayotte", code: "976", lon: 45.15, lat: -12.82, km: 28 },
];
const boxOf = (/** @type {typeof VIEWS[number]} */ view) => around(view, view.km);

/** Where a map without a search begins. */
export const METROPOLE = boxOf(VIEWS[0]);

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
          { type: "button", onclick: () => fly(boxOf(view)) },
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

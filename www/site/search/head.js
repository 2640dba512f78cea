// What stands over the answers: a chip for each filter, what was set aside, the order, the link to share.

import { show } from "../common/dialog.js";
import { byId, h } from "../common/dom.js";
import { number } from "../common/format.js";
import { waysToShare } from "../common/share.js";
import { askingLink } from "./asking.js";
import { FACETS, NOT_STATED } from "./facets.js";
import { hasRadius, isNothing, order, toAddress, withoutFilters } from "./question.js";
import { chipLabel, chips } from "./wording.js";

/** @typedef {import("./question.js").Question} Question */
/** @typedef {import("../../pkg/engine.js").Page<unknown>} Page */

const list = byId("chips");
const apart = byId("apart");
const tools = byId("tools");
const sort = /** @type {HTMLSelectElement} */ (byId("sort"));

const ORDERS = /** @type {const} */ ([
  ["distance", "distance"],
  ["pertinence", "pertinence"],
  ["date_maj", "mise à jour"],
  ["nom", "nom"],
  ["score_qualite", "qualité"],
]);

export class Head {
  /** @type {Question | undefined} */ #question;

  /** @param {(question: Question) => void} ask */
  constructor(ask) {
    this.ask = ask;
    sort.addEventListener("change", () => {
      if (!this.#question) return;
      const tri = /** @type {Question["tri"]} */ (sort.value);
      // The order that fits the question needs not be said.
      const fits = order({ ...this.#question, tri: "" }) === tri;
      ask({ ...this.#question, tri: fits ? "" : tri });
    });
    byId("share").addEventListener("click", share);
  }

  /**
   * A question is asked: what it has is shown before its answer.
   *
   * @param {Question} question
   */
  asked(question) {
    this.#question = question;
    this.#chips(question);
    apart.replaceChildren();
    tools.hidden = isNothing(question);
    byId("in-figures").setAttribute("href", `tableau-de-bord.html${toAddress(question)}`);
    const now = order(question);
    // Without words nothing is more to the point, and without a centre nothing is nearer.
    const offered = ORDERS.filter(
      ([value]) =>
        value === now ||
        (value === "distance" ? hasRadius(question.place) : value !== "pertinence" || question.q),
    );
    sort.replaceChildren(...offered.map(([value, label]) => h("option", { value }, label)));
    sort.value = now;
  }

  /** @param {Question} question */
  #chips(question) {
    const all = chips(question);
    const focused = [...list.querySelectorAll("button, a")].indexOf(
      /** @type {Element} */ (document.activeElement),
    );
    list.replaceChildren(
      ...all.map((chip) => {
        const label = chipLabel(chip);
        const onclick = () => this.ask(chip.without);
        return h(
          "li",
          {},
          h(
            "button",
            { type: "button", class: "chip", "aria-label": `Retirer le filtre ${label}`, onclick },
            h("span", {}, label),
            h("span", { "aria-hidden": "true", class: "cross" }, "✕"),
          ),
        );
      }),
      ...(all.length
        ? [h("li", {}, askingLink(withoutFilters(question), this.ask, { class: "clear" }, "Tout effacer"))]
        : []),
    );
    list.hidden = !all.length;
    if (focused < 0) return;
    const left = list.querySelectorAll("button");
    (left[Math.min(focused, left.length - 1)] ?? byId("resultats")).focus({ preventScroll: true });
  }

  /**
   * Says what the filters set aside that may be wanted all the same, with the way to see it.
   *
   * @param {Question} question
   * @param {Page} page
   */
  answered(question, { facets, ecartes = {} }) {
    /** @type {{ count: number, what: string, without?: Question }[]} */
    const all = [];
    for (const { name, unstated } of FACETS) {
      const values = question[name];
      const count = facets?.[name][NOT_STATED] ?? 0;
      if (values.length && !values.includes(NOT_STATED))
        all.push({ count, what: unstated, without: { ...question, [name]: [...values, NOT_STATED] } });
    }
    const { ouvert_le = 0, score_qualite_minimum = 0, sans_position = 0 } = ecartes;
    all.push(
      { count: ouvert_le, what: "sans horaires lisibles", without: { ...question, ouvert: "" } },
      {
        count: score_qualite_minimum,
        what: "d’une qualité moindre",
        without: { ...question, score_qualite_minimum: undefined },
      },
      { count: sans_position, what: "sans position connue" },
    );
    const some = all.filter(({ count }) => count > 0);
    apart.replaceChildren(
      ...some.map(({ count, what, without }) =>
        h(
          "li",
          {},
          `${number(count)} ${count > 1 ? "autres" : "autre"} ${what} `,
          without
            ? askingLink(
                without,
                this.ask,
                {},
                count > 1 ? "les voir" : "le voir",
                h("span", { class: "aloud" }, ` : services ${what}`),
              )
            : null,
        ),
      ),
    );
    apart.hidden = !some.length;
  }
}

/** Gives the question to somebody: its link is all there is to it. */
function share() {
  const title = byId("sentence").textContent ?? "";
  const url = location.href;
  show(
    "Partager cette recherche",
    h("p", {}, title),
    h("input", {
      type: "text",
      readonly: true,
      class: "link-field",
      value: url,
      "aria-label": "Lien à partager",
    }),
    waysToShare({ title, text: title, url }),
    h("p", { class: "small soft" }, "Ce lien contient la recherche, et rien d’autre."),
  );
}

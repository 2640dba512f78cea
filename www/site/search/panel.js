// The filters, with how many services each choice would give. It lives in the element that it is given, as often as wanted.

import { h } from "../common/dom.js";
import { entries } from "../common/labels.js";
import { OneOf, Values } from "./choices.js";
import { CHOICES, FACETS, NOT_STATED, valueLabel } from "./facets.js";
import { toParams } from "./question.js";
import { Themes } from "./themes.js";

/** @typedef {import("./question.js").Question} Question */
/** @typedef {import("../../pkg/engine.js").Facets} Facets */
/** @typedef {import("../../pkg/inclusion-atlas.js").AsyncAtlas} AsyncAtlas */

/** Parts that are open when the page comes. */
const OPEN = ["thematiques", "modes_accueil", "ouvert", "frais", "publics"];
/** The order of the parts: what people ask first comes first. */
const ORDER = [
  "thematiques",
  "modes_accueil",
  "ouvert",
  "frais",
  "publics",
  "types",
  "mobilisable_par",
  "modes_mobilisation",
  "maj",
  "score_qualite_minimum",
  "sources",
  "reseaux_porteurs",
];
const PLURALS = /** @type {Record<string, string>} */ ({
  publics: "publics",
  sources: "sources",
  reseaux_porteurs: "réseaux porteurs",
  types: "types",
});

export class FilterPanel {
  #themes;
  /** @type {Map<string, Values>} */ #values = new Map();
  /** @type {Map<string, OneOf>} */ #choices = new Map();
  /** Questions counted so far: an older count is not shown. */
  #counted = 0;

  /**
   * Labels must have been read before: they are what it is made of.
   *
   * @param {HTMLElement} container
   * @param {(change: Partial<Question>) => void} change what the question has otherwise from now on
   */
  constructor(container, change) {
    this.#themes = new Themes((thematiques) => change({ thematiques }));
    for (const facet of FACETS) {
      const { name, title, vocabulary } = facet;
      if (name === "thematiques") continue;
      const values = new Values({
        title,
        plural: PLURALS[name] ?? "choix",
        open: OPEN.includes(name),
        label: (value) => valueLabel(facet, value),
        change: (chosen) => change({ [name]: chosen }),
      });
      if (vocabulary)
        values.count(
          Object.fromEntries(
            [...entries(vocabulary).map(({ value }) => value), NOT_STATED].map((value) => [value, null]),
          ),
        );
      this.#values.set(name, values);
    }
    for (const { name, title, values: options } of CHOICES) {
      const put = (/** @type {string} */ value) =>
        name === "score_qualite_minimum"
          ? change({ [name]: Number(value) || undefined })
          : change({ [name]: value });
      this.#choices.set(name, new OneOf({ title, open: OPEN.includes(name), options, change: put }));
    }
    const parts = ORDER.map((name) => this.#part(name).element);
    container.append(h("div", {}, ...parts));
  }

  /** @param {string} name */
  #part(name) {
    const part = this.#values.get(name)?.part ?? this.#choices.get(name)?.part;
    return part ?? this.#themes.part;
  }

  /**
   * Ticks what a question asks.
   *
   * @param {Question} question
   */
  show(question) {
    this.#themes.show(question.thematiques);
    for (const { name } of FACETS) this.#values.get(name)?.show(question[name]);
    for (const { name } of CHOICES) this.#choices.get(name)?.show(String(question[name] ?? ""));
  }

  /**
   * Shows the counts of a question.
   *
   * @param {AsyncAtlas} atlas
   * @param {Question} question
   * @param {Facets} [facets] where they have come already, with an answer to the same question
   */
  async count(atlas, question, facets) {
    const mine = ++this.#counted;
    const known =
      facets ?? (await atlas.searchServices({ ...toParams(question), facettes: true, size: 1 })).facets;
    if (mine !== this.#counted) return;
    if (known) this.#themes.count(known.categories, known.thematiques);
    for (const { name } of FACETS) {
      // Each part in a task of its own: typing goes on.
      await new Promise((resolve) => setTimeout(resolve));
      if (mine !== this.#counted) return;
      if (known) this.#values.get(name)?.count(known[name]);
    }
    const asked = CHOICES.flatMap(({ name, values }) =>
      ["", ...values.map(({ value }) => value)].map((value) => ({ name, value })),
    );
    const totals = await atlas.totals(
      asked.map(({ name, value }) => toParams({ ...question, ...chosen(name, value) })),
    );
    if (mine !== this.#counted) return;
    for (const { name } of CHOICES) {
      const own = asked.map((one, at) => ({ ...one, total: totals[at] })).filter((one) => one.name === name);
      this.#choices.get(name)?.count(Object.fromEntries(own.map(({ value, total }) => [value, total])));
    }
  }
}

/**
 * @param {import("./facets.js").ChoiceName} name
 * @param {string} value
 * @returns {Partial<Question>}
 */
const chosen = (name, value) => ({
  [name]: name === "score_qualite_minimum" ? (value ? Number(value) : undefined) : value,
});

// The thématiques of the panel: categories, each opening on its own.

import { h } from "../common/dom.js";
import { categories, thematiques } from "../common/labels.js";
import { group, plain, row } from "./choices.js";
import { NOT_STATED } from "./facets.js";
import { widest } from "./question.js";

/** Categories that the folded list shows. */
const FEW = 6;

/** @typedef {import("./choices.js").Counts} Counts */
/** @typedef {ReturnType<typeof row>} Row */
/** @typedef {{ category: Row, children: Row[], element: HTMLElement, open: HTMLElement, list: HTMLElement }} Branch */

let ids = 0;

export class Themes {
  /** @type {string[]} */ #chosen = [];
  /** @type {Branch[]} */ #branches = [];
  #unstated = row("checkbox", { value: NOT_STATED, label: "Non précisé" });
  #tree = h("div", { class: "rows" });
  #search = /** @type {HTMLInputElement} */ (
    h("input", {
      type: "search",
      class: "find",
      placeholder: "Chercher…",
      "aria-label": "Chercher parmi les thématiques",
      oninput: () => this.#find(),
    })
  );
  #more = h("button", { type: "button", class: "link unfold", onclick: () => this.#unfold() });
  #all = false;
  /** @type {Set<string>} Categories that the folded list shows. */ #few = new Set();
  /** @type {Set<string>} Categories whose needs are shown. */ #opened = new Set();

  /** @param {(values: string[]) => void} change */
  constructor(change) {
    this.#branches = categories().map(({ value, label }) => this.#branch(value, label));
    this.#tree.append(...this.#branches.map(({ element }) => element), this.#unstated.element);
    const needs = this.#branches.reduce((sum, { children }) => sum + children.length, 0);
    this.#more.textContent = `Les ${needs} thématiques…`;
    this.#more.hidden = this.#branches.length <= FEW;
    this.#search.hidden = true;
    this.#choose({});
    this.part = group("Thématiques", true, this.#search, this.#tree, this.#more);
    this.#tree.addEventListener("change", ({ target }) => {
      if (target instanceof HTMLInputElement) change(this.#after(target.value, target.checked));
    });
  }

  /**
   * @param {string} value
   * @param {string} label
   * @returns {Branch}
   */
  #branch(value, label) {
    const category = row("checkbox", { value, label });
    const children = thematiques(value).map((one) => row("checkbox", one));
    const id = `besoins-${++ids}`;
    const list = h(
      "div",
      { class: "needs", id, role: "group", "aria-label": label },
      ...children.map((one) => one.element),
    );
    const open = h("button", {
      type: "button",
      class: "twist",
      "aria-expanded": "false",
      "aria-controls": id,
      "aria-label": `Préciser : ${label}`,
      onclick: () => {
        if (!this.#opened.delete(value)) this.#opened.add(value);
        this.#find();
      },
    });
    list.hidden = true;
    const element = h("div", { class: "branch" }, h("div", { class: "stem" }, category.element, open), list);
    return { category, children, element, open, list };
  }

  /**
   * The values after a tick. Ticking one need of a whole category narrows it to this need.
   *
   * @param {string} value
   * @param {boolean} checked
   */
  #after(value, checked) {
    const [category] = value.split("--");
    const others = this.#chosen.filter((other) => other !== value);
    if (checked) return widest([...others.filter((other) => other !== category), value]);
    // The needs of a whole category are ticked with it: to take one away leaves the others.
    if (!this.#chosen.includes(category) || value === category) return others;
    const left = thematiques(category)
      .map((one) => one.value)
      .filter((one) => one !== value);
    return [...others.filter((other) => other !== category), ...left];
  }

  /** @param {string[]} values that are chosen */
  show(values) {
    if (values.join() === this.#chosen.join()) return;
    this.#chosen = values;
    for (const { category, children } of this.#branches) {
      const whole = values.includes(category.value);
      const some = children.filter(({ value }) => values.includes(value));
      category.input.checked = whole;
      category.input.indeterminate = !whole && some.length > 0;
      for (const { input, value } of children) input.checked = whole || values.includes(value);
      if (some.length) this.#opened.add(category.value);
    }
    this.#unstated.input.checked = values.includes(NOT_STATED);
    this.part.tell(values.length);
    this.#find();
  }

  /**
   * @param {Counts} whole of categories
   * @param {Counts} needs of thématiques
   */
  count(whole, needs) {
    for (const { category, children } of this.#branches) {
      category.tell(whole[category.value]);
      for (const child of children) child.tell(needs[child.value]);
    }
    this.#unstated.tell(needs[NOT_STATED]);
    // Rows don't move under the hand.
    if (!this.#tree.contains(document.activeElement)) this.#choose(whole);
    this.#find();
  }

  /**
   * The categories that the folded list shows: those that would give the most.
   *
   * @param {Counts} counts
   */
  #choose(counts) {
    const ranked = this.#branches.map(({ category }) => category.value);
    ranked.sort((a, b) => (counts[b] ?? 0) - (counts[a] ?? 0));
    this.#few = new Set(ranked.slice(0, FEW));
  }

  #unfold() {
    this.#all = true;
    this.#more.hidden = true;
    this.#search.hidden = false;
    this.#find();
    this.#search.focus();
  }

  /** Shows what the words in the field are about; without words what is open. */
  #find() {
    const words = plain(this.#search.value).trim();
    const met = (/** @type {Row} */ { label }) => plain(label).includes(words);
    for (const { category, children, element, open, list } of this.#branches) {
      const own = met(category);
      const some = children.some(met);
      const opened = words ? some : this.#opened.has(category.value);
      for (const child of children) child.element.hidden = !!words && !own && !met(child);
      const chosen = category.input.checked || category.input.indeterminate;
      const kept = this.#all || this.#few.has(category.value) || chosen;
      element.hidden = words ? !own && !some : !kept;
      list.hidden = !opened;
      open.setAttribute("aria-expanded", String(opened));
    }
    this.#unstated.element.hidden = !!words;
  }
}

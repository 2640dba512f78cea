// The thématiques of the panel: categories, each opening on its own.

import { h } from "../common/dom.js";
import { categories, thematiques } from "../common/labels.js";
import { group, plain, row } from "./choices.js";
import { NOT_STATED } from "./facets.js";
import { widest } from "./question.js";

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
  /** Opened by hand, by category. @type {Set<string>} */ #opened = new Set();

  /** @param {(values: string[]) => void} change */
  constructor(change) {
    this.#branches = categories().map(({ value, label }) => this.#branch(value, label));
    this.#tree.append(...this.#branches.map(({ element }) => element), this.#unstated.element);
    this.part = group("Thématiques", true, this.#search, this.#tree);
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
      element.hidden = !!words && !own && !some;
      list.hidden = !opened;
      open.setAttribute("aria-expanded", String(opened));
    }
    this.#unstated.element.hidden = !!words;
  }
}

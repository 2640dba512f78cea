// One filter of the panel: a list of values with how many each would give, or one choice of several.
//
// Nodes are made once. What changes afterwards is a number, a tick, and which rows are folded away.

import { h } from "../common/dom.js";
import { number } from "../common/format.js";

/** @typedef {{ value: string, label: string }} Option */
/** @typedef {Record<string, number | null | undefined>} Counts by value; nothing where it isn't known */

/** Rows of a long list before it is unfolded. */
const FEW = 6;
/** From how many rows on a list is searched. */
const LONG = 20;

let names = 0;

/**
 * A row: a box, what it stands for, how many it would give.
 *
 * @param {"checkbox" | "radio"} type
 * @param {Option} option
 * @param {string} [name] of its radios
 */
export function row(type, { value, label }, name) {
  const input = /** @type {HTMLInputElement} */ (h("input", { type, value, ...(name ? { name } : {}) }));
  const count = h("span", { class: "count" });
  const element = h("label", { class: "choice" }, input, h("span", {}, label), count);
  return {
    element,
    input,
    label,
    value,
    /** @type {number | null | undefined} */ known: undefined,
    /** @param {number | null | undefined} many */
    tell(many) {
      if (many === this.known) return;
      this.known = many;
      count.textContent = many === null || many === undefined ? "" : number(many);
      element.classList.toggle("zero", many === 0);
    },
  };
}

/**
 * A part of the panel that opens and closes.
 *
 * @param {string} title
 * @param {boolean} open
 * @param {...Node} content
 */
export function group(title, open, ...content) {
  const chosen = h("span", { class: "chosen" });
  const element = h(
    "details",
    { class: "group", open },
    h("summary", {}, h("h3", {}, title), chosen),
    h("fieldset", { "aria-label": title }, ...content),
  );
  return {
    element: /** @type {HTMLDetailsElement} */ (element),
    /** @param {number} count of values chosen: told while the part is closed */
    tell(count) {
      const text = count ? number(count) : "";
      if (chosen.textContent !== text) chosen.textContent = text;
    },
  };
}

/** Values of which several can be chosen. */
export class Values {
  /** @type {Map<string, ReturnType<typeof row>>} */ #rows = new Map();
  /** @type {string[]} */ #chosen = [];
  /** @type {Counts} */ #counts = {};
  #list = h("div", { class: "rows" });
  #all = false;
  #search = /** @type {HTMLInputElement} */ (
    h("input", { type: "search", class: "find", oninput: () => this.#fold() })
  );
  #more = h("button", { type: "button", class: "link unfold", onclick: () => this.#unfold() });
  /** Rows that a folded list shows. */ #few = new Set();

  /**
   * @param {{ title: string, plural: string, open: boolean, label(value: string): string, change(values: string[]): void }} about
   *   `plural`: « publics », for « Les 14 publics »
   */
  constructor(about) {
    this.about = about;
    this.#search.setAttribute("aria-label", `Chercher parmi les ${about.plural}`);
    this.#search.placeholder = "Chercher…";
    this.#search.hidden = true;
    this.#more.hidden = true;
    this.part = group(about.title, about.open, this.#search, this.#list, this.#more);
    this.#list.addEventListener("change", ({ target }) => {
      if (!(target instanceof HTMLInputElement)) return;
      const { value, checked } = target;
      const others = this.#chosen.filter((other) => other !== value);
      about.change(checked ? [...others, value] : others);
    });
  }

  /** @param {string[]} values that are chosen */
  show(values) {
    if (values.join() === this.#chosen.join()) return;
    this.#chosen = values;
    this.#have(values);
    for (const [value, { input }] of this.#rows) {
      const checked = values.includes(value);
      if (input.checked !== checked) input.checked = checked;
    }
    this.part.tell(values.length);
    this.#fold();
  }

  /** @param {Counts} counts */
  count(counts) {
    this.#counts = counts;
    this.#have(Object.keys(counts));
    for (const [value, one] of this.#rows) one.tell(counts[value]);
    // Rows don't move under the hand.
    if (!this.#list.contains(document.activeElement)) this.#choose();
    this.#fold();
  }

  /** @param {string[]} values that have a row from now on, in the order of their labels; what isn't stated comes last */
  #have(values) {
    const missing = values.filter((value) => !this.#rows.has(value));
    if (!missing.length) return;
    for (const value of missing)
      this.#rows.set(value, row("checkbox", { value, label: this.about.label(value) }));
    const last = (/** @type {string} */ value) => Number(value === "non-precise");
    const sorted = [...this.#rows.values()].sort(
      (a, b) => last(a.value) - last(b.value) || a.label.localeCompare(b.label, "fr"),
    );
    this.#list.replaceChildren(...sorted.map(({ element }) => element));
    this.#choose();
  }

  /** The rows that a folded list shows: those that would give the most, and what isn't stated. */
  #choose() {
    const ranked = [...this.#rows.keys()].sort((a, b) => (this.#counts[b] ?? 0) - (this.#counts[a] ?? 0));
    this.#few = new Set(ranked.filter((value) => value !== "non-precise").slice(0, FEW));
  }

  #fold() {
    const rows = [...this.#rows.values()];
    const long = rows.length > FEW + 3;
    const words = plain(this.#search.value).trim();
    for (const { element, value, label } of rows) {
      const shown = words
        ? plain(label).includes(words)
        : !long ||
          this.#all ||
          this.#few.has(value) ||
          this.#chosen.includes(value) ||
          value === "non-precise";
      if (element.hidden === shown) element.hidden = !shown;
    }
    this.#more.hidden = !long || this.#all;
    this.#more.textContent = `Les ${number(rows.length - 1)} ${this.about.plural}…`;
    this.#search.hidden = !this.#all || rows.length <= LONG;
  }

  #unfold() {
    this.#all = true;
    this.#fold();
    const first = this.#search.hidden ? this.#list.querySelector("input") : this.#search;
    // Once the rows are there: a task of its own.
    setTimeout(() => first?.focus());
  }
}

/** Values of which one can be chosen, or none. */
export class OneOf {
  #name = `choix-${++names}`;
  /** @type {ReturnType<typeof row>[]} */ #rows;

  /** @param {{ title: string, open: boolean, options: Option[], change(value: string): void }} about */
  constructor({ title, open, options, change }) {
    this.#rows = [{ value: "", label: "Peu importe" }, ...options].map((option) =>
      row("radio", option, this.#name),
    );
    const list = h("div", { class: "rows" }, ...this.#rows.map(({ element }) => element));
    list.addEventListener("change", ({ target }) => {
      if (target instanceof HTMLInputElement) change(target.value);
    });
    this.part = group(title, open, list);
  }

  /** @param {string} value */
  show(value) {
    for (const { input } of this.#rows) input.checked = input.value === value;
    this.part.tell(value ? 1 : 0);
  }

  /** @param {Counts} counts */
  count(counts) {
    for (const one of this.#rows) one.tell(counts[one.value]);
  }
}

/**
 * As one types: without accents and case.
 *
 * @param {string} text
 */
export const plain = (text) =>
  text.normalize("NFD").replace(/\p{M}/gu, "").replaceAll("’", "'").toLowerCase();

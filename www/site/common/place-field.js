// « Où ? »: places proposed as one types (ARIA combobox with a listbox).

import { AtlasError } from "../../pkg/inclusion-atlas.js";
import { byId, h } from "./dom.js";

/** @typedef {import("../../pkg/engine.js").Place} Place */
/** @typedef {import("./places.js").Chosen} Chosen */

const SHOWN = 8;

const kinds = /** @type {Record<string, string>} */ ({
  commune: "commune",
  arrondissement: "arrondissement",
  deleguee: "ancienne commune",
  epci: "intercommunalité",
  departement: "département",
  region: "région",
});

/** @param {Place} place */
function detail({ type, code, codes_postaux: [first, ...others] }) {
  const more = others.length ? ` et ${others.length} autre${others.length > 1 ? "s" : ""}` : "";
  // Codes that people know: those of letters and of départements.
  const known = first ? first + more : type === "departement" ? code : "";
  return [known, kinds[type]].filter(Boolean).join(" · ");
}

/**
 * « Saint-Denis (97400) »: there are several.
 *
 * @param {Chosen} place
 */
function said({ type, code, nom, codes_postaux }) {
  const more = codes_postaux?.[0] ?? { departement: code, region: "région" }[/** @type {string} */ (type)];
  return more ? `${nom} (${more})` : nom;
}

export class PlaceField {
  /** @type {Chosen | undefined} What is searched around. */
  chosen;
  #input = /** @type {HTMLInputElement} */ (byId("where"));
  #list = byId("places");
  /** @type {Place[]} */ #places = [];
  #active = -1;
  #asked = 0;
  /** The list on its way for what is typed. */
  #proposing = Promise.resolve();

  /**
   * @param {(text: string, limit: number) => Promise<Place[]>} suggest
   * @param {(place: Chosen | undefined) => void} [choose] a place was taken from the list, or the field emptied
   */
  constructor(suggest, choose = () => {}) {
    this.suggest = suggest;
    this.choose = choose;
    this.#input.addEventListener("input", () => {
      this.chosen = undefined;
      this.#input.removeAttribute("aria-invalid");
      // What is active belongs to what was typed before.
      this.#activate(-1);
      this.#proposing = this.#propose();
    });
    this.#input.addEventListener("keydown", (event) => this.#key(event));
    this.#input.addEventListener("blur", () => this.#close());
    this.#input.addEventListener("change", () => {
      if (!this.#input.value.trim()) this.choose(undefined);
    });
    // Before the field loses the focus, which would take the list away.
    this.#list.addEventListener("pointerdown", (event) => event.preventDefault());
    // What was typed before this script ran.
    if (document.activeElement === this.#input) void this.#propose();
  }

  /** @param {Chosen | undefined} place */
  set(place) {
    this.chosen = place;
    this.#input.value = place ? said(place) : "";
    this.#input.removeAttribute("aria-invalid");
    this.#close();
  }

  /**
   * What is chosen; else the first place that the text proposes. Throws when there is none.
   *
   * @returns {Promise<Chosen | undefined>} nothing when nothing is typed
   */
  async take() {
    const text = this.#input.value.trim();
    if (this.chosen || !text) return this.chosen;
    const [place] = await this.#search(text);
    if (!place) {
      this.#input.setAttribute("aria-invalid", "true");
      this.#input.focus();
      throw new AtlasError(
        "query",
        `Aucun lieu ne correspond à « ${text} ». Essayez un nom de commune, un code postal, un département ou une région.`,
      );
    }
    this.set(place);
    return place;
  }

  /**
   * The place of a code, for a link that names one.
   *
   * @param {readonly string[]} types
   * @param {string} code
   * @returns {Promise<Chosen | undefined>}
   */
  async find(types, code) {
    const places = (await this.suggest(code, 50)).filter(({ type }) => types.includes(type));
    // A commune's code that has gone, or its postal code, leads to what is there now.
    return places.find((place) => place.code === code) ?? (types.includes("commune") ? places[0] : undefined);
  }

  /** @param {string} text */
  #search(text) {
    return this.suggest(text, SHOWN);
  }

  async #propose() {
    const asked = ++this.#asked;
    const text = this.#input.value.trim();
    // Without an engine there is nothing to propose, and the page says why.
    const places = text ? await this.#search(text).catch(() => []) : [];
    // An answer that comes after the next question.
    if (asked !== this.#asked) return;
    this.#places = places;
    this.#list.replaceChildren(...places.map((place, at) => this.#option(place, at)));
    this.#list.hidden = !places.length;
    this.#input.setAttribute("aria-expanded", String(places.length > 0));
    this.#activate(-1);
  }

  /**
   * @param {Place} place
   * @param {number} at
   */
  #option(place, at) {
    return h(
      "li",
      {
        role: "option",
        id: `place-${at}`,
        "aria-selected": "false",
        onclick: () => this.#take(place),
      },
      h("span", {}, place.nom),
      h("span", {}, detail(place)),
    );
  }

  /** @param {Place} place */
  #take(place) {
    this.set(place);
    this.choose(place);
  }

  /** @param {number} at */
  #activate(at) {
    this.#active = at;
    for (const [index, option] of [...this.#list.children].entries()) {
      option.setAttribute("aria-selected", String(index === at));
      if (index === at) option.scrollIntoView({ block: "nearest" });
    }
    if (at < 0) this.#input.removeAttribute("aria-activedescendant");
    else this.#input.setAttribute("aria-activedescendant", `place-${at}`);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.key === "ArrowDown" || event.key === "ArrowUp")
      void this.#move(event.key === "ArrowDown" ? 1 : -1);
    else if (this.#list.hidden) return;
    else if (event.key === "Enter" && this.#active >= 0) this.#take(this.#places[this.#active]);
    else if (event.key === "Escape") this.#close();
    else return;
    event.preventDefault();
  }

  /** @param {1 | -1} step from one place to the next, around and around */
  async #move(step) {
    await this.#proposing;
    if (this.#list.hidden) return;
    const count = this.#places.length;
    const from = this.#active < 0 && step < 0 ? 0 : this.#active;
    this.#activate((from + step + count) % count);
  }

  #close() {
    this.#asked++;
    this.#list.hidden = true;
    this.#input.setAttribute("aria-expanded", "false");
    this.#activate(-1);
  }
}

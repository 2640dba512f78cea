// The list of answers: the sentence that says what is shown, the cards, and what to do when there are none.

import { card } from "./card.js";
import { byId, h, refill } from "../common/dom.js";
import { inFrench } from "../common/failure.js";
import { km, of, several } from "../common/format.js";
import { show } from "../common/dialog.js";
import { clearNotice } from "../common/loading.js";
import { addressOf } from "../sheet/address.js";
import { toParams } from "./question.js";

/** @typedef {import("./question.js").Question} Question */
/** @typedef {import("../../pkg/inclusion-atlas.js").AsyncAtlas} AsyncAtlas */
/** @typedef {import("../../pkg/engine.js").ServiceSearchResult} Result */
/**
 * @typedef {object} Page
 * @property {import("../common/zones.js").Zones} zones
 * @property {(id: string | undefined) => void} pointAt shows a service on the map
 * @property {(question: Question) => void} submit
 * @property {(href: string) => void} go
 */

/** Cards at a time. */
const SHOWN = 20;
/** Radii that are proposed when nothing was found, km. */
const WIDER = [20, 50, 100];

const sentence = byId("sentence");
const list = byId("list");
const more = /** @type {HTMLButtonElement} */ (byId("more"));
const aside = byId("aside");

class Answers {
  /** @type {Page} */ #page = /** @type {any} */ (undefined);
  /** @type {AsyncAtlas | undefined} */ #atlas;
  #params = {};
  #pages = 0;
  #total = 0;
  /** Questions so far: an answer to an older one is not shown. */
  #asked = 0;

  /** @param {Page} page */
  prepare(page) {
    this.#page = page;
    more.addEventListener("click", () => void this.#more());
    // A card shows its point, by mouse and by keyboard.
    /** @type {string | undefined} */
    let shown;
    const point = (/** @type {string | undefined} */ id) => {
      if (id !== shown) page.pointAt(id);
      shown = id;
    };
    const over = (/** @type {Event} */ { target }) => {
      const item = target instanceof Element ? target.closest(".card") : null;
      point(item instanceof HTMLElement ? item.dataset.id : undefined);
    };
    list.addEventListener("pointerover", over);
    list.addEventListener("focusin", over);
    list.addEventListener("pointerleave", () => point(undefined));
    list.addEventListener("focusout", () => point(undefined));
  }

  /** Takes all answers away. */
  clear() {
    this.#asked++;
    this.#total = 0;
    refill(list);
    refill(aside);
    more.hidden = true;
  }

  /**
   * Nothing is asked yet: what there is, and the ways to ask.
   *
   * @param {AsyncAtlas} atlas
   * @param {{ value: string, label: string }[]} categories
   */
  welcome(atlas, categories) {
    this.clear();
    this.#atlas = atlas;
    const { services, structures } = atlas.counts;
    sentence.textContent = `${several(services, "service")} et ${several(structures, "structure")}. Où cherchez-vous ?`;
    const ask = (/** @type {string} */ thematique) => () =>
      this.#page.submit({ rayon_km: 20, thematique, modes: [] });
    aside.append(
      h("p", {}, "Indiquez une commune ou un code postal, puis ce que vous cherchez."),
      h("h2", { id: "themes" }, "Ou voyez dans toute la France :"),
      h(
        "div",
        { class: "actions", role: "group", "aria-labelledby": "themes" },
        ...categories.map(({ value, label }) =>
          h("button", { type: "button", class: "button", onclick: ask(value) }, label),
        ),
      ),
    );
  }

  /**
   * Shows the first answers to a question.
   *
   * @param {AsyncAtlas} atlas
   * @param {Question} question
   */
  async show(atlas, question) {
    const mine = ++this.#asked;
    const params = toParams(question);
    const page = await atlas.searchServices({ ...params, page: 1, size: SHOWN });
    const cards = await this.#cards(page.items);
    if (mine !== this.#asked) return;
    this.clear();
    clearNotice();
    this.#atlas = atlas;
    this.#params = params;
    this.#pages = 1;
    this.#total = page.total;
    sentence.textContent = heading(question, page.total);
    list.append(...cards);
    byId("resultats").scrollTop = 0;
    if (!page.total) aside.append(...this.#ways(question));
    this.#showMore();
  }

  /** @param {Result[]} items */
  #cards(items) {
    return Promise.all(
      items.map(async (item) => {
        const zone = await this.#page.zones.short(item.service.zone_eligibilite);
        return card(item, zone);
      }),
    );
  }

  /** @param {Question} question what found nothing */
  #ways(question) {
    const wider = question.place && WIDER.find((kilometres) => kilometres > question.rayon_km);
    const way = (/** @type {string} */ label, /** @type {Partial<Question>} */ change) => {
      const onclick = () => this.#page.submit({ ...question, ...change });
      return h("button", { type: "button", class: "button", onclick }, label);
    };
    return [
      h("p", {}, "Rien ne correspond à cette recherche dans les données ouvertes."),
      h(
        "div",
        { class: "actions" },
        wider ? way(`Chercher à ${km(wider)}`, { rayon_km: wider }) : null,
        question.thematique ? way("Toutes les thématiques", { thematique: undefined }) : null,
        question.modes.length ? way("Tous les modes d’accueil", { modes: [] }) : null,
      ),
    ];
  }

  #showMore() {
    const left = this.#total - list.childElementCount;
    more.hidden = left <= 0;
    more.textContent = `Afficher ${several(Math.min(left, SHOWN), "service")} de plus`;
  }

  async #more() {
    const mine = this.#asked;
    try {
      const page = await this.#atlas?.searchServices({ ...this.#params, page: this.#pages + 1, size: SHOWN });
      const cards = await this.#cards(page?.items ?? []);
      if (mine !== this.#asked) return;
      this.#pages++;
      list.append(...cards);
      this.#showMore();
      cards[0]?.querySelector("a")?.focus();
    } catch (error) {
      show("La suite ne peut pas être affichée", h("p", {}, inFrench(error)));
    }
  }

  /**
   * Opens the services of a point of the map: their list, or the sheet of the only one.
   *
   * @param {string[]} ids
   */
  async openServices(ids) {
    const atlas = this.#atlas;
    if (!atlas) return;
    if (ids.length === 1) return this.#page.go(addressOf({ service: ids[0] }));
    try {
      const services = await Promise.all(ids.map((id) => atlas.retrieveService(id)));
      const items = services.map((service) => ({ service, distance: null }));
      const zones = await Promise.all(services.map((one) => this.#page.zones.short(one.zone_eligibilite)));
      const cards = items.map((item, at) => card(item, zones[at], "h3"));
      show(`${several(cards.length, "service")} à cette adresse`, h("ol", { class: "list" }, ...cards));
    } catch (error) {
      show("Ces services ne peuvent pas être affichés", h("p", {}, inFrench(error)));
    }
  }

  /** @param {string} id */
  #card(id) {
    return list.querySelector(`[data-id="${CSS.escape(id)}"]`);
  }

  /**
   * The name of a service, if the list shows it.
   *
   * @param {string} id
   */
  name(id) {
    return this.#card(id)?.querySelector("h2")?.textContent ?? undefined;
  }

  /**
   * Marks the cards of a point of the map.
   *
   * @param {string[]} ids
   */
  mark(ids) {
    for (const old of list.querySelectorAll(".on")) old.classList.remove("on");
    for (const id of ids) this.#card(id)?.classList.add("on");
  }
}

export const answers = new Answers();

/**
 * « 128 services à 20 km de Charleville-Mézières ».
 *
 * @param {Question} question
 * @param {number} total
 */
function heading({ place, rayon_km, thematique, modes }, total) {
  const where = place ? `à ${km(rayon_km)} ${of(place.nom)}` : "dans toute la France";
  if (total) return `${several(total, "service")} ${where}`;
  return thematique || modes.length ? `Aucun service de ce type ${where}` : `Aucun service ${where}`;
}

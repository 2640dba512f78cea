// The list of answers: the sentence that says what is shown, the cards, and what to do when there are none.

import { card, reach } from "./card.js";
import { show } from "../common/dialog.js";
import { byId, h, refill } from "../common/dom.js";
import { inFrench } from "../common/failure.js";
import { several } from "../common/format.js";
import { clearNotice } from "../common/loading.js";
import { addressOf } from "../sheet/address.js";
import { isNothing, toParams } from "./question.js";
import { waysOut } from "./ways.js";
import { welcome } from "./welcome.js";
import { heading } from "./wording.js";

/** @typedef {import("./question.js").Question} Question */
/** @typedef {import("../common/places.js").Chosen} Chosen */
/** @typedef {import("../../pkg/inclusion-atlas.js").AsyncAtlas} AsyncAtlas */
/** @typedef {import("../../pkg/engine.js").ServiceSearchResult} Result */
/** @typedef {{ item: Result, openings: import("../../pkg/engine.js").Openings, zone: string }} Found What a card is made of. */
/** @typedef {{ shown: number, id?: string, offset: number, top: number }} Position Where in the list one is. */
/**
 * @typedef {object} Page
 * @property {import("../common/zones.js").Zones} zones
 * @property {(id: string | undefined) => void} pointAt shows a service on the map
 * @property {(question: Question) => void} ask
 * @property {(href: string) => void} go
 * @property {() => void} grown there are more cards than before
 * @property {() => void} renewed another publication has taken the place of the one that the list is of
 * @property {(types: readonly string[], code: string) => Promise<Chosen | undefined>} find
 */

/** Cards at a time. */
const SHOWN = 20;
/** Cards made without a pause: what a screen shows, then as much as a frame has time for. */
const FIRST = 6;
const BATCH = 4;

const sentence = byId("sentence");
const results = byId("resultats");
const list = byId("list");
const more = /** @type {HTMLButtonElement} */ (byId("more"));
const aside = byId("aside");

/** Frames after which the heights of cards in sight are known. */
const FRAMES = 4;

/** Lets the page breathe. */
const pause = () => new Promise((resolve) => setTimeout(resolve));

class Answers {
  /** @type {Page} */ #page = /** @type {any} */ (undefined);
  /** @type {AsyncAtlas | undefined} */ #atlas;
  #params = {};
  #total = 0;
  /** The publication that the list is of. */
  #publication = 0;
  /** Cards came without long texts. */
  #short = false;
  /** @type {Position | undefined} Where the list is on its way to. */
  #going;
  /** Questions so far: an answer to an older one is not shown. */
  #asked = 0;
  /** Names of links that the list has. */
  #names = new Set();

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
    this.#names.clear();
    refill(list);
    refill(aside);
    more.hidden = true;
  }

  /**
   * Shows the first answers to a question; when nothing is asked, the ways to ask.
   *
   * @param {AsyncAtlas} atlas
   * @param {Question} question
   * @param {Position} [position] where one was in this list
   * @returns the answer, or nothing when another question was asked meanwhile
   */
  async show(atlas, question, position) {
    const mine = ++this.#asked;
    const params = toParams(question);
    const size = isNothing(question) ? 1 : Math.max(SHOWN, position?.shown ?? 0);
    const page = await atlas.searchServices({ ...params, facettes: true, explication: true, page: 1, size });
    const { number } = await atlas.publication();
    const found = isNothing(question) ? undefined : await this.#found(atlas, page.items);
    const ways = page.total || !found ? [] : await waysOut(atlas, question, this.#page.find, this.#page.ask);
    if (mine !== this.#asked) return undefined;
    this.clear();
    const now = this.#asked;
    this.#short = false;
    clearNotice();
    this.#atlas = atlas;
    this.#params = params;
    this.#publication = number;
    results.classList.toggle("welcome", !found);
    if (!found) {
      const { services, structures } = atlas.counts;
      sentence.textContent = `${several(services, "service")} et ${several(structures, "structure")}. Où cherchez-vous ?`;
      aside.append(...welcome(page.facets?.categories ?? {}, this.#page.ask));
      if (!position) toTop();
      return page;
    }
    this.#total = page.total;
    sentence.textContent = heading(question, page.total);
    aside.append(...ways);
    if (!position) toTop();
    await this.#append(found, now);
    if (now !== this.#asked) return undefined;
    if (position) void this.#moveTo(position);
    return page;
  }

  /**
   * What cards are made of.
   *
   * @param {AsyncAtlas} atlas
   * @param {Result[]} items
   * @returns {Promise<Found[]>}
   */
  async #found(atlas, items) {
    const openings = await atlas.openings(items.map(hours), new Date().toISOString());
    return Promise.all(
      items.map(async (item, at) => ({
        item,
        openings: openings[at],
        zone: await this.#page.zones.short(item.service.zone_eligibilite),
      })),
    );
  }

  /**
   * Adds cards to the list, a few at a time.
   *
   * @param {Found[]} found
   * @param {number} mine the question that they answer
   * @returns the first of them
   */
  async #append(found, mine) {
    /** @type {HTMLElement | undefined} */
    let first;
    for (let at = 0; at < found.length;) {
      const batch = found.slice(at, at + (at ? BATCH : FIRST)).map((one) => this.#made(one));
      first ??= batch[0];
      list.append(...batch);
      at += batch.length;
      if (at < found.length) await pause();
      if (mine !== this.#asked) return undefined;
    }
    this.#showMore();
    return first;
  }

  /** @param {Found} found */
  #made({ item, openings, zone }) {
    const { service } = item;
    const atlas = this.#atlas;
    const short = !Object.hasOwn(service, "description");
    this.#short ||= short;
    const whole = short && atlas ? () => atlas.retrieveService(service.id) : undefined;
    return card(item, zone, { openings, unique: (name) => this.#unique(name), whole });
  }

  /** Whether what is printed lacks complements of addresses. */
  get short() {
    return this.#short;
  }

  /** Brings what paper shows and the screen doesn't. */
  async forPaper() {
    const mine = this.#asked;
    const atlas = this.#atlas;
    if (!this.#short || !atlas) return;
    const cards = [...list.children];
    const { items } = await atlas.searchServicesInFull({ ...this.#params, page: 1, size: cards.length });
    const { number } = await atlas.publication();
    if (mine !== this.#asked || number !== this.#publication) return;
    items.forEach(({ service }, at) => {
      const place = cards[at]?.querySelector(".on-paper");
      if (place) place.textContent = reach(service);
    });
    this.#short = false;
  }

  /** @param {string} name */
  #unique(name) {
    let one = name;
    for (let number = 2; this.#names.has(one); number++) one = `${name} (${number})`;
    this.#names.add(one);
    return one;
  }

  #showMore() {
    const left = this.#total - list.childElementCount;
    more.hidden = left <= 0;
    more.textContent = `Afficher ${several(Math.min(left, SHOWN), "service")} de plus`;
  }

  async #more() {
    const mine = this.#asked;
    const atlas = this.#atlas;
    if (!atlas) return;
    try {
      const page = list.childElementCount / SHOWN + 1;
      const { items } = await atlas.searchServices({ ...this.#params, explication: true, page, size: SHOWN });
      const { number } = await atlas.publication();
      const found = await this.#found(atlas, items);
      if (mine !== this.#asked) return;
      if (number !== this.#publication) return this.#page.renewed();
      const first = await this.#append(found, mine);
      first?.querySelector("a")?.focus();
      this.#page.grown();
    } catch (error) {
      show("La suite ne peut pas être affichée", h("p", {}, inFrench(error)));
    }
  }

  /**
   * Where in the list one is: how many cards there are, which one is at the top and where.
   *
   * @returns {Position}
   */
  position() {
    if (this.#going) return this.#going;
    const top = paneTop();
    const cards = /** @type {HTMLElement[]} */ ([...list.children]);
    // They lie one under the other: halving finds the first that reaches into sight.
    let [from, to] = [0, cards.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (cards[middle].getBoundingClientRect().bottom > top) to = middle;
      else from = middle + 1;
    }
    const first = cards[from];
    const offset = first ? Math.round(first.getBoundingClientRect().top - top) : 0;
    return { shown: cards.length, id: first?.dataset.id, offset, top: results.scrollTop || scrollY };
  }

  /** @param {Position} position */
  async #moveTo(position) {
    this.#going = position;
    await this.#settle(position);
    if (this.#going === position) this.#going = undefined;
  }

  /** @param {Position} position */
  async #settle({ id, offset, top }) {
    const item = id ? this.#card(id) : null;
    const scroller = scrolls() ? results : document.scrollingElement;
    if (!scroller) return;
    scroller.scrollTo({ top, behavior: "instant" });
    // Cards have a guessed height until they come near: the one at the top is put there until it stays.
    for (let frame = 0; top && item?.isConnected && frame < FRAMES; frame++) {
      const missed = item.getBoundingClientRect().top - paneTop() - offset;
      scroller.scrollBy({ top: missed, behavior: "instant" });
      await new Promise((resolve) => requestAnimationFrame(resolve));
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
      const found = await this.#found(
        atlas,
        services.map((service) => ({ service, distance: null })),
      );
      const cards = found.map(({ item, openings, zone }) => card(item, zone, { openings, heading: "h3" }));
      show(`${several(cards.length, "service")} à cette adresse`, h("ol", { class: "list" }, ...cards));
    } catch (error) {
      show("Ces services ne peuvent pas être affichés", h("p", {}, inFrench(error)));
    }
  }

  /** @param {string} id */
  #card(id) {
    return /** @type {HTMLElement | null} */ (list.querySelector(`[data-id="${CSS.escape(id)}"]`));
  }

  /**
   * The name of a service, if the list shows it.
   *
   * @param {string} id
   */
  name(id) {
    return this.#card(id)?.dataset.name;
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

/** Whether the list scrolls by itself; on a phone the page does. */
const scrolls = () => getComputedStyle(results).overflowY === "auto";
/** Shows the beginning of the answers to a question that was just asked. */
function toTop() {
  results.scrollTop = 0;
  if (!scrolls() && results.getBoundingClientRect().top < 0)
    results.scrollIntoView({ behavior: "instant", block: "start" });
}
const paneTop = () => (scrolls() ? results.getBoundingClientRect().top : 0);

/** @param {Result} result */
function hours({ service }) {
  const text = (/** @type {unknown} */ value) => (typeof value === "string" ? value : null);
  return {
    horaires_accueil: text(service.horaires_accueil),
    code_insee: text(service.code_insee),
  };
}

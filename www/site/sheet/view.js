// A sheet in place of the search: the ways in, the ways out, and the search as it was left.

import { addressOf, questionOf, recordOf } from "./address.js";
import { showMissing } from "./missing.js";
import { byId } from "../common/dom.js";
import { later } from "../common/later.js";

/** @typedef {import("./address.js").Named} Named */
/**
 * @typedef {object} Context
 * @property {import("../../pkg/inclusion-atlas.js").AsyncAtlas} atlas
 * @property {import("../../pkg/inclusion-atlas.js").Engine} engine
 * @property {import("../common/zones.js").Zones} zones
 * @property {import("../search/question.js").Question} [question] what was asked before the sheet was opened
 * @property {{ label: string, href: string }} back
 * @property {typeof addressOf} addressOf
 */

const place = byId("sheet");
const main = /** @type {HTMLElement} */ (document.querySelector("main:not(#sheet)"));
const search = [/** @type {HTMLElement} */ (document.querySelector(".question")), main];
const skip = /** @type {HTMLAnchorElement} */ (document.querySelector(".skip"));
const results = byId("resultats");

export class SheetView {
  /** @type {string | undefined} The address of the sheet on the screen. */ #shown;
  /** @type {{ page: number, list: number, focus: Element | null, title: string, sentence: string } | undefined} The search as it was left. */
  #left;
  /** @type {Map<string, number>} How far each sheet was read, by its address. */ #read = new Map();
  /** Sheets so far: one that comes after the next was asked for isn't shown. */
  #asked = 0;
  /** A link was followed, or Back or Forward: the focus goes with it. */
  #moved = false;
  #skip = { href: skip.hash, text: skip.textContent };

  /** @param {{ follow(): Promise<void>, site(): string }} page `follow` shows what the address asks */
  constructor(page) {
    this.page = page;
    this.wait();
    document.addEventListener("click", (event) => this.#click(event));
    let here = location.search;
    addEventListener("popstate", () => {
      // A jump within the page.
      if (location.search === here) return;
      this.#leave();
      void page.follow();
    });
    this.here = (/** @type {string} */ now) => (here = now);
  }

  /**
   * Goes to a sheet, or back to the search.
   *
   * @param {string} href relative to the page
   */
  go(href) {
    for (const dialog of document.querySelectorAll("dialog")) dialog.close();
    this.#leave();
    history.pushState(null, "", href);
    void this.page.follow();
  }

  /** The data isn't there yet: its progress is shown alone, where the address names a sheet. */
  wait() {
    this.#toggle(false);
    document.body.classList.toggle("sheet-awaited", recordOf(location.search) !== undefined);
  }

  /**
   * Shows a sheet in place of the search.
   *
   * @param {Named} record
   * @param {Omit<Context, "back" | "addressOf">} known
   */
  async show(record, known) {
    const mine = ++this.#asked;
    const address = location.search;
    const question = questionOf(address);
    const label = !question
      ? "Chercher un service"
      : this.#left?.sentence
        ? `Retour : ${this.#left.sentence}`
        : "Retour aux résultats";
    const context = { ...known, back: { label, href: question || "./" }, addressOf };
    const content = document.createElement("div");
    const { title } = await sheet(content, record, context).catch((error) =>
      showMissing(content, record, error, context),
    );
    if (mine !== this.#asked) return;
    this.here(address);
    this.#shown = address;
    place.replaceChildren(content);
    document.title = `${title} – ${this.page.site()}`;
    this.#toggle(true);
    if (!this.#moved) return;
    this.#moved = false;
    place.querySelector("h1")?.focus({ preventScroll: true });
    scrollTo({ top: this.#read.get(address) ?? 0, behavior: "instant" });
  }

  /** Shows the search again. True when a sheet was there. */
  hide() {
    this.#asked++;
    this.here(location.search);
    const shown = this.#shown !== undefined;
    this.#shown = undefined;
    this.#toggle(false);
    document.body.classList.remove("sheet-awaited");
    place.replaceChildren();
    return shown;
  }

  /** Gives the search back as it was left. */
  restore() {
    const left = this.#left;
    if (!left) return;
    document.title = left.title;
    results.scrollTop = left.list;
    const target = left.focus?.isConnected && left.focus instanceof HTMLElement ? left.focus : results;
    if (this.#moved) target.focus({ preventScroll: true });
    this.#moved = false;
    scrollTo({ top: left.page, behavior: "instant" });
  }

  #leave() {
    this.#moved = true;
    if (this.#shown !== undefined) this.#read.set(this.#shown, scrollY);
    else {
      const { title, activeElement: focus } = document;
      const sentence = byId("sentence").textContent;
      this.#left = { page: scrollY, list: results.scrollTop, focus, title, sentence };
    }
  }

  /** @param {boolean} sheet */
  #toggle(sheet) {
    document.body.classList.toggle("sheet-shown", sheet);
    for (const part of search) part.hidden = sheet;
    place.hidden = !sheet;
    skip.href = sheet ? "#sheet" : this.#skip.href;
    skip.textContent = sheet ? "Aller à la fiche" : this.#skip.text;
  }

  /** @param {MouseEvent} event */
  #click(event) {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    const { button, metaKey, ctrlKey, shiftKey, altKey, defaultPrevented } = event;
    // With a key held a link opens elsewhere, as any does.
    if (!link || defaultPrevented || button || metaKey || ctrlKey || shiftKey || altKey) return;
    const same = link.origin === location.origin && folder(link.pathname) === folder(location.pathname);
    if (!same || link.hash || link.target || link.download) return;
    if (this.#shown === undefined && !recordOf(link.search)) return;
    event.preventDefault();
    this.go(link.search || folder(location.pathname));
  }
}

/**
 * @param {HTMLElement} content
 * @param {Named} record
 * @param {Context} context
 */
async function sheet(content, { kind, id }, context) {
  const { showService, showStructure } = await later(() => import("./sheets.js"));
  return kind === "service" ? showService(content, id, context) : showStructure(content, id, context);
}

/** @param {string} path */
const folder = (path) => path.replace(/index\.html$/, "");

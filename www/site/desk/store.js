// What is kept on this device: services with their records, in an order, with notes.

import { AtlasError } from "../../pkg/errors.js";

/** @typedef {import("../../pkg/engine.js").DetailedService} Service */
/**
 * @typedef {object} Kept
 * @property {Service} service its record on the day of the copy
 * @property {string} depuis when it was kept, ISO 8601
 * @property {string} copie when its record was copied, ISO 8601
 * @property {string} note
 */
/** @typedef {Pick<Storage, "getItem" | "setItem" | "removeItem">} Shelf */

/** The form that is written. Another one is none of ours. */
const VERSION = 1;

/**
 * Every change is written before it counts: what can't be stored is refused with an `AtlasError`, and nothing has changed.
 * Dispatches `change`.
 */
export class Store extends EventTarget {
  #shelf;
  #key;
  /** @type {Kept[]} */ #kept = [];
  #ids = new Set();

  /**
   * @param {() => Shelf} shelf throws where the browser denies it
   * @param {string} key
   */
  constructor(shelf, key) {
    super();
    this.#shelf = shelf;
    this.#key = key;
    this.#read();
  }

  get count() {
    return this.#kept.length;
  }

  /** In the person's order. */
  list() {
    return [...this.#kept];
  }

  /** @param {string} id */
  has(id) {
    return this.#ids.has(id);
  }

  /** @param {string} id */
  get(id) {
    return this.#kept.find(({ service }) => service.id === id);
  }

  /**
   * Keeps a service; of one that is kept already, only the copy is renewed.
   *
   * @param {Service} service
   */
  add(service) {
    const copie = new Date().toISOString();
    this.#change((kept) =>
      kept.some((one) => one.service.id === service.id)
        ? kept.map((one) => (one.service.id === service.id ? { ...one, service, copie } : one))
        : [...kept, { service, depuis: copie, copie, note: "" }],
    );
  }

  /** @param {string} id */
  remove(id) {
    this.#change((kept) => kept.filter(({ service }) => service.id !== id));
  }

  clear() {
    this.#change(() => []);
  }

  /**
   * Puts back what was removed. What has been kept since stays.
   *
   * @param {Kept[]} removed
   * @param {number} at place of the first
   */
  restore(removed, at = 0) {
    this.#change((kept) => {
      const missing = removed.filter((one) => !kept.some(({ service }) => service.id === one.service.id));
      return [...kept.slice(0, at), ...missing, ...kept.slice(at)];
    });
  }

  /**
   * @param {string} id
   * @param {string} text
   */
  note(id, text) {
    this.#change((kept) => kept.map((one) => (one.service.id === id ? { ...one, note: text } : one)));
  }

  /**
   * @param {string} id
   * @param {-1 | 1} step up or down
   */
  move(id, step) {
    this.#change((kept) => {
      const from = kept.findIndex(({ service }) => service.id === id);
      const to = from + step;
      if (from < 0 || to < 0 || to >= kept.length) return kept;
      const moved = [...kept];
      [moved[from], moved[to]] = [moved[to], moved[from]];
      return moved;
    });
  }

  /** Another tab has written. */
  refresh() {
    this.#read();
    this.dispatchEvent(new Event("change"));
  }

  /** What was stored here and can't be read: it waits beside, as it was. */
  get setAside() {
    try {
      return this.#shelf().getItem(this.#asideKey);
    } catch {
      return null;
    }
  }

  /** Throws what was set aside away. */
  forgetAside() {
    this.#shelf().removeItem(this.#asideKey);
    this.dispatchEvent(new Event("change"));
  }

  get #asideKey() {
    return `${this.#key} illisible`;
  }

  #read() {
    /** @type {string | null} */
    let text = null;
    try {
      text = this.#shelf().getItem(this.#key);
    } catch {
      // A denied storage holds nothing; a change will say so.
    }
    const { kept, whole } = parse(text);
    if (text !== null && !whole) this.#putAside(text, kept);
    this.#take(kept);
  }

  /**
   * @param {string} text
   * @param {Kept[]} kept what could be read of it
   */
  #putAside(text, kept) {
    const shelf = this.#shelf();
    const before = shelf.getItem(this.#asideKey);
    try {
      // First away, then back beside: there may be no room for both.
      shelf.removeItem(this.#key);
      shelf.setItem(this.#asideKey, before ? `${before}\n${text}` : text);
      if (kept.length) shelf.setItem(this.#key, written(kept));
    } catch {
      // It stays where it was, and a change will say that there is no room.
      shelf.setItem(this.#key, text);
    }
  }

  /** @param {Kept[]} kept */
  #take(kept) {
    this.#kept = kept;
    this.#ids = new Set(kept.map(({ service }) => service.id));
  }

  /** @param {(kept: Kept[]) => Kept[]} change */
  #change(change) {
    // What another tab has written a moment ago counts.
    this.#read();
    const kept = change(this.#kept);
    let shelf;
    try {
      shelf = this.#shelf();
    } catch {
      throw denied();
    }
    try {
      if (kept.length) shelf.setItem(this.#key, written(kept));
      else shelf.removeItem(this.#key);
    } catch (error) {
      throw error instanceof Error && /quota/i.test(error.name) ? full() : denied();
    }
    this.#take(kept);
    this.dispatchEvent(new Event("change"));
  }
}

/** @param {Kept[]} kept */
const written = (kept) => JSON.stringify({ version: VERSION, services: kept });

/**
 * What a text holds that can be used, and whether that is all of it.
 *
 * @param {string | null} text
 * @returns {{ kept: Kept[], whole: boolean }}
 */
function parse(text) {
  if (text === null) return { kept: [], whole: true };
  try {
    const { version, services } = JSON.parse(text);
    if (version !== VERSION || !Array.isArray(services)) return { kept: [], whole: false };
    const ids = new Set();
    const kept = services.filter((one) => {
      const id = one?.service?.id;
      const texts = typeof id === "string" && typeof one.note === "string";
      const dated = [one?.depuis, one?.copie].every((at) => typeof at === "string" && Date.parse(at));
      if (!texts || !dated || ids.has(id)) return false;
      ids.add(id);
      return true;
    });
    return { kept, whole: kept.length === services.length };
  } catch {
    return { kept: [], whole: false };
  }
}

const denied = () =>
  new AtlasError(
    "load",
    "Votre navigateur ne laisse pas ce site garder quoi que ce soit sur cet appareil. Autorisez le stockage pour ce site, ou quittez la navigation privée.",
  );
const full = () =>
  new AtlasError(
    "load",
    "Il n’y a plus de place sur cet appareil pour ce site. Retirez des services de votre sélection, puis réessayez.",
  );

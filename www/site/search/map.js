// The map: the engine draws it, this moves it and says what it shows.

import { byId, h } from "../common/dom.js";
import { number, of, several } from "../common/format.js";
import { listenToGestures } from "./map-gestures.js";
import { Markers } from "./map-markers.js";
import { METROPOLE, Overseas } from "./map-overseas.js";
import { around, between, fit, project, shown, unproject } from "./mercator.js";
import { toParams } from "./question.js";

/** @typedef {import("./mercator.js").Camera} Camera */
/** @typedef {import("./mercator.js").Box} Box */
/** @typedef {import("./map-gestures.js").Spot} Spot */
/** @typedef {import("../../pkg/engine.js").SearchServicesParams} Params */
/** @typedef {import("../../pkg/engine.js").About} About */
/**
 * @typedef {object} Page
 * @property {(ids: string[]) => void} open
 * @property {(ids: string[]) => void} point
 * @property {(id: string) => string | undefined} name
 * @property {(error: unknown) => void} failed
 * @property {(box: Box) => void} searchHere
 * @property {(point: { lon: number, lat: number }) => void} choosePoint
 * @property {(questions: Params[]) => Promise<(number | null)[]>} totals
 */

/** Colours of the map, and the tokens that hold them where those have another name. */
const COLOURS = /** @type {Record<string, string>} */ ({
  land: "land",
  water: "water",
  border: "border-map",
  label: "label-map",
  accent: "accent",
  accent_ink: "accent-ink",
  mark: "mark",
  surface: "surface",
  ink: "ink",
});
const AREAS = ["epci", "departement", "region"];

const MIN_ZOOM = 3;
const MAX_ZOOM = 17;
/** Milliseconds of a flight, and without a move until the map stands still. */
const FLIGHT = 550;
const STILL = 140;
/** Milliseconds until what the map shows is said: who moves on isn't told of each step. */
const PATIENCE = 700;
/** A zone asked for is a little smaller than the map, so that its limits are seen, px. */
const INSET = 14;

const pane = byId("carte");
const surface = byId("surface");
const calm = matchMedia("(prefers-reduced-motion: reduce)");

export class MapPane {
  #foot = h("div", { class: "map-foot" });
  /** @type {Camera} */ #camera = this.#fit(METROPOLE);
  /** Where « Recentrer » leads. */
  #home = METROPOLE;
  /** Not moved since: a map of another size shows it again whole. */
  #atHome = true;
  #drawing = false;
  #wanted = false;
  /** When it moved last, ms, and what will draw it standing still. */
  #moved = 0;
  #standing = 0;
  #flight = 0;
  #placed = { placed: 0, unplaced: 0 };
  /** @type {Set<string>} Départements whose communes are on their way, or didn't come. */
  #asked = new Set();
  /** @type {string[]} */ #missing = [];
  #saying = 0;
  /** @type {string | undefined} The zone asked for from here: it is where the map is already. */
  #mine;

  /**
   * @param {import("../../pkg/inclusion-atlas.js").AsyncMap} map
   * @param {Page} page
   */
  constructor(map, page) {
    this.map = map;
    this.page = page;
    this.markers = new Markers({
      open: page.open,
      point: page.point,
      name: page.name,
      split: ({ lon, lat }) => this.#fly({ lon, lat, zoom: this.#camera.zoom + 2 }),
    });
    this.overseas = new Overseas((box) => this.#fly(this.#fit(box)));
    this.#furnish();
    this.#colours();
    for (const query of ["(prefers-color-scheme: dark)", "(forced-colors: active)"])
      matchMedia(query).addEventListener("change", () => this.#colours());
    new ResizeObserver(() => {
      // A sheet has taken the place of the search.
      if (!this.#size.width) return this.#whole && this.#toggleWhole();
      if (this.#atHome) this.#goHome(true);
      else this.#redraw();
    }).observe(surface);
    listenToGestures(surface, {
      pan: (right, down) => this.#pan(right, down),
      zoom: (by, at) => this.#look(this.#zoomed(by, at)),
      step: (by, at) => this.#fly(this.#zoomed(by, at)),
      home: () => this.#goHome(),
      ask: (at) => this.#askAt(at),
      walk: (step) => this.markers.walk(step),
    });
    byId("in").addEventListener("click", () => this.#fly(this.#zoomed(1)));
    byId("out").addEventListener("click", () => this.#fly(this.#zoomed(-1)));
    byId("back").addEventListener("click", () => this.#goHome());
  }

  /**
   * The camera that shows a box above what lies at the foot.
   *
   * @param {Box} box
   */
  #fit(box) {
    const { width, height } = this.#size;
    const foot = Math.min(this.#foot.offsetHeight, height / 3);
    const { lon, lat, zoom } = fit(box, { width, height: height - foot });
    const { x, y } = project(lon, lat, zoom);
    return { ...unproject(x, y + foot / 2, zoom), zoom };
  }

  get #size() {
    return { width: surface.clientWidth, height: surface.clientHeight };
  }

  /**
   * Shows all that a question finds, and its limits; without one, all there is.
   *
   * @param {import("./question.js").Question} [question]
   */
  async show(question) {
    /** @type {any} */
    const { place, bbox, rayon_km } = question ?? {};
    /** @type {Params} */
    const params = question ? toParams(question) : {};
    const area = AREAS.includes(place?.type) ? { type: place.type, code: place.code } : undefined;
    /** @type {About} */
    const about = { place: area ? undefined : place?.nom, frame: bbox, area };
    this.#placed = await this.map.setSearch(params, about);
    const known = place && Number.isFinite(place.lon);
    const home = bbox ?? place?.bbox ?? (known ? around(place, rayon_km) : METROPOLE);
    const same = String(home) === String(this.#home);
    this.#home = home;
    // Other filters in the same place don't move the map, nor does a zone that was asked for from here.
    if (String(bbox) === this.#mine) this.#here.hidden = true;
    else if (!same || this.#atHome) this.#goHome(true);
    this.#mine = undefined;
    this.#redraw();
    this.overseas.count(params, this.page.totals).catch(this.page.failed);
  }

  /** Takes away what was found: nothing is known of what is asked now. */
  async clear() {
    this.#placed = await this.map.setSearch();
    this.#redraw();
  }

  /** @param {string | undefined} id of the service to point at */
  highlight(id) {
    this.map.setHighlight(id).then(() => this.#redraw(), this.page.failed);
  }

  // ---------------------------------------------------------------- what lies around the drawing

  #here = h(
    "div",
    { class: "map-here", hidden: true },
    h(
      "button",
      { type: "button", class: "button", onclick: () => this.#searchHere() },
      "Chercher dans cette zone",
    ),
    h(
      "button",
      {
        type: "button",
        class: "button quiet",
        onclick: () => this.page.choosePoint(rounded(this.#camera)),
      },
      "Chercher autour du centre",
      h("span", { class: "aloud" }, " de la carte"),
    ),
  );
  #cross = h("span", { class: "map-cross", "aria-hidden": "true" });
  #menu = h("div", { class: "map-menu", role: "group", "aria-label": "Ce point de la carte", hidden: true });
  #says = h("p", { class: "map-says", "aria-live": "off" });
  #notice = h("p", { class: "map-notice", role: "status" });
  #toggle = h("button", {
    type: "button",
    class: "button primary map-toggle",
    onclick: () => this.#toggleWhole(),
  });

  #furnish() {
    surface.append(this.#cross);
    surface.after(this.#here, this.#menu);
    this.#foot.append(this.#notice, this.#says, byId("insets"));
    pane.append(this.#foot);
    pane.after(this.#toggle);
    this.#nameToggle();
    // The sentence is spoken to who is on the map; elsewhere the list's own says enough.
    pane.addEventListener("focusin", () => this.#says.setAttribute("aria-live", "polite"));
    pane.addEventListener("focusout", () => this.#says.setAttribute("aria-live", "off"));
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      if (!this.#menu.hidden) {
        this.#closeMenu();
        surface.focus({ preventScroll: true });
      } else if (this.#whole) this.#toggleWhole();
    });
    matchMedia("(max-width: 760px)").addEventListener("change", () => this.#whole && this.#toggleWhole());
    surface.addEventListener("pointerdown", () => this.#closeMenu());
  }

  get #whole() {
    return document.body.classList.contains("map-whole");
  }

  /**
   * On a narrow screen: the map alone, or the list again. What lies behind the map can't be reached meanwhile; what opens
   * over it can.
   */
  #toggleWhole() {
    const whole = document.body.classList.toggle("map-whole");
    const main = pane.parentElement;
    for (const element of [...document.body.children, ...(main?.children ?? [])]) {
      if (!(element instanceof HTMLElement) || [main, pane, this.#toggle].includes(element)) continue;
      element.inert = whole && !element.hidden && !(element instanceof HTMLDialogElement);
    }
    this.#nameToggle();
    if (this.#size.width) this.#toggle.focus({ preventScroll: true });
  }

  #nameToggle() {
    this.#toggle.textContent = this.#whole ? "Liste" : "Carte";
  }

  #searchHere() {
    const box = /** @type {Box} */ (
      shown(this.#camera, this.#size, INSET).map((side) => Math.round(side * 1e4) / 1e4)
    );
    this.#mine = String(box);
    surface.focus({ preventScroll: true });
    this.#here.hidden = true;
    this.page.searchHere(box);
  }

  /**
   * Offers to search around a spot.
   *
   * @param {Spot} at
   */
  #askAt({ x, y }) {
    const point = rounded(this.#at({ x, y }));
    const choose = () => {
      this.#closeMenu();
      surface.focus({ preventScroll: true });
      this.page.choosePoint(point);
    };
    const button = h(
      "button",
      { type: "button", class: "button", onclick: choose },
      "Chercher autour de ce point",
    );
    this.#menu.replaceChildren(button);
    const { width, height } = this.#size;
    this.#menu.style.left = `${Math.min(Math.max(x, 120), width - 120)}px`;
    this.#menu.style.top = `${Math.min(y, height - 60)}px`;
    this.#menu.hidden = false;
    button.focus({ preventScroll: true });
  }

  #closeMenu() {
    this.#menu.hidden = true;
  }

  #colours() {
    // Colours as the browser computes them, whatever they are written as: forced ones have names.
    const probe = h("i", { hidden: true });
    pane.append(probe);
    const hex = (/** @type {string} */ token) => {
      probe.style.color = `var(--${token})`;
      const channels = getComputedStyle(probe).color.match(/\d+/g) ?? [];
      return `#${channels
        .slice(0, 3)
        .map((value) => Number(value).toString(16).padStart(2, "0"))
        .join("")}`;
    };
    const palette = Object.fromEntries(Object.entries(COLOURS).map(([name, token]) => [name, hex(token)]));
    probe.remove();
    this.map.setPalette(palette).then(() => this.#redraw(), this.page.failed);
  }

  // ---------------------------------------------------------------- moving

  /** @param {boolean} [still] at once */
  #goHome(still) {
    const camera = this.#fit(this.#home);
    if (still) this.#jump(camera);
    else this.#fly(camera);
    this.#atHome = true;
    this.#here.hidden = true;
  }

  /** @param {Camera} camera */
  #set({ lon, lat, zoom }) {
    const wrapped = ((((lon + 180) % 360) + 360) % 360) - 180;
    this.#camera = {
      lon: wrapped,
      lat: Math.min(84, Math.max(-84, lat)),
      zoom: Math.min(MAX_ZOOM, Math.max(MIN_ZOOM, zoom)),
    };
  }

  /**
   * Another view at once.
   *
   * @param {Camera} camera
   */
  #jump(camera) {
    cancelAnimationFrame(this.#flight);
    this.#set(camera);
    this.#redraw();
  }

  /**
   * A step of a movement: others will follow.
   *
   * @param {Camera} camera
   */
  #look(camera) {
    cancelAnimationFrame(this.#flight);
    this.#leave();
    this.#set(camera);
    this.#moved = performance.now();
    this.markers.follow(this.#camera, this.#size);
    this.#redraw();
  }

  /** Moved by somebody: what is seen is no longer what was searched. */
  #leave() {
    this.#atHome = false;
    this.#here.hidden = false;
    this.#closeMenu();
  }

  /**
   * A short flight to another view; a jump for who wants no motion.
   *
   * @param {Camera} to
   */
  #fly(to) {
    this.#leave();
    if (calm.matches || document.hidden) return this.#jump(to);
    cancelAnimationFrame(this.#flight);
    const from = this.#camera;
    const size = this.#size;
    const start = performance.now();
    const step = (/** @type {number} */ now) => {
      const share = Math.min(1, Math.max(0, (now - start) / FLIGHT));
      this.#set(between(from, to, size, share));
      this.#moved = now;
      this.markers.follow(this.#camera, size);
      this.#redraw();
      if (share < 1) this.#flight = requestAnimationFrame(step);
    };
    this.#flight = requestAnimationFrame(step);
  }

  /**
   * @param {number} right px
   * @param {number} down px
   */
  #pan(right, down) {
    const { lon, lat, zoom } = this.#camera;
    const { x, y } = project(lon, lat, zoom);
    this.#look({ ...unproject(x + right, y + down, zoom), zoom });
  }

  /**
   * The point at a spot.
   *
   * @param {Spot} spot
   */
  #at(spot) {
    const { lon, lat, zoom } = this.#camera;
    const { width, height } = this.#size;
    const { x, y } = project(lon, lat, zoom);
    return unproject(x + spot.x - width / 2, y + spot.y - height / 2, zoom);
  }

  /**
   * @param {number} by levels
   * @param {Spot} [at] which stays where it is; the middle unless given
   */
  #zoomed(by, at) {
    const { width, height } = this.#size;
    const [right, down] = at ? [at.x - width / 2, at.y - height / 2] : [0, 0];
    const next = Math.min(MAX_ZOOM, Math.max(MIN_ZOOM, this.#camera.zoom + by));
    const fixed = this.#at({ x: right + width / 2, y: down + height / 2 });
    const moved = project(fixed.lon, fixed.lat, next);
    return { ...unproject(moved.x - right, moved.y - down, next), zoom: next };
  }

  // ---------------------------------------------------------------- drawing

  /** Draws soon: once, however often it is asked, and never two frames at a time. */
  #redraw() {
    if (this.#wanted) return;
    this.#wanted = true;
    requestAnimationFrame(() => void this.#draw());
  }

  async #draw() {
    if (this.#drawing) return;
    this.#drawing = true;
    this.#wanted = false;
    const size = this.#size;
    const camera = this.#camera;
    try {
      if (size.width && size.height) {
        const moving = performance.now() - this.#moved < STILL;
        const ratio = Math.min(devicePixelRatio || 1, 3);
        clearTimeout(this.#standing);
        if (moving) this.#standing = window.setTimeout(() => this.#redraw(), STILL + 10);
        const description = await this.map.draw({ ...camera, ...size, ratio }, moving);
        if (description) this.#describe(description, camera);
      }
    } catch (error) {
      this.page.failed(error);
    } finally {
      this.#drawing = false;
      if (this.#wanted) requestAnimationFrame(() => void this.#draw());
    }
  }

  /**
   * @param {import("../../pkg/engine.js").Description} description
   * @param {Camera} camera
   */
  #describe({ markers, wanted, near }, camera) {
    const seen = this.markers.lay(markers, camera, this.#size);
    if (camera !== this.#camera) this.markers.follow(this.#camera, this.#size);
    const { placed, unplaced } = this.#placed;
    // Where it is goes without saying for who sees it.
    const where = h("span", { class: "aloud" }, near ? `, près ${of(near)}` : "");
    const text = !placed
      ? ["Aucun service à montrer sur la carte"]
      : !seen
        ? ["Aucun service dans cette partie de la carte", where]
        : seen === placed
          ? [`${several(placed, "service")} sur la carte`, where]
          : [`${several(seen, "service")} en vue sur ${number(placed)}`, where];
    const sentence = h("span", {}, ...text, unplaced ? `\u00a0; ${number(unplaced)} sans lieu précis.` : ".");
    clearTimeout(this.#saying);
    this.#saying = window.setTimeout(() => {
      if (this.#says.textContent !== sentence.textContent) this.#says.replaceChildren(sentence);
    }, PATIENCE);
    for (const departement of wanted) void this.#read(departement);
  }

  /** @param {string} departement whose communes are drawn once they are here */
  async #read(departement) {
    if (this.#asked.has(departement)) return;
    this.#asked.add(departement);
    try {
      await this.map.readCommunes(departement);
      this.#redraw();
    } catch {
      // The map is complete without: it says so where it is seen, and nothing else stops.
      this.#missing.push(departement);
      this.#notice.replaceChildren(
        "Les limites de certaines communes n’ont pas pu être chargées. ",
        h("button", { type: "button", class: "link", onclick: () => this.#readAgain() }, "Réessayer"),
      );
    }
  }

  #readAgain() {
    for (const departement of this.#missing) this.#asked.delete(departement);
    this.#missing = [];
    this.#notice.replaceChildren();
    surface.focus({ preventScroll: true });
    this.#redraw();
  }
}

/**
 * A point to a metre.
 *
 * @param {{ lon: number, lat: number }} point
 */
function rounded({ lon, lat }) {
  return { lon: Math.round(lon * 1e5) / 1e5, lat: Math.round(lat * 1e5) / 1e5 };
}

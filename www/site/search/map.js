// The map: the engine draws it, this moves it.
//
// Over the drawing lie real buttons, one a marker, so that a point can be reached and read without seeing or pointing.

import { byId, h } from "../common/dom.js";
import { several } from "../common/format.js";
import { toParams } from "./question.js";
import { around, project, unproject } from "./mercator.js";

/** @typedef {import("../../pkg/engine.js").Marker} Marker */
/** @typedef {import("./mercator.js").Camera} Camera */
/** @typedef {{ lon: number, lat: number, km: number }} Area A centre and how far around it. */

const COLOURS = /** @type {const} */ ([
  "land",
  "water",
  "border",
  "label",
  "accent",
  "accent_ink",
  "mark",
  "surface",
  "ink",
]);
/** Tokens that have another name on the map. */
const TOKENS = /** @type {Record<string, string>} */ ({
  border: "border-map",
  label: "label-map",
  accent_ink: "accent-ink",
});

/** Views one tap away: a centre and how far around it, km. */
const VIEWS = [
  { nom: "Métropole", lon: 2.4, lat: 46.5, km: 520 },
  { nom: "Guadeloupe", lon: -61.4, lat: 16.2, km: 50 },
  { nom: "Martinique", lon: -61.02, lat: 14.65, km: 40 },
  { nom: "Guyane", lon: -53.1, lat: 4, km: 240 },
  { nom: "La Réunion", lon: 55.53, lat: -21.13, km: 42 },
  { nom: "Mayotte", lon: 45.15, lat: -12.82, km: 28 },
];
const [METROPOLE] = VIEWS;

const MIN_ZOOM = 3;
const MAX_ZOOM = 17;
/** Pixels that a key moves the map by, and that a finger may tremble. */
const STRIDE = 80;
const TREMBLE = 5;
/** Buttons over the drawing. More could neither be seen nor walked through. */
const BUTTONS = 150;
/** A button's least size, px. */
const TARGET = 24;

const surface = byId("surface");
const markers = byId("markers");

export class MapPane {
  /** @type {Camera} */ #camera = this.#fit(METROPOLE);
  /** @type {Area} Where « Recentrer » leads. */ #home = METROPOLE;
  /** Not moved since: a map of another size shows it again whole. */
  #atHome = true;
  #drawing = false;
  #wanted = false;
  /** @type {Marker[]} */ #markers = [];
  /** @type {Map<string, { button: HTMLButtonElement, marker: Marker }>} By what they stand for. */
  #buttons = new Map();
  /** @type {{ key: string, marker: Marker } | undefined} The one in the tab order. */
  #current;

  /**
   * @param {import("../../pkg/inclusion-atlas.js").AsyncMap} map
   * @param {{ open(ids: string[]): void, point(ids: string[]): void, name(id: string): string | undefined, failed(error: unknown): void }} page
   */
  constructor(map, page) {
    this.map = map;
    this.page = page;
    this.#colours();
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.#colours());
    new ResizeObserver(() => (this.#atHome ? this.#goHome() : this.#redraw())).observe(surface);
    this.#listen();
    this.#listenToMarkers();
    byId("insets").append(
      ...VIEWS.map((view) =>
        h("button", { type: "button", onclick: () => this.#look(this.#fit(view)) }, view.nom),
      ),
    );
    byId("in").addEventListener("click", () => this.#zoom(1));
    byId("out").addEventListener("click", () => this.#zoom(-1));
    byId("back").addEventListener("click", () => this.#goHome());
  }

  /**
   * Shows all that a question finds, and its circle when it has a place; without one, all there is.
   *
   * @param {import("./question.js").Question} [question]
   */
  async show(question) {
    const place = question?.place;
    await this.map.setSearch(question ? toParams(question) : {}, place?.nom);
    const known = place && Number.isFinite(place.lon);
    this.#home = known ? { lon: place.lon, lat: place.lat, km: question.rayon_km } : METROPOLE;
    this.#goHome();
  }

  /** @param {string | undefined} id of the service to point at */
  highlight(id) {
    this.map.setHighlight(id).then(() => this.#redraw(), this.page.failed);
  }

  /** @param {Area} area */
  #fit({ lon, lat, km }) {
    return around({ lon, lat }, km, Math.min(surface.clientWidth, surface.clientHeight));
  }

  #goHome() {
    this.#look(this.#fit(this.#home));
    this.#atHome = true;
  }

  #colours() {
    const style = getComputedStyle(document.documentElement);
    const colour = (/** @type {string} */ name) => style.getPropertyValue(`--${TOKENS[name] ?? name}`).trim();
    const palette = Object.fromEntries(COLOURS.map((name) => [name, colour(name)]));
    this.map.setPalette(palette).then(() => this.#redraw(), this.page.failed);
  }

  /** @param {Camera} camera */
  #look({ lon, lat, zoom }) {
    const wrapped = ((((lon + 180) % 360) + 360) % 360) - 180;
    this.#atHome = false;
    this.#camera = {
      lon: wrapped,
      lat: Math.min(84, Math.max(-84, lat)),
      zoom: Math.min(MAX_ZOOM, Math.max(MIN_ZOOM, zoom)),
    };
    this.#redraw();
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
   * @param {number} by levels
   * @param {{ x: number, y: number }} [at] px of the map, which stay where they are; its middle unless given
   */
  #zoom(by, at) {
    const { clientWidth: width, clientHeight: height } = surface;
    const [right, down] = at ? [at.x - width / 2, at.y - height / 2] : [0, 0];
    const { lon, lat, zoom } = this.#camera;
    const next = Math.min(MAX_ZOOM, Math.max(MIN_ZOOM, zoom + by));
    const { x, y } = project(lon, lat, zoom);
    const fixed = unproject(x + right, y + down, zoom);
    const moved = project(fixed.lon, fixed.lat, next);
    this.#look({
      ...unproject(moved.x - right, moved.y - down, next),
      zoom: next,
    });
  }

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
    const { clientWidth: width, clientHeight: height } = surface;
    try {
      if (width && height) {
        const ratio = Math.min(devicePixelRatio || 1, 3);
        this.#markers = await this.map.draw({
          ...this.#camera,
          width,
          height,
          ratio,
        });
        this.#place();
      }
    } catch (error) {
      this.page.failed(error);
    } finally {
      this.#drawing = false;
      if (this.#wanted) requestAnimationFrame(() => void this.#draw());
    }
  }

  /** Lays a button over each marker in sight. One of them is in the tab order: arrows lead to the others. */
  #place() {
    const { clientWidth: width, clientHeight: height } = surface;
    const seen = this.#markers
      .filter(({ x, y }) => x >= 0 && y >= 0 && x <= width && y <= height)
      .slice(0, BUTTONS)
      .sort((a, b) => a.y - b.y || a.x - b.x);
    const focused = markers.contains(document.activeElement);
    const before = this.#buttons;
    this.#buttons = new Map();
    for (const marker of seen) {
      const key = marker.service_ids?.join() ?? `${marker.lon},${marker.lat},${marker.count}`;
      // What stays keeps its button, or a click that began on it would be lost.
      const button = before.get(key)?.button ?? h("button", { type: "button" });
      this.#lay(button, marker);
      this.#buttons.set(key, { button, marker });
    }
    const buttons = [...this.#buttons.values()].map(({ button }) => button);
    if (
      buttons.length !== markers.childElementCount ||
      buttons.some((button, at) => button !== markers.children[at])
    ) {
      markers.replaceChildren(...buttons);
    }
    const kept = this.#buttons.get(this.#current?.key ?? "")?.button ?? this.#nearest();
    this.#enter(kept);
    if (focused && document.activeElement !== kept) (kept ?? surface).focus({ preventScroll: true });
  }

  /**
   * @param {HTMLButtonElement} button
   * @param {Marker} marker
   */
  #lay(button, { x, y, r, count, service_ids: ids }) {
    const name = ids?.length === 1 ? this.page.name(ids[0]) : undefined;
    const does = !ids ? "zoomer" : count > 1 ? "voir la liste" : "voir la fiche";
    button.setAttribute("aria-label", `${name ?? several(count, "service")}, ${does}`);
    const size = `${Math.max(TARGET, 2 * r)}px`;
    Object.assign(button.style, { left: `${x}px`, top: `${y}px`, width: size, height: size });
  }

  /** The button that is nearest to where the one in the tab order was, for a cluster that has been split. */
  #nearest() {
    const from = this.#current?.marker;
    const far = (/** @type {Marker} */ { lon, lat }) =>
      from ? Math.hypot(lon - from.lon, lat - from.lat) : 0;
    const [first] = [...this.#buttons.values()].sort((a, b) => far(a.marker) - far(b.marker));
    return first?.button;
  }

  /**
   * Makes a button the one in the tab order.
   *
   * @param {HTMLButtonElement | undefined} entry
   */
  #enter(entry) {
    for (const [key, { button, marker }] of this.#buttons) {
      button.tabIndex = button === entry ? 0 : -1;
      if (button === entry) this.#current = { key, marker };
    }
  }

  /** @param {EventTarget | null} target */
  #markerOf(target) {
    for (const { button, marker } of this.#buttons.values()) if (button === target) return marker;
    return undefined;
  }

  #listenToMarkers() {
    markers.addEventListener("click", ({ target }) => {
      const marker = this.#markerOf(target);
      if (marker?.service_ids) this.page.open(marker.service_ids);
      else if (marker) this.#look({ ...marker, zoom: this.#camera.zoom + 2 });
    });
    for (const type of ["pointerover", "focusin"]) {
      markers.addEventListener(type, ({ target }) =>
        this.page.point(this.#markerOf(target)?.service_ids ?? []),
      );
    }
    for (const type of ["pointerout", "focusout"]) markers.addEventListener(type, () => this.page.point([]));
    markers.addEventListener("focusin", ({ target }) => {
      if (target instanceof HTMLButtonElement) this.#enter(target);
    });
  }

  #listen() {
    /** @type {Map<number, { x: number, y: number }>} */
    const fingers = new Map();
    let moved = false;
    let lastTap = 0;
    let touched = false;
    const at = (/** @type {MouseEvent} */ event) => {
      const box = surface.getBoundingClientRect();
      return { x: event.clientX - box.left, y: event.clientY - box.top };
    };
    const spread = () => {
      const [a, b] = [...fingers.values()];
      return {
        middle: { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 },
        length: Math.hypot(a.x - b.x, a.y - b.y),
      };
    };
    surface.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      if (!fingers.size) moved = false;
      touched = event.pointerType !== "mouse";
      fingers.set(event.pointerId, at(event));
    });
    surface.addEventListener("pointermove", (event) => {
      const before = fingers.get(event.pointerId);
      if (!before || fingers.size > 2) return;
      const now = at(event);
      if (!moved && Math.hypot(now.x - before.x, now.y - before.y) < TREMBLE) return;
      if (!moved) {
        moved = true;
        surface.setPointerCapture(event.pointerId);
        surface.classList.add("moving");
      }
      const pinch = fingers.size === 2 ? spread() : undefined;
      fingers.set(event.pointerId, now);
      if (!pinch) return this.#pan(before.x - now.x, before.y - now.y);
      const { middle, length } = spread();
      this.#pan(pinch.middle.x - middle.x, pinch.middle.y - middle.y);
      if (pinch.length && length) this.#zoom(Math.log2(length / pinch.length), middle);
    });
    const up = (/** @type {PointerEvent} */ event) => {
      if (!fingers.delete(event.pointerId) || fingers.size) return;
      surface.classList.remove("moving");
      if (moved || event.type !== "pointerup" || event.target instanceof HTMLButtonElement) return;
      // Two taps of a finger; a mouse has its own double click.
      if (touched && event.timeStamp - lastTap < 350) this.#zoom(1, at(event));
      lastTap = event.timeStamp;
    };
    surface.addEventListener("pointerup", up);
    surface.addEventListener("pointercancel", up);
    // A drag that ends on a marker isn't a click on it; a key that presses one (detail 0) is.
    const stop = (/** @type {MouseEvent} */ event) => moved && event.detail && event.stopPropagation();
    surface.addEventListener("click", stop, { capture: true });
    surface.addEventListener("dblclick", (event) => {
      if (!(event.target instanceof HTMLButtonElement) && !touched) this.#zoom(1, at(event));
    });
    surface.addEventListener(
      "wheel",
      (event) => {
        event.preventDefault();
        const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 20 : 1;
        this.#zoom(Math.max(-1, Math.min(1, (-event.deltaY * lines) / 250)), at(event));
      },
      { passive: false },
    );
    surface.addEventListener("keydown", (event) => this.#key(event));
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const arrows = /** @type {Record<string, [number, number]>} */ ({
      ArrowLeft: [-1, 0],
      ArrowRight: [1, 0],
      ArrowUp: [0, -1],
      ArrowDown: [0, 1],
    });
    const arrow = arrows[event.key];
    if (arrow && event.target !== surface) this.#walk(arrow[0] + arrow[1]);
    else if (arrow) this.#pan(arrow[0] * STRIDE, arrow[1] * STRIDE);
    else if (event.key === "+" || event.key === "=") this.#zoom(1);
    else if (event.key === "-") this.#zoom(-1);
    else if (event.key === "0") this.#goHome();
    else return;
    event.preventDefault();
  }

  /** @param {number} step to the next button, or to the one before */
  #walk(step) {
    const buttons = /** @type {HTMLElement[]} */ ([...markers.children]);
    const now = buttons.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    const next = buttons[(now + step + buttons.length) % buttons.length];
    next?.focus({ preventScroll: true });
  }
}

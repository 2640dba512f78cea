// Real buttons over the drawing, one a marker, so that a point can be reached and read without seeing or pointing.

import { byId, h } from "../common/dom.js";
import { several } from "../common/format.js";
import { shift } from "./mercator.js";

/** @typedef {import("../../pkg/engine.js").Marker} Marker */
/** @typedef {import("./mercator.js").Camera} Camera */
/** @typedef {import("./mercator.js").Size} Size */
/** @typedef {{ open(ids: string[]): void, point(ids: string[]): void, name(id: string): string | undefined, split(marker: Marker): void }} Deeds */

/** Buttons over the drawing. More could neither be seen nor walked through. */
const BUTTONS = 150;
/** A button's least size, px. */
const TARGET = 24;

export class Markers {
  #layer = byId("markers");
  /** @type {Map<string, { button: HTMLButtonElement, marker: Marker }>} By what they stand for. */
  #buttons = new Map();
  /** @type {{ key: string, marker: Marker } | undefined} The one in the tab order. */
  #current;
  /** @type {Camera | undefined} For which they have been laid. */
  #laid;

  /** @param {Deeds} deeds */
  constructor(deeds) {
    this.deeds = deeds;
    const layer = this.#layer;
    layer.addEventListener("click", ({ target }) => {
      const marker = this.#markerOf(target);
      if (marker?.service_ids) deeds.open(marker.service_ids);
      else if (marker) deeds.split(marker);
    });
    for (const type of ["pointerover", "focusin"]) {
      layer.addEventListener(type, ({ target }) => deeds.point(this.#markerOf(target)?.service_ids ?? []));
    }
    for (const type of ["pointerout", "focusout"]) layer.addEventListener(type, () => deeds.point([]));
    layer.addEventListener("focusin", ({ target }) => {
      if (target instanceof HTMLButtonElement) this.#enter(target);
    });
  }

  /**
   * Lays a button over each marker in sight. One of them is in the tab order: arrows lead to the others.
   *
   * @param {Marker[]} markers
   * @param {Camera} camera
   * @param {Size} size
   * @returns {number} of services in sight
   */
  lay(markers, camera, { width, height }) {
    const seen = markers.filter(({ x, y }) => x >= 0 && y >= 0 && x <= width && y <= height);
    const first = seen.slice(0, BUTTONS).sort((a, b) => a.y - b.y || a.x - b.x);
    const layer = this.#layer;
    const focused = layer.contains(document.activeElement);
    const before = this.#buttons;
    this.#laid = camera;
    layer.style.transform = "";
    this.#buttons = new Map();
    for (const marker of first) {
      const key = marker.service_ids?.join() ?? `${marker.lon},${marker.lat},${marker.count}`;
      // What stays keeps its button, or a click that began on it would be lost.
      const button = before.get(key)?.button ?? h("button", { type: "button" });
      this.#place(button, marker);
      this.#buttons.set(key, { button, marker });
    }
    const buttons = [...this.#buttons.values()].map(({ button }) => button);
    if (
      buttons.length !== layer.childElementCount ||
      buttons.some((button, at) => button !== layer.children[at])
    ) {
      layer.replaceChildren(...buttons);
    }
    const kept = this.#buttons.get(this.#current?.key ?? "")?.button ?? this.#nearest();
    this.#enter(kept);
    if (focused && document.activeElement !== kept) (kept ?? byId("surface")).focus({ preventScroll: true });
    return seen.reduce((sum, { count }) => sum + count, 0);
  }

  /**
   * Moves all of them at once with the map, until they are laid anew.
   *
   * @param {Camera} camera
   * @param {Size} size
   */
  follow(camera, size) {
    if (!this.#laid) return;
    const { x, y, scale } = shift(this.#laid, camera, size);
    this.#layer.style.transform = `translate(${x}px, ${y}px) scale(${scale})`;
  }

  /** @param {number} step to the next button, or to the one before */
  walk(step) {
    const buttons = /** @type {HTMLElement[]} */ ([...this.#layer.children]);
    const now = buttons.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    const next = buttons[(now + step + buttons.length) % buttons.length];
    next?.focus({ preventScroll: true });
  }

  /**
   * @param {HTMLButtonElement} button
   * @param {Marker} marker
   */
  #place(button, { x, y, r, count, service_ids: ids }) {
    const name = ids?.length === 1 ? this.deeds.name(ids[0]) : undefined;
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
}

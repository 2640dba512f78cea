// The map of a search: a module of its own, which draws what an atlas has found.

import { onDemand } from "./instantiating.js";

const load = onDemand(
  () => import("./wasm/map.js"),
  "La carte n’a pas pu être chargée. Vérifiez votre connexion, puis réessayez. La liste reste complète.",
);

/**
 * A map on a canvas.
 *
 * @param {Uint8Array} outlines of `outlines.bin`
 * @param {OffscreenCanvas | HTMLCanvasElement} canvas
 */
export async function openMap(outlines, canvas) {
  const { MapView } = await load();
  return new SearchMap(new MapView(outlines, canvas));
}

export class SearchMap {
  #drawing;
  /** @type {import("./engine.js").OnMap | undefined} what is shown */ #shown;

  /** @param {import("./wasm/map.js").MapView} drawing */
  constructor(drawing) {
    this.#drawing = drawing;
  }

  /** @param {Record<string, string>} colours */
  setPalette(colours) {
    this.#drawing.setPalette(colours);
  }

  /**
   * Shows every service that a search finds, and its limits.
   *
   * @param {import("./engine.js").Atlas} atlas
   * @param {object} params
   * @param {import("./engine.js").About} [about]
   */
  setSearch(atlas, params, about = {}) {
    const found = atlas.onMap(params, about.area);
    if (!this.#shown?.isOfSame(found)) this.#drawing.setPlaces(found.places());
    this.#shown?.free();
    this.#shown = found;
    const { place, radius_km, area } = found.limits;
    return this.#drawing.setSearch(found.found, {
      place,
      nom: about.place,
      radius_km,
      frame: about.frame,
      area,
    });
  }

  /** Shows no search, and keeps nothing of the data. */
  clearSearch() {
    this.#drawing.clearSearch();
    this.#shown?.free();
    this.#shown = undefined;
  }

  /** @param {string} [id] of a service of the search; none is pointed at without */
  setHighlight(id) {
    const shown = this.#shown;
    const numbers = shown && id !== undefined ? [...shown.numbers(id)] : [];
    if (!numbers.some((number) => this.#drawing.setHighlight(number, shown?.nom(number)))) {
      this.#drawing.setHighlight();
    }
  }

  /**
   * @param {string} departement
   * @param {Uint8Array} bytes of `communes/<département>.bin`
   */
  readCommunes(departement, bytes) {
    this.#drawing.readCommunes(departement, bytes);
  }

  /** @param {import("./engine.js").View} view */
  draw(view) {
    this.#drawing.draw(view);
  }

  /**
   * What a view shows.
   *
   * @param {import("./engine.js").View} view
   * @returns {import("./engine.js").Description}
   */
  describe(view) {
    const { markers, ...rest } = this.#drawing.describe(view);
    // All ids in one call: there may be a marker for every address of a town.
    const ids = this.#shown?.ids(Uint32Array.from(markers.flatMap(({ members }) => members ?? []))) ?? [];
    let at = 0;
    return {
      ...rest,
      markers: markers.map(({ members, ...marker }) =>
        members ? { ...marker, service_ids: ids.slice(at, (at += members.length)) } : marker,
      ),
    };
  }

  free() {
    this.#shown?.free();
    this.#drawing.free();
  }
}

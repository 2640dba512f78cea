// Stands for the module that wasm-bindgen makes in dist/pkg/wasm/, so that www/pkg/map.js can be checked.

import type { Description, Marker, OnMap, Placed, View } from "../../../../www/pkg/engine.js";

type Drawn = Omit<Marker, "service_ids"> & { members?: number[] };
type About = OnMap["limits"] & { nom?: string; frame?: [number, number, number, number] };
export default function init(input?: { module_or_path: any }): Promise<unknown>;
export class MapView {
  constructor(outlines: Uint8Array, canvas: OffscreenCanvas | HTMLCanvasElement);
  setPalette(colours: Record<string, string>): void;
  setPlaces(places: Float64Array): void;
  setSearch(found: Uint32Array, about: About): Placed;
  clearSearch(): void;
  setHighlight(number?: number, nom?: string): boolean;
  readCommunes(departement: string, bytes: Uint8Array): void;
  draw(view: View): void;
  describe(view: View): Omit<Description, "markers"> & { markers: Drawn[] };
  free(): void;
}

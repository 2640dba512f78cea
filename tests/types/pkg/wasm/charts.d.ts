// Stands for the module that wasm-bindgen makes in dist/pkg/wasm/, so that www/pkg/charts.js can be checked.

import type { BarChart, DepartementChart, Drawing, Look } from "../../../../www/pkg/charts.js";

type Drawn = Omit<Look, "measure">;
export default function init(): Promise<unknown>;
export function drawBars(chart: BarChart, look: Drawn, measure: Look["measure"]): Drawing;
export class DepartementMap {
  constructor(bytes: Uint8Array);
  draw(chart: DepartementChart, look: Drawn, measure: Look["measure"]): Drawing;
}

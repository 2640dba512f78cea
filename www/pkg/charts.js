// Figures as SVG: drawn by plotters in a module of its own, which only a page with charts downloads.

import { AtlasError } from "./errors.js";
import instantiate, { DepartementMap, drawBars } from "./wasm/charts.js";

/**
 * Loads the module and the outlines of the départements.
 *
 * @type {typeof import("./charts.js").startCharts}
 */
export async function startCharts() {
  const [bytes] = await Promise.all([outlines(), module()]);
  const map = new DepartementMap(bytes);
  return {
    bars: (chart, look) => drawBars(chart, { width: look.width, palette: look.palette }, look.measure),
    departements: (chart, look) =>
      map.draw(chart, { width: look.width, palette: look.palette }, look.measure),
  };
}

async function module() {
  try {
    await instantiate();
  } catch (cause) {
    const message =
      "Les graphiques n’ont pas pu être chargés. Vérifiez votre connexion, puis réessayez. Les tableaux restent complets.";
    throw Object.assign(new AtlasError("load", message), { cause });
  }
}

async function outlines() {
  const response = await fetch(new URL("departements.bin", import.meta.url)).catch(() => null);
  if (!response?.ok) {
    const message = "La carte des départements n’a pas pu être téléchargée. Réessayez dans un instant.";
    throw new AtlasError("load", message);
  }
  return new Uint8Array(await response.arrayBuffer());
}

// Opening hours: a module of its own, since few questions need it and a first list none.

import { AtlasError } from "./errors.js";
import { onDemand } from "./instantiating.js";

const load = onDemand(
  () => import("./wasm/hours.js"),
  "Les horaires n’ont pas pu être lus : il manque une partie du site. Vérifiez votre connexion, puis réessayez.",
);
/** @type {typeof import("./wasm/hours.js") | undefined} */
let module;
/** @type {{ moment: string, openness: import("./wasm/hours.js").Openness } | undefined} */
let last;

/**
 * Loads the module: beside this file, unless told otherwise.
 *
 * @param {{ module_or_path: any }} [input]
 */
export async function loadHours(input) {
  module = await load(input);
  return module;
}

/**
 * Whether some hours include a moment; undefined when they don't tell. The module must be there: the engine asks from within.
 *
 * @param {string} moment as `ouvert_le`
 * @param {string} hours
 * @param {string} codeInsee
 */
export function isOpen(moment, hours, codeInsee) {
  if (!module) throw new AtlasError("load", "Les horaires ne sont pas encore chargés.");
  if (last?.moment !== moment) {
    last?.openness.free();
    last = { moment, openness: new module.Openness(moment) };
  }
  return last.openness.isOpen(hours, codeInsee);
}

// The engine itself: synchronous, for a page, a worker or Node.

import { AtlasError } from "./errors.js";
import instantiate from "./wasm/atlas.js";

export { AtlasError } from "./errors.js";
export { Atlas, AtlasBuilder, MapView, Territory } from "./wasm/atlas.js";

/**
 * Instantiates the WebAssembly module: beside this file, unless told otherwise.
 *
 * @param {{ module_or_path: any }} [input] what wasm-bindgen's web target accepts: URL, Response, Module, bytes
 */
export default async function init(input) {
  if (typeof WebAssembly === "undefined") {
    throw new AtlasError(
      "load",
      "Ce navigateur n’a pas WebAssembly, ou il est désactivé : la recherche ne peut pas fonctionner.",
    );
  }
  try {
    return await instantiate(input);
  } catch (error) {
    if (error instanceof AtlasError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new AtlasError("load", `Le moteur WebAssembly n’a pas pu démarrer : ${reason}`);
  }
}

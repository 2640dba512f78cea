// The part of the engine that searches in packs, small: what a page waits for. The same code as `search-engine.js`, compiled
// for size and without what reads the published files; opening hours are read by `hours.js`.

import { instantiated } from "./instantiating.js";
import instantiate from "./wasm/pack.js";

export { AtlasError } from "./errors.js";
export { Atlas, Territory } from "./wasm/pack.js";

/**
 * Instantiates the WebAssembly module: beside this file, unless told otherwise.
 *
 * @param {{ module_or_path: any }} [input] what wasm-bindgen's web target accepts: URL, Response, Module, bytes
 */
export default async function init(input) {
  return instantiated(instantiate, input);
}

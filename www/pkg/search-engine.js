// The part of the engine that searches, whole: fast, and with all that reads the published files.

import { instantiated } from "./instantiating.js";
import instantiate from "./wasm/atlas.js";

export { AtlasError } from "./errors.js";
export { Atlas, AtlasBuilder, Territory, openings } from "./wasm/atlas.js";

/**
 * Instantiates the WebAssembly module: beside this file, unless told otherwise.
 *
 * @param {{ module_or_path: any }} [input] what wasm-bindgen's web target accepts: URL, Response, Module, bytes
 */
export default async function init(input) {
  return instantiated(instantiate, input);
}

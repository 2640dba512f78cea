// The engine itself, whole: synchronous, for a page, a worker or Node. Two modules in WebAssembly, one that searches and one
// that validates: who needs one alone imports `search-engine.js` or `validation-engine.js`.

import initSearch, { Territory as Places } from "./search-engine.js";
import initValidation, { Communes, Validator as FileValidator } from "./validation-module.js";

export { AtlasError } from "./errors.js";
export { Atlas, AtlasBuilder, openings } from "./search-engine.js";

/** @type {WeakMap<Places, Uint8Array>} */
const opened = new WeakMap();
/** @type {WeakMap<Places, Communes>} */
const communes = new WeakMap();

/**
 * Instantiates both modules: beside this file, unless told otherwise.
 *
 * @param {{ module_or_path: any }} [input] the module that searches, as wasm-bindgen's web target accepts it: URL, Response, Module, bytes
 */
export default async function init(input) {
  const [search] = await Promise.all([initSearch(input), initValidation()]);
  return search;
}

/** Communes, arrondissements, EPCI, départements, régions. */
export class Territory extends Places {
  /** @param {Uint8Array} bytes of `territory.bin` */
  constructor(bytes) {
    super(bytes);
    opened.set(this, bytes);
  }
}

/** Validates a file; with a territory, codes are looked up in it. */
export class Validator extends FileValidator {
  /**
   * @param {import("./engine.js").ValidatorOptions} [options]
   * @param {Territory} [territory]
   */
  constructor(options, territory) {
    super(options);
    const bytes = territory && opened.get(territory);
    if (!bytes) return;
    const known = communes.get(territory) ?? new Communes(bytes);
    communes.set(territory, known);
    this.setCommunes(known);
  }
}

// The part of the engine that validates, with the communes of the package: all that a page of validation downloads.

import instantiate, { Communes, Validator as Engine, bytes } from "./validation-module.js";

export { AtlasError } from "./errors.js";
export { Ids, codes, schemaReference } from "./validation-module.js";

/** @type {Communes | undefined} */
let communes;

/** Starts the engine, which comes with all that it needs. */
export default async function init() {
  const [{ default: territory }] = await Promise.all([import("./territory.js"), instantiate()]);
  communes ??= new Communes(bytes(territory));
}

/** Validates a file. */
export class Validator extends Engine {
  /** @param {import("./validation-engine.js").ValidatorOptions} [options] */
  constructor(options) {
    super(options);
    if (communes) this.setCommunes(communes);
  }
}

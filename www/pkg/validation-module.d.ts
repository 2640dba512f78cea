/** The WebAssembly module that validates, without communes: `validation-engine.js` is the same with them. */

import { Validator as WithCommunes, type ValidatorOptions } from "./validation-engine.js";

export { Ids, codes, schemaReference } from "./validation-engine.js";

/** Instantiates the module, once. */
export default function init(): Promise<unknown>;

/** Communes and their codes, from `territory.bin`. */
export class Communes {
  constructor(bytes: Uint8Array);
  free(): void;
}

/** Validates a file; without communes, codes are checked for their form only. */
export class Validator extends WithCommunes {
  constructor(options?: ValidatorOptions);
  setCommunes(communes: Communes): void;
}

/** The bytes of a module made from a file: a character each. */
export function bytes(text: string): Uint8Array;

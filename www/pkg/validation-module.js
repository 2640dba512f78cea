// The WebAssembly module that validates, without communes. It needs no network: it is an ES module like any other, so that a
// page whose policy forbids every connection can run it.

import { AtlasError } from "./errors.js";
import instantiate, { Validator as Engine } from "./wasm/validation.js";

export { AtlasError } from "./errors.js";
export { Communes, Ids, codes, schemaReference } from "./wasm/validation.js";

/** @type {Promise<unknown> | undefined} */
let started;

/** Instantiates the module, once. */
export default function init() {
  started ??= start().catch((cause) => {
    started = undefined;
    throw cause;
  });
  return started;
}

async function start() {
  if (typeof WebAssembly === "undefined") {
    throw new AtlasError(
      "load",
      "Ce navigateur n’a pas WebAssembly, ou il est désactivé : la vérification ne peut pas fonctionner. Essayez avec un navigateur à jour.",
    );
  }
  try {
    const { default: module } = await import("./wasm/validation.wasm.js");
    return await instantiate({ module_or_path: bytes(module) });
  } catch (cause) {
    const blocked = cause instanceof WebAssembly.CompileError || cause instanceof WebAssembly.LinkError;
    const message = blocked
      ? "Le valideur est refusé : ce navigateur est trop ancien, ou la politique de sécurité de la page interdit WebAssembly. Essayez avec un navigateur à jour, ou prévenez la personne qui tient ce site."
      : "Le valideur n’a pas pu être téléchargé. Vérifiez votre connexion, puis réessayez.";
    throw Object.assign(new AtlasError("load", message), { cause });
  }
}

/** Validates a file. */
export class Validator extends Engine {
  /** @param {import("./engine.js").ValidatorOptions} [options] */
  constructor(options) {
    super(options, today());
  }

  /** After `finish`: the ids of the structures that the file held. */
  get ids() {
    return this.takeIds();
  }
}

/** The current day here, `YYYY-MM-DD`. */
function today() {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()]
    .map((part) => String(part).padStart(2, "0"))
    .join("-");
}

/**
 * The bytes of a module made from a file: a character each.
 *
 * @param {string} text
 */
export function bytes(text) {
  const all = new Uint8Array(text.length);
  for (let at = 0; at < all.length; at++) all[at] = text.charCodeAt(at);
  return all;
}

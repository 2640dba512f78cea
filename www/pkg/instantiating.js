// Modules in WebAssembly, and what is said when one can't be had.

import { AtlasError } from "./errors.js";

/**
 * Instantiates a module that searches.
 *
 * @template T
 * @param {(input?: any) => Promise<T>} instantiate what wasm-bindgen made
 * @param {{ module_or_path: any }} [input]
 */
export async function instantiated(instantiate, input) {
  if (typeof WebAssembly === "undefined") {
    throw new AtlasError(
      "load",
      "Ce navigateur n’a pas WebAssembly, ou il est désactivé. Essayez avec un navigateur à jour, ou demandez à la personne qui gère cet ordinateur.",
    );
  }
  try {
    return await instantiate(input);
  } catch (cause) {
    if (cause instanceof AtlasError) throw cause;
    const blocked = cause instanceof WebAssembly.CompileError || cause instanceof WebAssembly.LinkError;
    const message = blocked
      ? "Le moteur de recherche est refusé : ce navigateur est trop ancien, ou la politique de sécurité de la page interdit WebAssembly. Essayez avec un navigateur à jour, ou prévenez la personne qui tient ce site."
      : "Le moteur de recherche n’a pas pu être téléchargé. Vérifiez votre connexion, puis réessayez.";
    throw Object.assign(new AtlasError("load", message), { cause });
  }
}

/**
 * A module that is loaded when it is first needed, and again when that failed.
 *
 * @template {{ default: (input?: { module_or_path: any }) => Promise<unknown> }} T
 * @param {() => Promise<T>} load
 * @param {string} failure in words
 */
export function onDemand(load, failure) {
  /** @type {Promise<T> | undefined} */
  let loading;
  return async (/** @type {{ module_or_path: any } | undefined} */ input = undefined) => {
    loading ??= load().then(async (module) => {
      await module.default(input);
      return module;
    });
    try {
      return await loading;
    } catch (cause) {
      loading = undefined;
      if (cause instanceof AtlasError) throw cause;
      throw Object.assign(new AtlasError("load", failure), { cause });
    }
  };
}

// The part of the engine that searches: what a page of searches downloads.

import { AtlasError } from "./errors.js";
import instantiate from "./wasm/atlas.js";

export { AtlasError } from "./errors.js";
export { Atlas, AtlasBuilder, MapView, Territory, openings } from "./wasm/atlas.js";

/**
 * Instantiates the WebAssembly module of searches: beside this file, unless told otherwise.
 *
 * @param {{ module_or_path: any }} [input] what wasm-bindgen's web target accepts: URL, Response, Module, bytes
 */
export default async function init(input) {
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

// Code that is fetched when it is needed.

import { AtlasError } from "../../pkg/errors.js";

/**
 * @template T
 * @param {() => Promise<T>} load imports a module
 * @returns {Promise<T>}
 */
export async function later(load) {
  try {
    return await load();
  } catch (cause) {
    const message =
      "Une partie du site n’a pas pu être téléchargée. Vérifiez votre connexion, puis rechargez la page.";
    throw Object.assign(new AtlasError("load", message), { cause });
  }
}

// A failure in words.

import { AtlasError } from "../../pkg/errors.js";

/**
 * What an error says. One that isn't ours was not foreseen, and is not in French.
 *
 * @param {unknown} error
 */
export function inFrench(error) {
  if (error instanceof AtlasError) return error.message;
  const reason = error instanceof Error ? error.message : String(error);
  return `Une erreur inattendue est survenue (${reason}). Rechargez la page.`;
}

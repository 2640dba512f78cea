// The one error that this package throws.

/** @typedef {"load" | "fetch" | "format" | "query" | "aborted"} AtlasErrorCode */
/** @typedef {{ field?: string, byteOffset?: number, line?: number, column?: number }} ErrorPlace */

/** Every failure: what kind it is, a French sentence, and where. */
export class AtlasError extends Error {
  /**
   * @param {AtlasErrorCode} code
   * @param {string} message
   * @param {ErrorPlace} [place]
   */
  constructor(code, message, { field, byteOffset, line, column } = {}) {
    super(message);
    this.name = "AtlasError";
    this.code = code;
    this.field = field;
    this.byteOffset = byteOffset;
    this.line = line;
    this.column = column;
  }
}

/**
 * An error as a message can carry it, from a worker to its page.
 *
 * @param {unknown} error
 */
export function toMessage(error) {
  if (error instanceof AtlasError) {
    const { code, message, field, byteOffset, line, column } = error;
    return { code, message, place: { field, byteOffset, line, column } };
  }
  const reason = error instanceof Error ? error.message : String(error);
  return {
    code: /** @type {const} */ ("load"),
    message: `Le moteur s’est arrêté (${reason}). Rechargez la page.`,
    place: {},
  };
}

/** @param {ReturnType<typeof toMessage>} message */
export function fromMessage({ code, message, place }) {
  return new AtlasError(code, message, place);
}

/** What an AbortSignal leads to. */
export function aborted() {
  return new AtlasError("aborted", "Le chargement a été arrêté.");
}

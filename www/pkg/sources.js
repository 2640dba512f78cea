// A file, wherever it comes from, as a stream of bytes.

import { AtlasError, aborted } from "./errors.js";

/** @typedef {string | URL | Blob | Response | ReadableStream<Uint8Array> | Uint8Array} Source */
/** @typedef {"structures" | "services"} Kind */
/** @typedef {{ stream: ReadableStream<Uint8Array>, totalBytes?: number, version?: string | null }} Opened */

/**
 * A source that a message can carry to a worker, with what must be transferred.
 *
 * @param {Source} source
 * @returns {Promise<{ source: Source, transfer: Transferable[] }>}
 */
export async function portable(source) {
  if (source instanceof URL || typeof source === "string") {
    return { source: new URL(source, document.baseURI).href, transfer: [] };
  }
  const stream = source instanceof Response ? opened(source).stream : source;
  if (!(stream instanceof ReadableStream)) return { source: stream, transfer: [] };
  try {
    const probe = new ReadableStream();
    structuredClone(probe, { transfer: [probe] });
    return { source: stream, transfer: [/** @type {any} */ (stream)] };
  } catch {
    // Browsers that can't hand a stream over: let them keep its bytes instead, on disk if they like.
    return { source: await new Response(stream).blob(), transfer: [] };
  }
}

/**
 * @param {Source} source
 * @param {AbortSignal} signal
 * @param {Kind} [kind] what it should hold, if that is known
 * @returns {Promise<Opened>}
 */
export async function open(source, signal, kind) {
  if (source instanceof Uint8Array)
    return { stream: new Blob([/** @type {BlobPart} */ (source)]).stream(), totalBytes: source.length };
  if (source instanceof Blob) return { stream: source.stream(), totalBytes: source.size };
  if (source instanceof ReadableStream) return { stream: source };
  if (source instanceof Response) return opened(source, kind);
  try {
    return opened(await fetch(source, { signal }), kind);
  } catch (error) {
    if (signal.aborted) throw aborted();
    if (error instanceof AtlasError) throw error;
    const message = `${the(kind)} n’a pas pu être téléchargé : son serveur ne répond pas ou refuse l’accès. Vérifiez votre connexion, puis réessayez.`;
    throw new AtlasError("fetch", message, { field: kind });
  }
}

/**
 * What a download that breaks off leads to.
 *
 * @param {Kind} [kind]
 */
export function interrupted(kind) {
  const file = kind ? `du fichier des ${kind}` : "du fichier";
  return new AtlasError(
    "fetch",
    `Le téléchargement ${file} s’est interrompu. Vérifiez votre connexion, puis réessayez.`,
    { field: kind },
  );
}

const the = (/** @type {Kind | undefined} */ kind) => (kind ? `Le fichier des ${kind}` : "Le fichier");

/**
 * @param {Response} response
 * @param {Kind} [kind]
 * @returns {Opened}
 */
function opened(response, kind) {
  if (!response.ok) {
    const message = `${the(kind)} n’a pas pu être téléchargé : son serveur répond ${response.status}. Vérifiez son adresse, puis réessayez.`;
    throw new AtlasError("fetch", message, { field: kind });
  }
  const { headers, body } = response;
  // The length of a compressed body isn't that of its bytes.
  const length = headers.has("content-encoding") ? null : headers.get("content-length");
  return {
    stream: body ?? new Blob([]).stream(),
    totalBytes: length ? Number(length) : undefined,
    version: versionOf(headers),
  };
}

/**
 * What tells one content of an address from another; null where its host doesn't say.
 *
 * @param {Headers} headers
 */
const versionOf = (headers) => headers.get("last-modified") ?? headers.get("etag");

/**
 * Asks a host for the version of what it has at an address now; null where it doesn't say, or doesn't answer.
 *
 * @param {string} address
 */
export async function versionAt(address) {
  const response = await fetch(address, { method: "HEAD", cache: "no-cache" }).catch(() => undefined);
  return response?.ok ? versionOf(response.headers) : null;
}

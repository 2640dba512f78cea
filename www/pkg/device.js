// Whole datasets that the device keeps, each as a pack under a name: the next visit doesn't read the published files again.

const CACHE = "atlas-kept";
/** In which header of what is kept the rest is told. */
const ABOUT = "x-about";

/**
 * What is told of a pack that is kept.
 *
 * @typedef {object} About
 * @property {string} since when it was kept, ISO 8601
 * @property {string} of what the page calls where it came from
 * @property {string} territory the communes that it was read with
 * @property {Record<string, string | null>} versions of the files, as their hosts told them
 */

const address = (/** @type {string} */ name) =>
  new URL(`./kept/${encodeURIComponent(name)}`, import.meta.url).href;

/**
 * Keeps a pack, where there is twice the room for it.
 *
 * @param {string} name
 * @param {Uint8Array} bytes
 * @param {About} about
 * @returns {Promise<boolean>} whether it is kept
 */
export async function keep(name, bytes, about) {
  try {
    const { quota = 0, usage = 0 } = await navigator.storage.estimate();
    if (quota - usage < 2 * bytes.length) return false;
    const headers = { [ABOUT]: encodeURIComponent(JSON.stringify(about)) };
    const response = new Response(/** @type {BodyInit} */ (bytes), { headers });
    await (await caches.open(CACHE)).put(address(name), response);
    return true;
  } catch {
    // Full, or denied: the next visit reads the files again.
    return false;
  }
}

/**
 * @param {string} name
 * @returns {Promise<{ about: About, bytes(): Promise<Uint8Array> } | undefined>}
 */
export async function kept(name) {
  try {
    const response = await (await caches.open(CACHE)).match(address(name));
    if (!response) return undefined;
    const about = JSON.parse(decodeURIComponent(response.headers.get(ABOUT) ?? ""));
    return { about, bytes: async () => new Uint8Array(await response.arrayBuffer()) };
  } catch {
    return undefined;
  }
}

/** @param {string} name */
export async function forget(name) {
  try {
    await (await caches.open(CACHE)).delete(address(name));
  } catch {
    // Nothing is kept where nothing may be.
  }
}

// The site without a network: after the first visit its pages, its engine and the data read last are on the device.
//
// `files.js`, made when the site is built, names every file with the beginning of its SHA-256. A version is taken whole or
// not at all: a host that is being updated gives a mixture, whose digests tell. Until the page asks for it, a new version
// waits, so that a page never runs with half of another.

/** @typedef {{ version: string, files: Record<string, string>, later: string[], whole: string[] }} Site */

const worker = /** @type {any} */ (self);
worker.importScripts("files.js");

/** @type {Site} */
const { version, files, later, whole } = worker.SITE;
const SHELL = `atlas-site-${version}`;
/** The published files: too big to be taken again with each version of the site. */
const DATA = "atlas-data";
/** Bytes that may be fetched without being asked for. */
const LITTLE = 32e6;

const scope = new URL("./", worker.location.href);
const address = (/** @type {string} */ name) => new URL(name, scope).href;
/** By address: what is expected there. The folder itself is its page. */
const known = new Map(Object.entries(files).map(([name, digest]) => [address(name), { name, digest }]));
const optional = new Set([...later, ...whole]);

worker.addEventListener("install", (/** @type {any} */ event) => {
  event.waitUntil(takeAll());
});

worker.addEventListener("activate", (/** @type {any} */ event) => {
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys()) {
        if (name.startsWith("atlas-site-") && name !== SHELL) await caches.delete(name);
      }
      await worker.clients.claim();
      await keepPublished();
    })(),
  );
});

worker.addEventListener("message", (/** @type {any} */ event) => {
  if (event.data === "take-over") worker.skipWaiting();
});

worker.addEventListener("fetch", (/** @type {any} */ event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  const url = new URL(request.url);
  url.hash = url.search = "";
  const page = request.mode === "navigate" && url.href === scope.href ? address("index.html") : url.href;
  const file = known.get(page);
  if (file) event.respondWith(own(page, file));
  else if (url.href === address("config.json")) event.respondWith(newest(request, SHELL));
  else event.respondWith(elsewhere(request));
});

/** Takes every file of this version but those that few visits need; the whole engine where the published files are read. */
async function takeAll() {
  await newest(new Request(address("config.json")), SHELL);
  const cache = await caches.open(SHELL);
  const needed = new Set((await published()).size ? whole : []);
  const wanted = [...known].filter(([, { name }]) => !optional.has(name) || needed.has(name));
  await Promise.all(wanted.map(async ([url, { digest }]) => cache.put(url, await taken(url, digest))));
}

/**
 * A file if it is the one of this version: as the browser may still hold it, since the page has just read it, else from the
 * host.
 *
 * @param {string} url
 * @param {string} digest
 */
async function taken(url, digest) {
  for (const cache of /** @type {const} */ (["force-cache", "no-cache"])) {
    const response = await fetch(url, { cache });
    if (response.ok && (await isOf(response.clone(), digest))) return response;
  }
  throw new Error(`${url} is missing, or of another version`);
}

/**
 * @param {Response} response
 * @param {string} digest
 */
async function isOf(response, digest) {
  const sum = new Uint8Array(await crypto.subtle.digest("SHA-256", await response.arrayBuffer()));
  const hex = [...sum].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.startsWith(digest);
}

/**
 * A file of the site: from the device, else from the host and then kept.
 *
 * @param {string} url
 * @param {{ digest: string }} file
 */
async function own(url, { digest }) {
  const cache = await caches.open(SHELL);
  const kept = await cache.match(url);
  if (kept) return kept;
  try {
    const response = await taken(url, digest);
    await cache.put(url, response.clone()).catch(() => {});
    return response;
  } catch {
    // The host is away, and says so itself; or of another version by now, which had better take over.
    worker.registration.waiting?.postMessage("take-over");
    return fetch(url);
  }
}

/**
 * What changes without a new version of the site: from the host, kept for when there is none.
 *
 * @param {Request} request
 * @param {string} where the cache
 */
async function newest(request, where) {
  const cache = await caches.open(where);
  try {
    const response = await fetch(request);
    if (response.ok) await cache.put(request.url, response.clone()).catch(() => {});
    return response;
  } catch (error) {
    const kept = await cache.match(request.url);
    if (kept) return kept;
    throw error;
  }
}

/**
 * The published files, wherever they are; anything else passes.
 *
 * @param {Request} request
 */
async function elsewhere(request) {
  if (!(await published()).has(request.url)) return fetch(request);
  const cache = await caches.open(DATA);
  const kept = await cache.match(request.url);
  try {
    const response = await fetch(request);
    if (response.ok && !same(kept, response)) keep(cache, request.url, response.clone());
    return response;
  } catch (error) {
    if (kept) return kept;
    throw error;
  }
}

/**
 * Writes a big file beside its reading. A device without room for it keeps what it has, and stays of use online.
 *
 * @param {Cache} cache
 * @param {string} url
 * @param {Response} response
 */
function keep(cache, url, response) {
  cache.put(url, response).catch(() => {});
}

/**
 * Whether a host says that what is kept is what it gives.
 *
 * @param {Response | undefined} kept
 * @param {Response} response
 */
function same(kept, response) {
  const said = (/** @type {string} */ header) => {
    const value = response.headers.get(header);
    return value !== null && value === kept?.headers.get(header);
  };
  return kept !== undefined && (said("etag") || said("last-modified"));
}

/**
 * The first visit read the published files before this worker was there. What the browser still holds of them, or takes
 * little to fetch again, is kept at once; the rest when it is next read.
 */
async function keepPublished() {
  const cache = await caches.open(DATA);
  for (const url of await published()) {
    if (await cache.match(url)) continue;
    const response = await fetch(url, { cache: "force-cache" }).catch(() => undefined);
    const length = Number(response?.headers.get("content-length") ?? Infinity);
    if (response?.ok && length <= LITTLE) await cache.put(url, response).catch(() => {});
    else await response?.body?.cancel();
  }
}

/** Addresses of the published files, as the site's configuration names them. */
async function published() {
  const config = await caches.match(address("config.json"));
  const { structures, services } = (await config?.json().catch(() => undefined)) ?? {};
  const named = [structures, services].filter((name) => typeof name === "string");
  return new Set(named.map((name) => new URL(name, scope).href));
}

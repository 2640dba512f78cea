// A pack's folder: its manifest, and the files that a question needs, from the device or from its host.

import { AtlasError, aborted } from "./errors.js";

/** Where files are kept on the device. */
const CACHE = "atlas-pack";
/** Bytes that are kept at most: then the oldest go. */
const ROOM = 80e6;
/** Milliseconds before a file is asked for again, when the first time failed. */
const PATIENCE = 600;
const MANIFEST = "manifest.json";

/** @typedef {{ name: string, bytes: Uint8Array }} PackFile */

/** The files of one publication. */
export class Folder {
  #stop = new AbortController();
  /** @type {Map<string, Promise<Uint8Array>>} on their way */ #coming = new Map();
  /** @type {Map<string, number>} */ #sizes;
  /** Whether to ask for the copies that gzip made, of a host that compresses nothing itself. */
  gzip = false;

  /**
   * @param {URL} address of the folder
   * @param {Uint8Array} manifest
   * @param {Cache | undefined} cache
   * @param {boolean} kept the host didn't answer: this is the manifest of the device
   */
  constructor(address, manifest, cache, kept) {
    this.address = address;
    this.manifest = manifest;
    this.cache = cache;
    this.kept = kept;
    const { files, date } = read(manifest);
    this.date = date ?? null;
    this.#sizes = new Map(files.map(({ n, s }) => [n, s]));
  }

  /**
   * The folder of today; without a network, the one kept on the device.
   *
   * @param {string | URL} folder
   * @param {AbortSignal} signal
   */
  static async open(folder, signal) {
    const address = new URL(folder);
    if (!address.pathname.endsWith("/")) address.pathname += "/";
    const cache = await device();
    const url = new URL(MANIFEST, address);
    /** @type {Response | undefined} */
    let response;
    let kept = false;
    try {
      response = await fetch(url, { signal, cache: "no-cache" });
    } catch {
      if (signal.aborted) throw aborted();
      kept = true;
      // The network is away; what is on the device is better than nothing, and says of which day it is.
      response = await cache?.match(url).catch(() => undefined);
    }
    if (!response) {
      const message = isOffline()
        ? "Hors connexion : les données ne sont pas encore sur cet appareil. Réessayez quand vous aurez du réseau."
        : "Les données n’ont pas pu être téléchargées : leur serveur ne répond pas. Vérifiez votre connexion, puis réessayez.";
      throw new AtlasError("fetch", message, { field: "pack" });
    }
    if (!response.ok) {
      const message = `Les données n’ont pas pu être téléchargées : leur serveur répond ${response.status}. Vérifiez leur adresse, puis réessayez.`;
      throw new AtlasError("fetch", message, { field: "pack" });
    }
    const manifest = await response.arrayBuffer().catch(() => {
      throw signal.aborted ? aborted() : interrupted();
    });
    try {
      return new Folder(address, new Uint8Array(manifest), cache, kept);
    } catch {
      const message =
        "Le sommaire des données est illisible : leur adresse mène à autre chose. Prévenez la personne qui tient ce site.";
      throw new AtlasError("format", message, { field: "pack" });
    }
  }

  /**
   * The publication that the host has by now, if it is another.
   *
   * @returns {Promise<{ date: string | null } | undefined>}
   */
  async newer() {
    try {
      const response = await fetch(new URL(MANIFEST, this.address), {
        signal: this.#stop.signal,
        cache: "no-cache",
      });
      if (!response.ok) return undefined;
      const now = new Uint8Array(await response.arrayBuffer());
      const same = now.length === this.manifest.length && now.every((byte, at) => byte === this.manifest[at]);
      return same ? undefined : { date: read(now).date ?? null };
    } catch {
      return undefined;
    }
  }

  /**
   * A file: kept, on its way already, or fetched now. `take` is given its bytes and refuses those of another file; then
   * they are asked for once more, past all caches.
   *
   * @param {string} name
   * @param {(bytes: Uint8Array) => void} take
   */
  async file(name, take) {
    let coming = this.#coming.get(name);
    if (!coming) {
      coming = this.#bring(name, take).finally(() => this.#coming.delete(name));
      this.#coming.set(name, coming);
    }
    return coming;
  }

  /**
   * @param {string} name
   * @param {(bytes: Uint8Array) => void} take
   */
  async #bring(name, take) {
    const url = new URL(name, this.address);
    const kept = await this.cache?.match(url).catch(() => undefined);
    if (kept) {
      const bytes = new Uint8Array(await kept.arrayBuffer());
      try {
        take(bytes);
        return bytes;
      } catch {
        // What lies on the device is damaged: the host has it whole.
        await this.cache?.delete(url).catch(() => false);
      }
    }
    /** @type {unknown} */
    let failure;
    for (const cache of /** @type {const} */ (["default", "reload"])) {
      try {
        const bytes = await this.#fetch(url, cache);
        take(bytes);
        await keep(this.cache, url, new Response(/** @type {BodyInit} */ (bytes)));
        return bytes;
      } catch (error) {
        if (this.#stop.signal.aborted) throw aborted();
        failure = error;
        await new Promise((resolve) => setTimeout(resolve, cache === "default" ? PATIENCE : 0));
      }
    }
    throw failure;
  }

  /**
   * @param {URL} url
   * @param {RequestCache} cache
   */
  async #fetch(url, cache) {
    const { signal } = this.#stop;
    const copy = this.gzip ? `${url}.gz` : url;
    const response = await fetch(copy, { signal, cache }).catch(() => {
      throw signal.aborted ? aborted() : away();
    });
    if (!response.ok) {
      const message = `Une partie des données manque : le serveur répond ${response.status}. Réessayez dans un instant.`;
      throw new AtlasError("fetch", message, { field: "pack" });
    }
    const bytes = await response.arrayBuffer().catch(() => {
      throw signal.aborted ? aborted() : interrupted();
    });
    return unpacked(new Uint8Array(bytes)).catch(() => {
      throw interrupted();
    });
  }

  /**
   * Settles on the device, once it is known that this publication can be used: keeps the manifest, takes away what belongs to
   * other publications, then the oldest, until the rest is little.
   */
  async settle() {
    const { cache } = this;
    if (!cache) return;
    await keep(cache, new URL(MANIFEST, this.address), new Response(/** @type {BodyInit} */ (this.manifest)));
    try {
      let room = ROOM;
      for (const request of [...(await cache.keys())].reverse()) {
        const url = new URL(request.url);
        if (!url.href.startsWith(this.address.href)) continue;
        const name = url.href.slice(this.address.href.length);
        if (name === MANIFEST) continue;
        const size = this.#sizes.get(name);
        room -= size ?? 0;
        if (size === undefined || room < 0) await cache.delete(request);
      }
    } catch {
      // Tidying can wait.
    }
  }

  /** Stops what is on its way. */
  close() {
    this.#stop.abort();
  }
}

/**
 * What of a manifest is of use here; throws when it is none.
 *
 * @param {Uint8Array} manifest
 * @returns {{ files: { n: string, s: number }[], date?: string | null }}
 */
const read = (manifest) => JSON.parse(new TextDecoder().decode(manifest));

/**
 * What gzip made smaller, as it was. A host may have said so itself, and then the browser has done it.
 *
 * @param {Uint8Array} bytes
 */
async function unpacked(bytes) {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  const stream = new Blob([/** @type {BlobPart} */ (bytes)]).stream();
  return new Uint8Array(
    await new Response(stream.pipeThrough(new DecompressionStream("gzip"))).arrayBuffer(),
  );
}

/** The device says itself that it has no network. */
const isOffline = () => globalThis.navigator?.onLine === false;

/** The device's own storage; nothing where it is denied, as in some private windows. */
async function device() {
  try {
    return await caches.open(CACHE);
  } catch {
    return undefined;
  }
}

/**
 * Keeps a response on the device, if there is room.
 *
 * @param {Cache | undefined} cache
 * @param {URL} url
 * @param {Response} response
 */
async function keep(cache, url, response) {
  try {
    await cache?.put(url, response);
  } catch {
    // The device is full, or doesn't let: the next visit fetches it again.
  }
}

const away = () =>
  new AtlasError(
    "fetch",
    isOffline()
      ? "Hors connexion : une partie des données qu’il faut pour répondre n’est pas sur cet appareil. Réessayez quand vous aurez du réseau."
      : "Il manque une partie des données pour répondre, et leur serveur ne répond pas. Vérifiez votre connexion, puis réessayez.",
    { field: "pack" },
  );

const interrupted = () =>
  new AtlasError(
    "fetch",
    "Le téléchargement des données s’est interrompu. Vérifiez votre connexion, puis réessayez.",
    { field: "pack" },
  );

// The engine and what it holds, asked by name: in a worker by `worker.js`, in a page where no worker can start.

import init, { Atlas, AtlasError, Territory } from "./pack-engine.js";
import { aborted } from "./errors.js";
import { loadHours } from "./hours.js";
import { onDemand } from "./instantiating.js";
import { openMap } from "./map.js";
import { Folder } from "./pack.js";
import * as device from "./device.js";
import { interrupted, open, versionAt } from "./sources.js";
import { PACE, pause, pump } from "./streaming.js";

/** @typedef {import("./sources.js").Source} Source */
/** @typedef {import("./sources.js").Kind} Kind */
/** @typedef {{ phase: "download" | "read" | "index", loadedBytes: number, totalBytes?: number, records: number }} Progress */

/**
 * One of the package's own files.
 *
 * @param {string} name
 */
async function own(name) {
  const response = await fetch(new URL(name, import.meta.url)).catch(() => null);
  if (!response?.ok) {
    throw new AtlasError(
      "load",
      `Le fichier « ${name} » du site n’a pas pu être téléchargé. Réessayez dans un instant.`,
    );
  }
  return new Uint8Array(await response.arrayBuffer());
}

/** The whole engine: who never opens the published files doesn't download it. */
const wholeEngine = onDemand(
  () => import("./search-engine.js"),
  "Le moteur qui lit les fichiers n’a pas pu être téléchargé. Vérifiez votre connexion, puis réessayez.",
);

export class Host {
  /** @type {{ Atlas: typeof Atlas, Territory: typeof Territory }} */ #engine = { Atlas, Territory };
  /** @type {Territory | undefined} */ #territory;
  /** @type {import("./engine.js").Atlas | undefined} */ #atlas;
  /** @type {import("./map.js").SearchMap | undefined} */ #map;
  /** @type {Folder | undefined} where the rest of the atlas is, when it is a part */ #folder;
  /** @type {{ address: string, texts: boolean, gzip: boolean } | undefined} */ #pack;
  /** @type {Record<string, string | null>} of the published files that are open, as their hosts told them */
  #versions = {};
  /** @type {{ address: string, folder: Promise<Folder> } | undefined} on its way before it is asked for */ #expected;
  /** Publications opened so far. */
  #opened = 0;

  /** Loads the engine and the territory: places can be suggested from then on. */
  async start() {
    const [bytes] = await Promise.all([own("territory.bin"), init()]);
    this.#territory = new Territory(bytes);
    // The index of names is made when it is first asked for: now, while the files are on their way.
    setTimeout(() => this.#territory?.suggestPlaces("a", 1));
  }

  /**
   * Fetches the manifest of a pack that will be opened.
   *
   * @param {string} address
   */
  expect(address) {
    const folder = Folder.open(address, new AbortController().signal);
    // What is wrong with it is said when it is opened.
    folder.catch(() => {});
    this.#expected = { address, folder };
  }

  /**
   * @param {string} text
   * @param {number} [limit]
   */
  suggestPlaces(text, limit) {
    return this.#ready(this.#territory).suggestPlaces(text, limit);
  }

  /**
   * @param {Parameters<typeof import("./engine.js").openings>[0]} places
   * @param {string} at instant with its time zone
   */
  async openings(places, at) {
    return (await loadHours()).openings(places, at);
  }

  /**
   * Reads the published files, or opens a pack's folder. What was open before stays until the new one is complete.
   *
   * @param {{ structures?: Source, services?: Source, pack?: string, texts?: boolean, gzip?: boolean, kept?: string }} files
   * @param {(progress: Progress) => void} report
   * @param {AbortSignal} signal
   */
  async open(files, report, signal) {
    const { pack, texts = true, gzip = false, kept } = files;
    if (kept) return this.#openKept(kept);
    if (pack) return this.#openPack({ address: pack, texts, gzip }, signal);
    const { AtlasBuilder } = await this.#whole();
    if (signal.aborted) throw aborted();
    const builder = new AtlasBuilder(this.#ready(this.#territory));
    const stop = new AbortController();
    const forward = () => stop.abort();
    signal.addEventListener("abort", forward);
    try {
      const loading = new Loading(builder, report, stop.signal);
      const kinds = /** @type {Kind[]} */ (["structures", "services"]);
      await Promise.all(kinds.map((kind) => files[kind] && loading.read(files[kind], kind)));
      loading.report("index");
      await pause();
      if (signal.aborted) throw aborted();
      const counts = this.#hold(builder.finish());
      this.#versions = loading.versions;
      return counts;
    } catch (error) {
      stop.abort();
      throw signal.aborted ? aborted() : error;
    } finally {
      signal.removeEventListener("abort", forward);
      // `finish` has consumed the builder; on the way out of a failure nobody else frees it.
      if (/** @type {any} */ (builder).__wbg_ptr) builder.free();
    }
  }

  /** The whole engine, in the small one's place from then on. */
  async #whole() {
    const engine = await wholeEngine();
    if (this.#engine !== engine) {
      const territory = new engine.Territory(await own("territory.bin"));
      this.#territory?.free();
      this.#territory = territory;
      this.#engine = engine;
    }
    return engine;
  }

  /**
   * @param {import("./engine.js").Atlas} atlas
   * @param {Folder} [folder]
   */
  #hold(atlas, folder) {
    this.#map?.clearSearch();
    this.#folder?.close();
    this.#atlas?.free();
    this.#atlas = atlas;
    this.#folder = folder;
    this.#opened++;
    return atlas.counts;
  }

  /** @param {string} name of what the device keeps */
  async #openKept(name) {
    const { Atlas } = await this.#whole();
    const territory = this.#ready(this.#territory);
    const found = await device.kept(name);
    if (!found) throw new AtlasError("fetch", "Ces données ne sont plus gardées sur cet appareil.");
    const atlas = Atlas.fromPack(await found.bytes(), territory);
    this.#versions = found.about.versions;
    return this.#hold(atlas);
  }

  /**
   * Keeps what is open on the device, for `open({ kept })`.
   *
   * @param {string} name
   * @param {string} of
   */
  keep(name, of) {
    const [territory, versions] = [this.#ready(this.#territory).name, this.#versions];
    const about = { since: new Date().toISOString(), of, territory, versions };
    return device.keep(name, this.#ready(this.#atlas).toPack(), about);
  }

  /**
   * What is kept under a name, if it can be opened here.
   *
   * @param {string} name
   */
  async kept(name) {
    const found = await device.kept(name);
    if (!found || found.about.territory !== this.#ready(this.#territory).name) return undefined;
    const { since, of } = found.about;
    return { since, of };
  }

  /** @param {string} name */
  forget(name) {
    return device.forget(name);
  }

  /**
   * Whether the published files that are kept under a name have another content at their addresses by now.
   *
   * @param {string} name
   * @param {Record<string, string>} addresses of `structures` and `services`
   */
  async changed(name, addresses) {
    const versions = (await device.kept(name))?.about.versions ?? {};
    const now = await Promise.all(
      Object.entries(addresses).map(async ([kind, address]) => [versions[kind], await versionAt(address)]),
    );
    return now.some(([before, after]) => before && after && before !== after);
  }

  /** @returns {import("./inclusion-atlas.js").Publication} */
  publication() {
    const { counts } = this.#ready(this.#atlas);
    return {
      counts,
      number: this.#opened,
      date: this.#folder?.date ?? null,
      kept: this.#folder?.kept ?? false,
    };
  }

  /** The publication that the host has by now, if it is another. */
  newPublication() {
    return this.#folder?.newer();
  }

  /**
   * @param {{ address: string, texts: boolean, gzip: boolean }} pack
   * @param {AbortSignal} signal
   */
  async #openPack(pack, signal) {
    const expected = this.#expected?.address === pack.address ? this.#expected.folder : undefined;
    this.#expected = undefined;
    const folder = await (expected ?? Folder.open(pack.address, signal));
    folder.gzip = pack.gzip;
    const { Atlas, Territory } = this.#engine;
    const name = Atlas.territoryOf(folder.manifest);
    let territory = this.#ready(this.#territory);
    if (territory.name !== name) {
      /** @type {Territory | undefined} */
      let own;
      await folder.file(name, (bytes) => (own = new Territory(bytes)));
      territory = this.#ready(own);
    }
    if (signal.aborted) throw aborted();
    const counts = this.#hold(Atlas.ofFolder(folder.manifest, territory, pack.texts), folder);
    this.#pack = pack;
    void folder.settle();
    return counts;
  }

  /**
   * @param {import("./inclusion-atlas.js").Question} method of the atlas
   * @param {any[]} args
   */
  async atlas(method, ...args) {
    await this.#bring(method, args[0]);
    return /** @type {any} */ (this.#ready(this.#atlas))[method](...args);
  }

  /**
   * Brings the files that a call of a method needs. Where the host has another publication by now, that one is opened: its
   * files are the ones that are there.
   *
   * @param {string} method
   * @param {unknown} first its first argument
   * @returns {Promise<void>}
   */
  async #bring(method, first) {
    const folder = this.#folder;
    if (!folder) return;
    if ([first].flat().some((question) => /** @type {any} */ (question)?.ouvert_le != null))
      await loadHours();
    try {
      /** @type {Set<string>} */
      const given = new Set();
      for (;;) {
        const atlas = this.#ready(this.#atlas);
        const names = atlas.missing(method, first);
        if (!names.length) return;
        if (names.some((name) => given.has(name))) throw contradictory();
        names.forEach((name) => given.add(name));
        const files = names.map((name) => folder.file(name, (bytes) => atlas.give(name, bytes)));
        // All of them to their end: what has come is of use when the question is asked again.
        const failed = (await Promise.allSettled(files)).find(({ status }) => status === "rejected");
        if (failed) throw /** @type {PromiseRejectedResult} */ (failed).reason;
        if (folder !== this.#folder) return this.#bring(method, first);
      }
    } catch (error) {
      if (folder !== this.#folder) return this.#bring(method, first);
      const broken = error instanceof AtlasError && (error.code === "fetch" || error.code === "format");
      if (!broken || !this.#pack || !(await folder.newer())) throw error;
      if (folder === this.#folder) await this.#openPack(this.#pack, new AbortController().signal);
      return this.#bring(method, first);
    }
  }

  /** @param {OffscreenCanvas | HTMLCanvasElement} canvas */
  async mapOpen(canvas) {
    this.#map = await openMap(await own("outlines.bin"), canvas);
  }

  /** @param {Record<string, string>} colours */
  mapPalette(colours) {
    this.#ready(this.#map).setPalette(colours);
  }

  /**
   * @param {object | undefined} params of the search to show; nothing is shown without
   * @param {import("./engine.js").About} [about]
   */
  async mapSearch(params, about) {
    // What is had from afar has its place on the map where that is at hand anyway.
    if (params) await this.#bring("map", params);
    const map = this.#ready(this.#map);
    if (params) return map.setSearch(this.#ready(this.#atlas), params, about);
    map.clearSearch();
    return { placed: 0, unplaced: 0 };
  }

  /** @param {string | undefined} id of a service */
  mapHighlight(id) {
    this.#ready(this.#map).setHighlight(id);
  }

  /**
   * @param {import("./engine.js").View} view
   * @param {boolean} [moving] another will follow at once: what this one shows is not described
   */
  mapDraw(view, moving) {
    const map = this.#ready(this.#map);
    map.draw(view);
    return moving ? undefined : map.describe(view);
  }

  /** @param {string} departement its code */
  async mapCommunes(departement) {
    this.#ready(this.#map).readCommunes(departement, await own(`communes/${departement}.bin`));
  }

  /** Gives the memory back: nothing can be asked any more. */
  close() {
    this.#map?.free();
    this.#folder?.close();
    this.#atlas?.free();
    this.#territory?.free();
    this.#map = this.#atlas = this.#territory = undefined;
  }

  /**
   * @template T
   * @param {T | undefined} part
   */
  #ready(part) {
    if (!part) throw new AtlasError("load", "Les données ne sont pas encore ouvertes.");
    return part;
  }
}

/** A pack that asks again for what it was given. */
const contradictory = () =>
  new AtlasError("format", "Le paquet de données se contredit : prévenez la personne qui tient ce site.", {
    field: "pack",
  });

/** Both files on their way into one builder. */
class Loading {
  #bytes = 0;
  /** @type {Map<Kind, number | undefined>} */ #totals = new Map();
  /** @type {Record<string, string | null>} as their hosts told them */ versions = {};
  #reported = 0;

  /**
   * @param {import("./engine.js").AtlasBuilder} builder
   * @param {(progress: Progress) => void} tell
   * @param {AbortSignal} signal
   */
  constructor(builder, tell, signal) {
    this.builder = builder;
    this.tell = tell;
    this.signal = signal;
  }

  /**
   * @param {Source} source
   * @param {Kind} kind
   */
  async read(source, kind) {
    this.#totals.set(kind, undefined);
    const { stream, totalBytes, version } = await open(source, this.signal, kind);
    this.versions[kind] = version ?? null;
    this.#totals.set(kind, totalBytes);
    const push = (/** @type {Uint8Array} */ bytes) =>
      kind === "structures" ? this.builder.pushStructures(bytes) : this.builder.pushServices(bytes);
    // An empty file is one too: the engine must hear of it.
    push(new Uint8Array());
    await pump(stream, {
      push,
      moved: (bytes) => {
        this.#bytes += bytes;
        if (performance.now() - this.#reported > PACE) this.report("download");
      },
      interrupted: () => interrupted(kind),
      signal: this.signal,
    });
  }

  /** @param {Progress["phase"]} phase */
  report(phase) {
    this.#reported = performance.now();
    const { structures, services } = this.builder.counts;
    const totals = [...this.#totals.values()];
    const known = totals.every((total) => total !== undefined);
    this.tell({
      phase,
      loadedBytes: this.#bytes,
      totalBytes: known ? totals.reduce((sum, total) => sum + (total ?? 0), 0) : undefined,
      records: structures + services,
    });
  }
}

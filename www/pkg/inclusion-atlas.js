// What a page imports: the engine behind a worker, or in the page itself where no worker can start.

import { AtlasError, aborted, fromMessage } from "./errors.js";
import { portable } from "./sources.js";

export { AtlasError } from "./errors.js";

/** @typedef {import("./sources.js").Source} Source */
/** @typedef {import("./host.js").Progress} Progress */
/** @typedef {import("./inclusion-atlas.js").OpenOptions} OpenOptions */
/** Milliseconds between two signs of life asked of a worker that owes an answer, and how many may be missed. */
const TICK = 5_000;
const PATIENCE = 12;

/** @typedef {{ transfer?: Transferable[], onProgress?: (progress: Progress) => void, signal?: AbortSignal }} Asking */
/** @typedef {{ ask(method: string, args: unknown[], how?: Asking): Promise<any>, close(): void, worker: boolean }} Asked */

/**
 * Opens the published files: resolves when they can be searched.
 *
 * @type {typeof import("./inclusion-atlas.js").openAtlas}
 */
export async function openAtlas(options) {
  const engine = await startEngine(options);
  try {
    const atlas = await engine.open(options);
    return { ...atlas, close: () => engine.close() };
  } catch (error) {
    engine.close();
    throw error;
  }
}

/**
 * Starts the engine without data: places can be suggested, then files opened, again and again.
 *
 * @type {typeof import("./inclusion-atlas.js").startEngine}
 */
export async function startEngine({ worker = true, signal } = {}) {
  if (signal?.aborted) throw aborted();
  if (typeof WebAssembly === "undefined") {
    const message =
      "Ce navigateur n’a pas WebAssembly, ou il est désactivé : la recherche ne peut pas fonctionner. Essayez avec un navigateur à jour.";
    throw new AtlasError("load", message);
  }
  const asked = (worker && (await inWorker())) || (await inPage());
  if (signal?.aborted) {
    asked.close();
    throw aborted();
  }
  return {
    suggestPlaces: (text, limit) => asked.ask("suggestPlaces", [text, limit]),
    async open({ structures, services, onProgress, signal }) {
      if (signal?.aborted) throw aborted();
      const given = { structures, services };
      /** @type {Transferable[]} */
      const transfer = [];
      if (asked.worker) {
        for (const kind of /** @type {const} */ (["structures", "services"])) {
          const source = given[kind];
          if (source === undefined) continue;
          const sent = await portable(source);
          given[kind] = sent.source;
          transfer.push(...sent.transfer);
        }
      }
      const counts = await asked.ask("open", [given], {
        transfer,
        onProgress,
        signal,
      });
      return {
        counts,
        ...questions(asked),
        suggestPlaces: (text, limit) => asked.ask("suggestPlaces", [text, limit]),
        close: () => asked.close(),
      };
    },
    async map(canvas) {
      const surface = asked.worker ? canvas.transferControlToOffscreen() : canvas;
      const transfer = asked.worker ? [/** @type {Transferable} */ (surface)] : [];
      await asked.ask("mapOpen", [surface], { transfer });
      return {
        setPalette: (colours) => asked.ask("mapPalette", [colours]),
        setSearch: (params, place) => asked.ask("mapSearch", [params, place]),
        setHighlight: (id) => asked.ask("mapHighlight", [id]),
        draw: (view) => asked.ask("mapDraw", [view]),
      };
    },
    close: () => asked.close(),
  };
}

/** What an atlas is asked. */
const QUESTIONS = /** @type {const} */ ([
  "searchServices",
  "search",
  "listServices",
  "listStructures",
  "retrieveService",
  "retrieveStructure",
  "clusters",
]);

/**
 * The atlas's methods, each a message away.
 *
 * @param {Asked} asked
 */
function questions(asked) {
  const entries = QUESTIONS.map((method) => [
    method,
    (/** @type {unknown[]} */ ...args) => asked.ask("atlas", [method, ...args]),
  ]);
  return /** @type {Pick<import("./inclusion-atlas.js").AsyncAtlas, typeof QUESTIONS[number]>} */ (
    Object.fromEntries(entries)
  );
}

/**
 * A worker that has started, or nothing where none can: blocked by a policy or a setting, or without module support. What
 * keeps the engine itself from starting is an error all the same.
 *
 * @returns {Promise<Asked | undefined>}
 */
async function inWorker() {
  // The map is drawn in the worker: without a canvas that can go there, the page is the better place for all.
  if (typeof Worker === "undefined" || !("transferControlToOffscreen" in HTMLCanvasElement.prototype))
    return undefined;
  /** @type {Worker} */
  let worker;
  try {
    worker = new Worker(new URL("worker.js", import.meta.url), {
      type: "module",
    });
  } catch {
    return undefined;
  }
  /** @type {Map<number, { resolve(value: any): void, reject(error: AtlasError): void, onProgress?: Asking["onProgress"] }>} */
  const pending = new Map();
  let next = 0;
  /** @type {AtlasError | undefined} */
  let dead;
  const die = (/** @type {AtlasError} */ error) => {
    dead = error;
    clearInterval(watch);
    worker.terminate();
    for (const { reject } of pending.values()) reject(error);
    pending.clear();
  };
  // A worker that a system has ended says nothing. Ticks are counted and not seconds: a computer that slept has lost none.
  let silent = 0;
  const watch = setInterval(() => {
    if (!pending.size) silent = 0;
    else if (++silent > PATIENCE) lost();
    else worker.postMessage({ ping: true });
  }, TICK);
  worker.onmessage = ({ data: { id, result, error, progress, pong } }) => {
    silent = 0;
    if (pong) return;
    const waiting = pending.get(id);
    if (progress) waiting?.onProgress?.(progress);
    else {
      pending.delete(id);
      if (error) waiting?.reject(fromMessage(error));
      else waiting?.resolve(result);
    }
  };
  const lost = () =>
    die(
      new AtlasError(
        "load",
        "Le moteur de recherche s’est arrêté, peut-être faute de mémoire. Rechargez la page.",
      ),
    );
  worker.onerror = (event) => {
    event.preventDefault();
    lost();
  };
  worker.onmessageerror = lost;
  /** @type {Asked} */
  const asked = {
    worker: true,
    ask(method, args, { transfer = [], onProgress, signal } = {}) {
      return new Promise((resolve, reject) => {
        if (dead) return reject(dead);
        const id = next++;
        const abort = () => worker.postMessage({ id, abort: true });
        signal?.addEventListener("abort", abort);
        const settle = (/** @type {(value: any) => void} */ how) => (/** @type {any} */ value) => {
          signal?.removeEventListener("abort", abort);
          how(value);
        };
        pending.set(id, { resolve: settle(resolve), reject: settle(reject), onProgress });
        worker.postMessage({ id, method, args }, transfer);
      });
    },
    close: () => die(aborted()),
  };
  try {
    await asked.ask("start", []);
    return asked;
  } catch (error) {
    // The script didn't run: the page tries. The engine didn't start: neither would it there, and it has said why.
    if (dead) return undefined;
    asked.close();
    throw error;
  }
}

/** @returns {Promise<Asked>} */
async function inPage() {
  const { Host } = await import("./host.js");
  const host = new Host();
  await host.start();
  return {
    worker: false,
    async ask(method, args, { onProgress = () => {}, signal = new AbortController().signal } = {}) {
      const extra = method === "open" ? [onProgress, signal] : [];
      return /** @type {any} */ (host)[method](...args, ...extra);
    },
    close: () => host.close(),
  };
}

// A host asked by name, wherever it is: behind a worker, or in the page.

import { AtlasError, aborted, fromMessage } from "./errors.js";

/** Milliseconds between two signs of life asked of a worker that owes an answer, and how many may be missed. */
const TICK = 5_000;
const PATIENCE = 12;

/**
 * @template [Progress=import("./host.js").Progress]
 * @typedef {{ transfer?: Transferable[], onProgress?: (progress: Progress) => void, signal?: AbortSignal }} Asking
 */
/** @typedef {{ ask(method: string, args: unknown[], how?: Asking<any>): Promise<any>, close(): void, worker: boolean }} Asked */

/**
 * A worker whose host has started, or nothing where none can: blocked by a policy or a setting, or without module support.
 * What keeps the engine itself from starting is an error all the same.
 *
 * @param {() => Worker} make
 * @param {(asked: Asked) => void} [meanwhile] asks what needn't wait for the start
 * @returns {Promise<Asked | undefined>}
 */
export async function inWorker(make, meanwhile) {
  if (typeof Worker === "undefined") return undefined;
  /** @type {Worker} */
  let worker;
  try {
    worker = make();
  } catch {
    return undefined;
  }
  /** @type {Map<number, { resolve(value: any): void, reject(error: AtlasError): void, onProgress?: Asking<any>["onProgress"] }>} */
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
    die(new AtlasError("load", "Le moteur s’est arrêté, peut-être faute de mémoire. Rechargez la page."));
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
    const started = asked.ask("start", []);
    meanwhile?.(asked);
    await started;
    return asked;
  } catch (error) {
    // The script didn't run: the page tries. The engine didn't start: neither would it there, and it has said why.
    if (dead) return undefined;
    asked.close();
    throw error;
  }
}

/**
 * A host in the page itself.
 *
 * @param {{ start(): Promise<void>, close(): void }} host
 * @param {string} long the method that reports and can be stopped
 * @returns {Promise<Asked>}
 */
export async function inPage(host, long) {
  await host.start();
  return {
    worker: false,
    async ask(method, args, { onProgress = () => {}, signal = new AbortController().signal } = {}) {
      const extra = method === long ? [onProgress, signal] : [];
      return /** @type {any} */ (host)[method](...args, ...extra);
    },
    close: () => host.close(),
  };
}

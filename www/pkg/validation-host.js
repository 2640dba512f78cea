// The validator and what it has read, asked by name: in a worker by `validation-worker.js`, in a page where no worker can
// start.

import { AtlasError, aborted } from "./errors.js";
import { interrupted, open } from "./sources.js";
import { PACE, pause, pump } from "./streaming.js";
import init, { Validator, codes, schemaReference } from "./validation-engine.js";

/** @typedef {import("./sources.js").Source} Source */
/** @typedef {import("./inclusion-atlas.js").ValidationProgress} Progress */
/** @typedef {import("./validation-engine.js").ValidatorOptions} Options */

export class ValidationHost {
  /** Ids of structures that were read, for the services that come with them. @type {Map<number, import("./validation-engine.js").Ids>} */
  #ids = new Map();
  #next = 1;

  /** Starts the engine, which comes with all that it needs. */
  async start() {
    await init();
  }

  /** What there is to choose from and to know before a file is read. */
  about() {
    return { schemas: Validator.schemas(), codes: codes() };
  }

  /** @param {string} version */
  reference(version) {
    return schemaReference(version);
  }

  /**
   * @param {Source} source
   * @param {Options & { structures?: number }} options `structures`: the handle of a report on structures
   * @param {(progress: Progress) => void} report
   * @param {AbortSignal} signal
   * @returns {Promise<import("./validation.js").HandledReport>}
   */
  async validate(source, { structures, ...options }, report, signal) {
    if (signal.aborted) throw aborted();
    const { stream, totalBytes } = await open(source, signal);
    const validator = new Validator(options);
    try {
      const known = structures === undefined ? undefined : this.#ids.get(structures);
      if (known) validator.setStructures(known);
      const progress = (/** @type {Progress["phase"]} */ phase) => {
        reported = performance.now();
        report({ phase, loadedBytes: read, totalBytes, ...validator.counts });
      };
      const here = source instanceof Blob || source instanceof Uint8Array;
      let read = 0;
      let reported = 0;
      // An empty file is one too: the engine must hear of it.
      validator.push(new Uint8Array());
      await pump(stream, {
        push: (bytes) => validator.push(bytes),
        moved: (bytes) => {
          read += bytes;
          if (performance.now() - reported > PACE) progress(here ? "read" : "download");
        },
        interrupted: () => (here ? unreadable() : interrupted()),
        signal,
      });
      progress("index");
      await pause();
      if (signal.aborted) throw aborted();
      const result = validator.finish();
      const { ids } = validator;
      if (!ids || result.kind === "services") {
        ids?.free();
        return result;
      }
      this.#ids.set(this.#next, ids);
      return { ...result, handle: this.#next++ };
    } finally {
      validator.free();
    }
  }

  /** @param {number} handle */
  forget(handle) {
    this.#ids.get(handle)?.free();
    this.#ids.delete(handle);
  }

  /** Gives the memory back. */
  close() {
    for (const handle of [...this.#ids.keys()]) this.forget(handle);
  }
}

/** What a file of this machine that can't be read leads to. */
function unreadable() {
  return new AtlasError(
    "fetch",
    "Ce fichier ne peut pas être lu. Il a peut-être été modifié, déplacé ou supprimé, ou c’est un dossier. Choisissez-le de nouveau.",
  );
}

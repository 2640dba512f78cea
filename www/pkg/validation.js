// The validator for a page: behind a worker that can reach no server, or in the page itself where no worker can start.

import { inPage, inWorker } from "./asking.js";
import { AtlasError, aborted } from "./errors.js";
import { portable } from "./sources.js";

export { AtlasError } from "./errors.js";

/** @typedef {import("./validation-engine.js").Report} Report */
/** @typedef {Report & { handle?: number }} HandledReport `handle`: of the ids of structures that were read */
/** @typedef {import("./inclusion-atlas.js").ValidationOptions} Options */

/**
 * Starts the validator.
 *
 * @param {{ worker?: boolean, signal?: AbortSignal }} [options] `worker` false: in the page itself
 */
export async function openValidator({ worker = true, signal } = {}) {
  if (signal?.aborted) throw aborted();
  if (typeof WebAssembly === "undefined") {
    const message =
      "Ce navigateur n’a pas WebAssembly, ou il est désactivé : la vérification ne peut pas fonctionner. Essayez avec un navigateur à jour.";
    throw new AtlasError("load", message);
  }
  const asked = (worker && (await worked())) || (await here());
  if (signal?.aborted) {
    asked.close();
    throw aborted();
  }
  /** @type {{ schemas: import("./validation-engine.js").SchemaRelease[], codes: import("./validation-engine.js").CodeDoc[] }} */
  const { schemas, codes } = await asked.ask("about", []);
  return {
    /** False: in the page, which stands still now and then. */
    worker: asked.worker,
    /** Released versions. */
    schemas: () => schemas,
    /** What is checked beyond the schema. */
    codes: () => codes,
    /**
     * @param {string} version
     * @returns {Promise<import("./validation-engine.js").SchemaReference>}
     */
    reference: (version) => asked.ask("reference", [version]),
    /**
     * A file's report. `structures`, the handle of the report on the structures that go with these services: each service
     * whose structure is missing is then told.
     *
     * @param {import("./sources.js").Source} file
     * @param {Omit<Options, "worker"> & { structures?: number }} [options]
     * @returns {Promise<HandledReport>}
     */
    async validate(file, { onProgress, signal, ...options } = {}) {
      if (signal?.aborted) throw aborted();
      const { source, transfer } = asked.worker ? await portable(file) : { source: file, transfer: [] };
      return asked.ask("validate", [source, options], { transfer, onProgress, signal });
    },
    /**
     * Lets go of ids of structures.
     *
     * @param {number} handle
     * @returns {Promise<void>}
     */
    forget: (handle) => asked.ask("forget", [handle]),
    close: () => asked.close(),
  };
}

/** @type {typeof import("./inclusion-atlas.js").validateFile} */
export async function validateFile(file, { worker, ...options } = {}) {
  const validator = await openValidator({ worker, signal: options.signal });
  try {
    const { handle: _, ...report } = await validator.validate(file, options);
    return report;
  } finally {
    validator.close();
  }
}

/**
 * A worker that begins as a blob has the Content-Security-Policy of its page: where the page may not connect to a server,
 * neither may the worker. One that begins as a file of the site would have that file's.
 */
async function worked() {
  const script = new URL("validation-worker.js", import.meta.url).href;
  const type = "text/javascript";
  const address = URL.createObjectURL(new Blob([`import ${JSON.stringify(script)};`], { type }));
  try {
    return await inWorker(() => new Worker(address, { type: "module" }));
  } finally {
    URL.revokeObjectURL(address);
  }
}

async function here() {
  const { ValidationHost } = await import("./validation-host.js");
  return inPage(new ValidationHost(), "validate");
}

// What a page imports: the engine behind a worker, or in the page itself where no worker can start.

import { inPage, inWorker } from "./asking.js";
import { AtlasError, aborted } from "./errors.js";
import { portable } from "./sources.js";

export { AtlasError } from "./errors.js";

/** @typedef {import("./sources.js").Source} Source */
/** @typedef {import("./host.js").Progress} Progress */
/** @typedef {import("./inclusion-atlas.js").OpenOptions} OpenOptions */
/** @typedef {import("./asking.js").Asked} Asked */
/** @typedef {NonNullable<Parameters<typeof import("./inclusion-atlas.js").startEngine>[0]>["pack"]} Expected */

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
export async function startEngine({ worker = true, signal, pack } = {}) {
  if (signal?.aborted) throw aborted();
  if (typeof WebAssembly === "undefined") {
    const message =
      "Ce navigateur n’a pas WebAssembly, ou il est désactivé : la recherche ne peut pas fonctionner. Essayez avec un navigateur à jour.";
    throw new AtlasError("load", message);
  }
  const asked = (worker && (await worked(pack))) || (await here());
  if (signal?.aborted) {
    asked.close();
    throw aborted();
  }
  return {
    ...always(asked),
    async open({ structures, services, pack, texts, gzip, kept, onProgress, signal }) {
      if (signal?.aborted) throw aborted();
      const address = pack && new URL(pack, document.baseURI).href;
      const given = { structures, services, pack: address, texts, gzip, kept };
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
        ...always(asked),
        publication: () => asked.ask("publication", []),
        newPublication: () => asked.ask("newPublication", []),
        close: () => asked.close(),
      };
    },
    keep: (name, of) => asked.ask("keep", [name, of]),
    kept: (name) => asked.ask("kept", [name]),
    forget: (name) => asked.ask("forget", [name]),
    changed: (name, addresses) => asked.ask("changed", [name, addresses]),
    async map(canvas) {
      const surface = asked.worker ? canvas.transferControlToOffscreen() : canvas;
      const transfer = asked.worker ? [/** @type {Transferable} */ (surface)] : [];
      await asked.ask("mapOpen", [surface], { transfer });
      return {
        setPalette: (colours) => asked.ask("mapPalette", [colours]),
        setSearch: (params, about) => asked.ask("mapSearch", [params, about]),
        setHighlight: (id) => asked.ask("mapHighlight", [id]),
        readCommunes: (departement) => asked.ask("mapCommunes", [departement]),
        draw: (view, moving) => asked.ask("mapDraw", [view, moving]),
      };
    },
    close: () => asked.close(),
  };
}

/**
 * What is answered with data and without.
 *
 * @param {Asked} asked
 * @returns {Pick<import("./inclusion-atlas.js").Engine, "suggestPlaces" | "openings">}
 */
const always = (asked) => ({
  suggestPlaces: (text, limit) => asked.ask("suggestPlaces", [text, limit]),
  openings: (places, at) => asked.ask("openings", [places.map(hoursOf), at]),
});

/**
 * Of a record, what its hours need: less to send.
 *
 * @param {import("./inclusion-atlas.js").Hours} place
 */
const hoursOf = ({ horaires_accueil, code_insee }) => ({ horaires_accueil, code_insee });

/** What an atlas is asked. */
const QUESTIONS = /** @type {const} */ ([
  "searchServices",
  "searchServicesInFull",
  "totals",
  "search",
  "listServices",
  "listStructures",
  "retrieveService",
  "retrieveStructure",
  "clusters",
  "overview",
  "changes",
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
 * @param {Expected} pack
 * @returns {Promise<Asked | undefined>}
 */
async function worked(pack) {
  // The map is drawn in the worker: without a canvas that can go there, the page is the better place for all.
  if (!("transferControlToOffscreen" in HTMLCanvasElement.prototype)) return undefined;
  return inWorker(
    () => new Worker(new URL("worker.js", import.meta.url), { type: "module" }),
    (asked) => void expect(asked, pack),
  );
}

/**
 * Has the manifest of a pack fetched before the engine is there.
 *
 * @param {Asked} asked
 * @param {Expected} pack
 */
async function expect(asked, pack) {
  try {
    const address = await pack;
    if (address) await asked.ask("expect", [new URL(address, document.baseURI).href]);
  } catch {
    // Opening it will say so.
  }
}

async function here() {
  const { Host } = await import("./host.js");
  return inPage(new Host(), "open");
}

/** @type {typeof import("./inclusion-atlas.js").validateFile} */
export async function validateFile(file, options) {
  // Who only searches doesn't load it.
  const validation = await import("./validation.js");
  return validation.validateFile(file, options);
}

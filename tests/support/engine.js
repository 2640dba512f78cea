// The built package in Node, through its public contract.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { built, dist } from "./paths.js";

/** @typedef {typeof import("../../www/pkg/engine.js")} Engine */
/** @typedef {import("../../www/pkg/engine.js").Territory} Territory */

/**
 * Starts the engine.
 *
 * @returns {Promise<{ engine: Engine, territory: Territory, memory: WebAssembly.Memory }>} `memory` is the module's own
 */
export async function startEngine() {
  const engine = await import(pathToFileURL(built(`${dist}/pkg/engine.js`)).href);
  const module_or_path = readFileSync(built(`${dist}/pkg/wasm/atlas_bg.wasm`));
  const { memory } = await engine.default({ module_or_path });
  const territory = new engine.Territory(readFileSync(built(`${dist}/pkg/territory.bin`)));
  return { engine, territory, memory };
}

/**
 * The same data in the small engine, whose pages never read the published files.
 *
 * @param {import("../../www/pkg/engine.js").Atlas} atlas
 * @returns {Promise<import("../../www/pkg/engine.js").Atlas>}
 */
export async function inSmallEngine(atlas) {
  const pkg = (/** @type {string} */ name) => import(pathToFileURL(built(`${dist}/pkg/${name}`)).href);
  const wasm = (/** @type {string} */ name) => ({
    module_or_path: readFileSync(built(`${dist}/pkg/wasm/${name}_bg.wasm`)),
  });
  const { default: init, Atlas, Territory } = await pkg("pack-engine.js");
  await init(wasm("pack"));
  await (await pkg("hours.js")).loadHours(wasm("hours"));
  return Atlas.fromPack(atlas.toPack(), new Territory(readFileSync(built(`${dist}/pkg/territory.bin`))));
}

/**
 * Reads two files whose bytes are at hand.
 *
 * @param {{ engine: Engine, territory: Territory }} started
 * @param {Uint8Array} structures
 * @param {Uint8Array} services
 * @param {(bytes: Uint8Array) => Iterable<Uint8Array>} cut
 */
export function open({ engine, territory }, structures, services, cut = (bytes) => [bytes]) {
  const builder = new engine.AtlasBuilder(territory);
  for (const chunk of cut(structures)) builder.pushStructures(chunk);
  for (const chunk of cut(services)) builder.pushServices(chunk);
  return builder.finish();
}

/**
 * Runs what must fail, and gives its error.
 *
 * @param {() => unknown} run
 * @param {string} code
 * @returns {import("../../www/pkg/engine.js").AtlasError}
 */
export function failure(run, code) {
  try {
    run();
  } catch (/** @type {any} */ error) {
    assert.equal(error?.name, "AtlasError", `not an AtlasError: ${error}`);
    assert.equal(error instanceof Error, true);
    assert.equal(error.code, code, error.message);
    assert.match(error.message, /^\p{Lu}.*[.)]$/su, "a message is a sentence");
    return error;
  }
  return assert.fail(`nothing was thrown, expected AtlasError('${code}')`);
}

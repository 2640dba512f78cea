// The other side of the bench, in a process of its own: the built engine, fed in chunks of 256 kB.
//
//   node engine.js STRUCTURES SERVICES QUESTIONS PREFIXES

import { closeSync, openSync, readFileSync, readSync } from "node:fs";
import { startEngine } from "../support/engine.js";
import { first20, quantiles, report, stopwatch } from "./measure.js";

const [structuresPath, servicesPath, questionsPath, prefixesPath] = process.argv.slice(2);
/** @type {import("./measure.js").Question[]} */
const questions = JSON.parse(readFileSync(questionsPath, "utf8"));
/** @type {string[]} */
const prefixes = JSON.parse(readFileSync(prefixesPath, "utf8"));

const watch = stopwatch();
const { engine, territory, memory } = await startEngine();
watch.lap("start, territory");

const builder = new engine.AtlasBuilder(territory);
const buffer = Buffer.alloc(256 * 1024);

/**
 * @param {string} path
 * @param {(chunk: Uint8Array) => void} push
 */
function stream(path, push) {
  const file = openSync(path, "r");
  for (let read; (read = readSync(file, buffer)) > 0;) push(buffer.subarray(0, read));
  closeSync(file);
}
stream(structuresPath, (chunk) => builder.pushStructures(chunk));
stream(servicesPath, (chunk) => builder.pushServices(chunk));
watch.lap("read");
const atlas = builder.finish();
watch.lap("index");

const answer = (/** @type {import("./measure.js").Question} */ { params }) => atlas.searchServices(params);
answer(questions[0]);
const loaded = watch.total();

const searched = first20(questions, answer);

/** @type {number[]} */
const typed = [];
let suggested = 0;
for (const prefix of prefixes) {
  const start = performance.now();
  suggested += territory.suggestPlaces(prefix, 8).length;
  typed.push(performance.now() - start);
}
const { structures, services } = atlas.counts;

report({
  laps: watch.laps,
  loaded,
  counts: { structures, services },
  wasmBytes: memory.buffer.byteLength,
  suggest: { lookups: prefixes.length, suggested, ...quantiles(typed) },
  ...searched,
});

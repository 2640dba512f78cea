// The other side of the bench, in a process of its own: the built engine, fed in chunks of 256 kB.
//
//   node engine.js STRUCTURES SERVICES QUESTIONS WORDS PREFIXES

import { closeSync, openSync, readFileSync, readSync } from "node:fs";
import { startEngine } from "../support/engine.js";
import { asked, peak, quantiles, report, stopwatch } from "./measure.js";

const [structuresPath, servicesPath, questionsPath, wordsPath, prefixesPath] = process.argv.slice(2);
/** @type {import("./measure.js").Question[]} */
const questions = JSON.parse(readFileSync(questionsPath, "utf8"));
/** @type {import("./measure.js").Words[]} */
const texts = JSON.parse(readFileSync(wordsPath, "utf8"));
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
const counted = (/** @type {import("./measure.js").Question} */ { params }) =>
  atlas.searchServices({ ...params, facettes: true });
/** @typedef {import("./measure.js").Words} Words */
const named = (/** @type {Words} */ { typed }) =>
  atlas.searchServices({ q: typed, tri: "pertinence", size: 20 });
const inTexts = (/** @type {Words} */ { whole }) => atlas.search({ q: whole, size: 20 });
answer(questions[0]);
watch.lap("first answer");
const withoutNames = watch.total();
named(texts[0]);
watch.lap("first answer in names");
const loaded = watch.total();

const searched = asked(questions, answer);
const facets = asked(questions, counted);
const names = asked(texts, named);
// Before what the other side hasn't.
const peakBytes = peak();
const wasmBytes = memory.buffer.byteLength;

const before = performance.now();
inTexts(texts[0]);
const firstText = performance.now() - before;
const fullText = asked(texts, inTexts);

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
  withoutNames,
  loaded,
  counts: { structures, services },
  wasmBytes,
  wasmBytesWithTexts: memory.buffer.byteLength,
  firstText,
  texts: fullText.query,
  suggest: { lookups: prefixes.length, suggested, ...quantiles(typed) },
  ...searched,
  facets: facets.query,
  names: names.query,
  peakBytes,
});

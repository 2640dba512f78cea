// The engine against the usual JavaScript stack, on the same files and questions, in one run. Called by
// `./build.sh bench`; prints Markdown. No test asserts a time; a wrong answer fails.
//
//   node run.js [--structures N] [--services N] [--questions N] [--data FOLDER] [--seed N] [--runs N]
//
// Each side runs --runs times (3), in turns; times are those of its best run, memory that of its worst.
// --data takes a folder that holds structures.json and services.json in place of generated ones.

import { mkdirSync, statSync, writeFileSync } from "node:fs";
import os from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { readJson } from "../support/data.js";
import { metres, passes } from "../support/naive.js";
import { makePrefixes, makeQuestions, makeWords } from "./questions.js";
import { nationalData, side, work } from "./sides.js";

const { values: options } = parseArgs({
  options: {
    structures: { type: "string", default: "100000" },
    services: { type: "string", default: "140000" },
    questions: { type: "string", default: "300" },
    seed: { type: "string", default: "1" },
    runs: { type: "string", default: "3" },
    data: { type: "string" },
  },
});

mkdirSync(work, { recursive: true });
const [structures, services, seed] = [options.structures, options.services, options.seed].map(Number);
const data = options.data ? resolve(options.data) : nationalData(structures, services, seed);
const files = [join(data, "structures.json"), join(data, "services.json")];
const [questions, words, prefixes] = ["questions", "words", "prefixes"].map((name) =>
  join(work, `${name}.json`),
);
const asked = makeQuestions(Number(options.questions));
writeFileSync(questions, JSON.stringify(asked));
writeFileSync(words, JSON.stringify(makeWords(readJson(files[1]), Number(options.questions))));
writeFileSync(prefixes, JSON.stringify(makePrefixes(10_000)));

const runs = Array.from({ length: Number(options.runs) }, () => ({
  javascript: side("javascript.js", [...files, questions, words]),
  engine: side("engine.js", [...files, questions, words, prefixes]),
}));
const javascript = best(runs.map((run) => run.javascript));
const engine = best(runs.map((run) => run.engine));
const differing = checkTotals();
print();

/**
 * Each figure from the run that did best at it, so that a busy machine spoils no side.
 *
 * @param {any[]} runs
 */
function best(runs) {
  const least = (/** @type {(run: any) => number} */ time) =>
    runs.reduce((a, b) => (time(b) < time(a) ? b : a));
  const { loaded, withoutNames, laps, totals, counts, wasmBytes, wasmBytesWithTexts } = least(
    (run) => run.loaded,
  );
  return {
    ...{ loaded, withoutNames, laps, totals, counts, wasmBytes, wasmBytesWithTexts },
    query: least((run) => run.query.median).query,
    near: least((run) => run.near?.median ?? 0).near,
    facets: least((run) => run.facets.median).facets,
    names: least((run) => run.names.median).names,
    namesByDefault: least((run) => run.namesByDefault?.median ?? 0).namesByDefault,
    texts: least((run) => run.texts?.median ?? 0).texts,
    firstText: least((run) => run.firstText ?? 0).firstText,
    suggest: least((run) => run.suggest?.sum ?? 0).suggest,
    peakBytes: Math.max(...runs.map((run) => run.peakBytes)),
  };
}

/**
 * The engine's totals must be those of the same predicate with an exact distance. The stack's own may differ where a
 * service lies so near the edge that a sphere misplaces it: that is counted, and anything else fails.
 *
 * @returns {number} questions on which the sphere is wrong
 */
function checkTotals() {
  const services = readJson(files[1]);
  let differing = 0;
  for (const [number, { params, centre, zones }] of asked.entries()) {
    if (engine.totals[number] === javascript.totals[number]) continue;
    const open = new Set(zones);
    let exact = 0;
    for (const service of services) {
      if (!passes(service, params)) continue;
      if (
        service.zone_eligibilite &&
        !service.zone_eligibilite.some((/** @type {string} */ code) => open.has(code))
      )
        continue;
      const { latitude: lat, longitude: lon } = service;
      const near = lat !== null && lon !== null && metres(centre, { lat, lon }) <= params.rayon_km * 1000;
      if (near || service.modes_accueil?.includes("a-distance")) exact++;
    }
    if (engine.totals[number] !== exact) {
      const answers = `engine ${engine.totals[number]}, exact ${exact}, stack ${javascript.totals[number]}`;
      throw new Error(`totals differ: ${JSON.stringify(params)}: ${answers}`);
    }
    differing++;
  }
  return differing;
}

function print() {
  const megabytes = (/** @type {number} */ bytes) => `${Math.round(bytes / 1e6)} MB`;
  const ms = (/** @type {number} */ time) =>
    time >= 1000 ? `${(time / 1000).toFixed(2)} s` : `${time >= 10 ? time.toFixed(0) : time.toFixed(3)} ms`;
  const laps = (/** @type {Record<string, number>} */ times) =>
    Object.entries(times)
      .map(([name, time]) => `${name} ${ms(time)}`)
      .join(", ");
  /** @type {[string, (value: number) => string, number, number][]} */
  const rows = [
    ["files → first answers, around a place and in names", ms, javascript.loaded, engine.loaded],
    ["same, around a place only", ms, javascript.withoutNames, engine.withoutNames],
    ["peak memory of the process", megabytes, javascript.peakBytes, engine.peakBytes],
    ["radius + thématiques + mode + first 20, median", ms, javascript.query.median, engine.query.median],
    ["same, p99", ms, javascript.query.p99, engine.query.p99],
    ["same, median, the stack leaving remote services out", ms, javascript.near.median, engine.query.median],
    ["the same with facets, median", ms, javascript.facets.median, engine.facets.median],
    ["same, p99", ms, javascript.facets.p99, engine.facets.p99],
    ["text in names, first 20, median", ms, javascript.namesByDefault.median, engine.names.median],
    ["same, p99", ms, javascript.namesByDefault.p99, engine.names.p99],
    ["same, median, the stack asked for all words", ms, javascript.names.median, engine.names.median],
    ["same, p99", ms, javascript.names.p99, engine.names.p99],
  ];
  const bytes = files.reduce((sum, path) => sum + statSync(path).size, 0);
  const { structures, services } = engine.counts;
  const answered = engine.totals.filter((/** @type {number} */ total) => total > 0).length;
  const lines = [
    `## Engine against JSON.parse + Map + kdbush + MiniSearch`,
    "",
    `${structures} structures and ${services} services, ${megabytes(bytes)}; ${asked.length} questions, ${answered} with`,
    `answers; best of ${runs.length} runs. ${os.cpus()[0]?.model}, ${os.availableParallelism()} cores, ${megabytes(os.totalmem())}; Node ${process.version}.`,
    "",
    "| what | JavaScript stack | engine | ratio |",
    "|---|---:|---:|---:|",
    ...rows.map(
      ([what, unit, theirs, ours]) =>
        `| ${what} | ${unit(theirs)} | ${unit(ours)} | ${(theirs / ours).toFixed(1)}× |`,
    ),
    "",
    `- Stack: ${laps(javascript.laps)}.`,
    `- Engine: ${laps(engine.laps)}; ${megabytes(engine.wasmBytes)} of WebAssembly memory.`,
    `- Full text (\`search\`, which the stack hasn't): first ${ms(engine.firstText)}, then median ${ms(engine.texts.median)}, p99 ${ms(engine.texts.p99)}; ${megabytes(engine.wasmBytesWithTexts)} then.`,
    `- ${engine.suggest.lookups} look-ups as one types: ${ms(engine.suggest.sum)}, median ${ms(engine.suggest.median)}, p99 ${ms(engine.suggest.p99)}.`,
    `- Totals are equal, but on ${differing} questions where the stack's sphere misplaces the radius's edge.`,
    "",
  ];
  process.stdout.write(lines.join("\n"));
}

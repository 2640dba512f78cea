// The validator against JSON.parse + ajv and against the official package, on the same files, in one run. Called by
// `./build.sh bench`; prints Markdown. A different count of invalid records fails.
//
//   node validation.js [--structures N] [--services N] [--seed N] [--runs N] [--data FOLDER]
//
// Each side runs --runs times (3; the official package once), in turns; times are those of its best run, memory that of
// its worst.

import { execFileSync } from "node:child_process";
import { mkdirSync, statSync, writeFileSync } from "node:fs";
import os from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { root } from "../support/paths.js";
import { nationalData, side, work } from "./sides.js";

const { values: options } = parseArgs({
  options: {
    structures: { type: "string", default: "100000" },
    services: { type: "string", default: "140000" },
    seed: { type: "string", default: "1" },
    runs: { type: "string", default: "3" },
    data: { type: "string" },
  },
});
mkdirSync(work, { recursive: true });
const [structures, services, seed] = [options.structures, options.services, options.seed].map(Number);
const data = options.data ? resolve(options.data) : nationalData(structures, services, seed);
const files = [join(data, "structures.json"), join(data, "services.json")];
const python = join(root, "target/referee/1.0.10/bin/python");
const script = fileURLToPath(new URL("validation-official.py", import.meta.url));
const official = (/** @type {string[]} */ ...args) =>
  execFileSync(python, [script, ...args], { maxBuffer: 2 ** 28 }).toString();
const schemas = join(work, "json-schemas.json");
writeFileSync(schemas, official("--schemas"));

/** @typedef {{ total: number, laps: Record<string, number>, records: number, invalid: number, peakBytes: number }} Figures */
const runs = Array.from({ length: Number(options.runs) }, () => ({
  ajv: /** @type {Figures} */ (side("validation-ajv.js", [...files, schemas])),
  engine: /** @type {Figures} */ (side("validation-engine.js", files)),
}));
const ajv = best(runs.map((run) => run.ajv));
const engine = best(runs.map((run) => run.engine));
const theirs = /** @type {Figures} */ (JSON.parse(official(...files)));
if (engine.records !== theirs.records || engine.invalid !== theirs.invalid) {
  throw new Error(
    `the official package finds ${theirs.invalid} invalid of ${theirs.records}, we ${engine.invalid} of ${engine.records}`,
  );
}

/** @param {Figures[]} all */
function best(all) {
  const quickest = all.reduce((a, b) => (b.total < a.total ? b : a));
  return { ...quickest, peakBytes: Math.max(...all.map((run) => run.peakBytes)) };
}

const seconds = (/** @type {number} */ ms) => `${(ms / 1000).toFixed(2)} s`;
const megabytes = (/** @type {number} */ bytes) => `${Math.round(bytes / 1e6)} MB`;
const laps = (/** @type {Record<string, number>} */ times) =>
  Object.entries(times)
    .map(([name, time]) => `${name} ${seconds(time)}`)
    .join(", ");
const times = (/** @type {number} */ a, /** @type {number} */ b) => `${(a / b).toFixed(1)}×`;
const bytes = files.reduce((sum, path) => sum + statSync(path).size, 0);
process.stdout.write(
  [
    "## Validation of the national files",
    "",
    `${engine.records} records, ${megabytes(bytes)}, ${engine.invalid} invalid; best of ${runs.length} runs.`,
    `${os.cpus()[0]?.model}, ${os.availableParallelism()} cores, ${megabytes(os.totalmem())}; Node ${process.version}.`,
    "",
    "| side | time | peak memory | engine is |",
    "|---|---:|---:|---:|",
    `| engine, in WebAssembly | ${seconds(engine.total)} | ${megabytes(engine.peakBytes)} | |`,
    `| JSON.parse + ajv | ${seconds(ajv.total)} | ${megabytes(ajv.peakBytes)} | ${times(ajv.total, engine.total)} faster, ${times(ajv.peakBytes, engine.peakBytes)} smaller |`,
    `| official package | ${seconds(theirs.total)} | ${megabytes(theirs.peakBytes)} | ${times(theirs.total, engine.total)} faster, ${times(theirs.peakBytes, engine.peakBytes)} smaller |`,
    "",
    `- Engine: ${laps(engine.laps)}.`,
    `- ajv: ${laps(ajv.laps)}; ${ajv.invalid} invalid by the JSON Schema, which is stricter on addresses and laxer elsewhere.`,
    `- Official package: ${laps(theirs.laps)}.`,
    "",
  ].join("\n"),
);

// What a first answer takes of a pack's folder: bytes as brotli sends them, for communes of every size.
//
// node tests/bench/pack.js FOLDER [communes]: the folder that `inclusion-atlas pack` made. The engine is that of dist/.

import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { startEngine } from "../support/engine.js";
import { sampledCommunes } from "./communes.js";

const [folder, wanted = "50"] = process.argv.slice(2);
const { engine, territory } = await startEngine();
const manifest = readFileSync(join(folder, "manifest.json"));
const sent = (/** @type {string} */ name) => statSync(join(folder, `${name}.br`)).size;

const communes = sampledCommunes(territory, Number(wanted));

/** @param {number[]} values @param {number} share */
const quantile = (values, share) =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))];
const kB = (/** @type {number} */ bytes) => `${Math.round(bytes / 1000)} kB`;

/**
 * What one question takes of a folder of which nothing is there yet.
 *
 * @param {string} method
 * @param {object} [question]
 */
function ask(method, question) {
  const atlas = engine.Atlas.ofFolder(manifest, territory, false);
  let bytes = sent("manifest.json");
  let files = 1;
  let rounds = 1;
  const start = performance.now();
  for (;;) {
    const names = atlas.missing(method, question);
    if (!names.length) break;
    rounds++;
    for (const name of names) {
      bytes += sent(name);
      files++;
      atlas.give(name, readFileSync(join(folder, name)));
    }
  }
  if (method in atlas) /** @type {any} */ (atlas)[method](question);
  const time = performance.now() - start;
  atlas.free();
  return { bytes, files, rounds, time };
}

for (const rayon_km of [20, 50]) {
  /** @type {number[]} */ const bytes = [];
  /** @type {number[]} */ const files = [];
  /** @type {number[]} */ const rounds = [];
  /** @type {number[]} */ const times = [];
  for (const code_commune of communes.keys()) {
    const question = { code_commune, rayon_km, size: 20, facettes: true, regles: "atlas" };
    const told = ask("searchServices", question);
    bytes.push(told.bytes);
    files.push(told.files);
    rounds.push(told.rounds);
    times.push(told.time);
  }
  const of = (/** @type {number[]} */ values, /** @type {(value: number) => unknown} */ told) =>
    [0.5, 0.95, 1].map((share) => told(quantile(values, share))).join(" / ");
  console.log(`${rayon_km} km, ${bytes.length} communes; median / p95 / most:`);
  console.log(`  data: ${of(bytes, kB)}; files: ${of(files, String)}; rounds: ${of(rounds, String)}`);
  console.log(`  engine: ${of(times, (ms) => `${Math.round(ms)} ms`)}`);
}
console.log(`manifest: ${kB(sent("manifest.json"))}`);

/** Questions about the whole country. */
const everywhere = { regles: "atlas", facettes: true, explication: true, size: 20 };
/** @type {[string, string, object?][]} */
const national = [
  ["nothing asked: what there is", "summary"],
  [
    "free of charge, the newest first",
    "searchServices",
    { ...everywhere, frais: ["gratuit"], tri: "date_maj" },
  ],
  ["two words", "searchServices", { ...everywhere, q: "permis conduire", tri: "pertinence" }],
  ["open at an instant", "searchServices", { ...everywhere, ouvert_le: "2026-03-03T10:00", tri: "date_maj" }],
  ["a région", "searchServices", { ...everywhere, code_region: "44" }],
  ["within 200 km", "searchServices", { ...everywhere, code_commune: "75056", rayon_km: 200 }],
  ["counted, by a filter", "totals", [{ frais: ["gratuit"] }]],
  ["on the map, by a filter", "map", { frais: ["gratuit"] }],
  ["the first of a list", "listServices", { thematiques: ["numerique"], size: 10 }],
];
for (const [name, method, question] of national) {
  const { bytes, files, rounds, time } = ask(method, question);
  console.log(`${name}: ${kB(bytes)}, ${files} files, ${rounds} rounds, ${Math.round(time)} ms`);
}

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

for (const rayon_km of [20, 50]) {
  /** @type {number[]} */ const bytes = [];
  /** @type {number[]} */ const files = [];
  /** @type {number[]} */ const rounds = [];
  /** @type {number[]} */ const times = [];
  for (const code_commune of communes.keys()) {
    const atlas = engine.Atlas.ofFolder(manifest, territory, false);
    const question = {
      code_commune,
      rayon_km,
      size: 20,
      facettes: true,
      regles: /** @type {const} */ ("atlas"),
    };
    let sum = sent("manifest.json");
    let count = 1;
    let round = 1;
    const start = performance.now();
    for (;;) {
      const names = atlas.missing("searchServices", question);
      if (!names.length) break;
      round++;
      for (const name of names) {
        sum += sent(name);
        count++;
        atlas.give(name, readFileSync(join(folder, name)));
      }
    }
    atlas.searchServices(question);
    times.push(performance.now() - start);
    bytes.push(sum);
    files.push(count);
    rounds.push(round);
    atlas.free();
  }
  const of = (/** @type {number[]} */ values, /** @type {(value: number) => unknown} */ told) =>
    [0.5, 0.95, 1].map((share) => told(quantile(values, share))).join(" / ");
  console.log(`${rayon_km} km, ${bytes.length} communes; median / p95 / most:`);
  console.log(`  data: ${of(bytes, kB)}; files: ${of(files, String)}; rounds: ${of(rounds, String)}`);
  console.log(`  engine: ${of(times, (ms) => `${Math.round(ms)} ms`)}`);
}
console.log(`manifest: ${kB(sent("manifest.json"))}`);

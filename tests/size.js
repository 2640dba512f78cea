// What is downloaded, compressed as a host would (brotli 11). A growth is a diff of size-snapshot.json.
//
//   node size.js            prints
//   node size.js --check    fails when something is more than 2 % over the snapshot
//   node size.js --write    takes today's sizes as the snapshot

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { extname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants } from "node:zlib";
import { built, dist } from "./support/paths.js";

const snapshotPath = fileURLToPath(new URL("size-snapshot.json", import.meta.url));
const tolerance = 1.02;

/** @param {string} path */
function compressed(path) {
  const bytes = readFileSync(path);
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  return brotliCompressSync(bytes, { params }).length;
}

/**
 * Every file of the site that the page named by `start` loads: followed through links, scripts, imports, workers.
 *
 * @param {string} start path
 * @param {Set<string>} seen
 */
function loadedBy(start, seen = new Set()) {
  if (seen.has(start)) return seen;
  seen.add(start);
  if (![".html", ".css", ".js"].includes(extname(start))) return seen;
  // Types in comments load nothing.
  const text = readFileSync(start, "utf8").replace(/\/\*\*[\s\S]*?\*\//g, "");
  for (const [, name] of text.matchAll(/["'(]((?:\.{0,2}\/)?[\w./-]+\.(?:css|js|wasm|svg|json))["')]/g)) {
    const path = join(start, "..", name);
    if (existsSync(path) && extname(path) !== ".json") loadedBy(path, seen);
  }
  return seen;
}

const inPackage = (/** @type {string} */ name) => join(dist, "pkg", name);
// Loaded when they are asked for: the validator's half, what reads the published files, opening hours, the map.
const later = {
  validator: ["validation.js"],
  whole: ["search-engine.js", "wasm/atlas.js", "wasm/atlas_bg.wasm"],
  hours: ["wasm/hours.js", "wasm/hours_bg.wasm"],
  map: ["wasm/map.js", "wasm/map_bg.wasm"],
};
const not = Object.values(later).flat().map(inPackage);
const first = (/** @type {string} */ page) =>
  [...loadedBy(built(join(dist, page)), new Set(not))].filter((path) => !not.includes(path));
const pages = {
  search: first("index.html"),
  selection: first("selection.html"),
  fiche: first("fiche.html"),
  validator: [...loadedBy(built(join(dist, "valideur.html")))],
  overview: first("tableau-de-bord.html"),
};
const data = {
  search: ["territory.bin"].map(inPackage),
  selection: ["territory.bin"].map(inPackage),
  fiche: ["territory.bin"].map(inPackage),
  validator: ["territory.js"].map(inPackage),
  overview: ["territory.bin", "departements.bin"].map(inPackage),
};
/** @type {Record<string, number>} */
const sizes = {};
const parts = {
  "the whole engine": later.whole.map(inPackage),
  "opening hours": later.hours.map(inPackage),
  "the map": [...later.map, "outlines.bin"].map(inPackage),
};
const all = new Set([...Object.values(pages), ...Object.values(data), ...Object.values(parts)].flat());
for (const path of [...all].sort()) sizes[relative(dist, path)] = compressed(path);
const sum = (/** @type {string[]} */ paths) =>
  [...new Set(paths)].reduce((all, path) => all + sizes[relative(dist, path)], 0);
for (const page of /** @type {const} */ (["search", "selection", "fiche", "validator", "overview"])) {
  sizes[`${page} page, code`] = sum(pages[page].filter((path) => !data[page].includes(path)));
  sizes[`${page} page, data of the territory`] = sum(data[page]);
}
for (const [name, paths] of Object.entries(parts)) sizes[name] = sum(paths);

const [mode] = process.argv.slice(2);
/** @type {Record<string, number>} */
const snapshot = existsSync(snapshotPath) ? JSON.parse(readFileSync(snapshotPath, "utf8")) : {};
const over = [];
console.log(`| brotli 11, bytes | now | snapshot |\n|---|---:|---:|`);
for (const [name, size] of Object.entries(sizes)) {
  const before = snapshot[name];
  console.log(`| ${name} | ${size} | ${before ?? "new"} |`);
  if (before !== undefined && size > before * tolerance) over.push(name);
}

if (mode === "--write") {
  writeFileSync(snapshotPath, `${JSON.stringify(sizes, null, 2)}\n`);
} else if (mode === "--check" && (over.length || !existsSync(snapshotPath))) {
  const why = over.length
    ? `Over the snapshot by more than 2 %: ${over.join("; ")}.`
    : "There is no snapshot.";
  console.error(`${why} If it is meant: node tests/size.js --write`);
  process.exitCode = 1;
}

// What is downloaded, compressed as a host would (brotli 11). A growth is a diff of size-snapshot.json.
//
//   node size.js            prints
//   node size.js --check    fails when something is more than 2 % over the snapshot
//   node size.js --write    takes today's sizes as the snapshot

import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
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
  const text = readFileSync(start, "utf8")
    .replace(/\/\*\*[\s\S]*?\*\//g, "")
    // Where a bundled module had its place: not what it loads.
    .replace(/new URL\("[^"]+",\s*import\.meta\.url\)\.href/g, "");
  for (const [, name] of text.matchAll(/["'(]((?:\.{0,2}\/)?[\w./-]+\.(?:css|js|wasm|svg|json))["')]/g)) {
    const path = join(start, "..", name);
    if (existsSync(path) && extname(path) !== ".json") loadedBy(path, seen);
  }
  return seen;
}

const inPackage = (/** @type {string} */ name) => join(dist, "pkg", name);
/** Loaded when they are asked for: what reads the published files, opening hours, the map. */
const parts = {
  "the whole engine": ["wasm/atlas_bg.wasm"].map(inPackage),
  "opening hours": ["wasm/hours_bg.wasm"].map(inPackage),
  "the map": ["wasm/map_bg.wasm", "outlines.bin"].map(inPackage),
};
// Loaded by few visits: the validator where somebody asks for it, the engine in a page that can't have a worker.
const rare = (/** @type {string} */ path) =>
  path === inPackage("validation.js") ||
  Object.values(parts).flat().includes(path) ||
  /[\\/]bundle[\\/](host|search-engine)-/.test(path);
/** @param {string} page */
function codeOf(page) {
  const built = join(dist, "bundle");
  const left = existsSync(built) ? readdirSync(built).map((name) => join(built, name)) : [];
  const modules = Object.values(parts).flat();
  const skipped = new Set([...left, ...modules, inPackage("validation.js")].filter(rare));
  return [...loadedBy(join(dist, page), new Set(skipped))].filter((path) => !skipped.has(path));
}
built(join(dist, "index.html"));
const pages = {
  search: codeOf("index.html"),
  selection: codeOf("selection.html"),
  fiche: codeOf("fiche.html"),
  validator: [...loadedBy(join(dist, "valideur.html"))],
  overview: codeOf("tableau-de-bord.html"),
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
const all = new Set([...Object.values(pages), ...Object.values(data), ...Object.values(parts)].flat());
/** @type {Map<string, number>} */
const measured = new Map();
/** A file without the digest in its name: parts that several pages share are told together. */
const label = (/** @type {string} */ path) => relative(dist, path).replace(/-[0-9A-Z]{8}(?=\.\w+$)/, "");
for (const path of [...all].sort()) {
  measured.set(path, compressed(path));
  sizes[label(path)] = (sizes[label(path)] ?? 0) + (measured.get(path) ?? 0);
}
const sum = (/** @type {string[]} */ paths) =>
  [...new Set(paths)].reduce((all, path) => all + (measured.get(path) ?? 0), 0);
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

// Made-up data: from the project's own generator, or written here record by record.

import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { built, root, tool } from "./paths.js";

/** A folder that goes when the process ends. */
export function temporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), "inclusion-atlas-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/**
 * @typedef {object} Made
 * @property {string} folder
 * @property {string} structures path of structures.json
 * @property {string} services path of services.json
 * @property {string} [pack] folder of a pack of them
 */

/** The day of the data that `packed` tells. */
export const DAY = "2026-11-23";

/**
 * Makes a pack of the files, as a site is given it.
 *
 * @param {Made} made
 * @param {{ out?: string, date?: string, previous?: string }} options `previous`: the folder of the publication before
 * @returns {Made & { pack: string }}
 */
export function packed(made, { out = join(made.folder, "pack"), date = DAY, previous } = {}) {
  const files = ["--structures", made.structures, "--services", made.services, "--out", out];
  const before = previous ? ["--previous", previous] : [];
  execFileSync(built(tool), ["pack", ...files, ...before, "--date", date, "--brotli", "1"], {
    cwd: root,
    stdio: ["ignore", "ignore", "inherit"],
  });
  return { ...made, pack: out };
}

/**
 * Runs the generator.
 *
 * @param {{ structures: number, services: number, seed?: number, out?: string, more?: string[] }} options
 * @returns {Made}
 */
export function generate({ structures, services, seed = 1, out = temporaryFolder(), more = [] }) {
  mkdirSync(out, { recursive: true });
  const counts = ["--structures", String(structures), "--services", String(services), "--seed", String(seed)];
  execFileSync(built(tool), ["generate", ...counts, "--out", out, ...more], {
    // The tool reads data/territory from where it runs.
    cwd: root,
    stdio: ["ignore", "ignore", "inherit"],
  });
  return { folder: out, structures: join(out, "structures.json"), services: join(out, "services.json") };
}

/**
 * Writes records as the published files are written: one line, `\/`.
 *
 * @param {object[]} structures
 * @param {object[]} services
 * @returns {Made}
 */
export function write(structures, services) {
  const folder = temporaryFolder();
  const made = {
    folder,
    structures: join(folder, "structures.json"),
    services: join(folder, "services.json"),
  };
  const published = (/** @type {object[]} */ records) => JSON.stringify(records).replaceAll("/", "\\/");
  writeFileSync(made.structures, published(structures));
  writeFileSync(made.services, published(services));
  return made;
}

/**
 * @param {string} path
 * @returns {Record<string, any>[]}
 */
export function readJson(path) {
  return JSON.parse(readFileSync(path, "utf8"));
}

/** The same numbers in [0, 1) for the same seed (mulberry32). */
export function random(/** @type {number} */ seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    next,
    /** @param {number} below */
    whole: (below) => Math.floor(next() * below),
    /**
     * @template T
     * @param {readonly T[]} values
     */
    pick: (values) => values[Math.floor(next() * values.length)],
  };
}

// What a bench measures: made-up national data, and sides that run apart from each other.

import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { generate } from "../support/data.js";
import { root } from "../support/paths.js";

/** Where benches keep what they make. */
export const work = join(root, "target/bench");

/**
 * The folder of two made-up files, generated once.
 *
 * @param {number} structures
 * @param {number} services
 * @param {number} seed
 */
export function nationalData(structures, services, seed) {
  const folder = join(work, `${structures}-${services}-${seed}`);
  if (!existsSync(join(folder, "services.json"))) generate({ structures, services, seed, out: folder });
  return folder;
}

/**
 * Runs a side in a process of its own and gives its figures.
 *
 * @param {string} script
 * @param {string[]} args
 */
export function side(script, args) {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const stdio = /** @type {const} */ (["ignore", "pipe", "inherit"]);
  const printed = execFileSync(process.execPath, [path, ...args], {
    stdio: [...stdio],
    maxBuffer: 2 ** 28,
  });
  return JSON.parse(printed.toString());
}

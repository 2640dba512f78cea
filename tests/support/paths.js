// Where the tests find what was built. Nothing built is a failure with a sentence, never a silent skip.

import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));
export const dist = resolve(process.env.ATLAS_DIST ?? `${root}/dist`);
export const tool = resolve(process.env.ATLAS_TOOL ?? `${root}/target/tool/inclusion-atlas`);
export const chromium = process.env.CHROMIUM || "/usr/bin/chromium";

/** Folder of real files of 2022, which the project may not contain; tests that need it are skipped without. */
export const samples = process.env.ATLAS_SAMPLES;

/**
 * @param {string} path
 * @returns {string} the path
 */
export function built(path) {
  if (existsSync(path)) return path;
  throw new Error(`${path} is missing: run ./build.sh build first (or set ATLAS_DIST and ATLAS_TOOL).`);
}

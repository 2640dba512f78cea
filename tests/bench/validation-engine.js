// The engine's side of the validation bench: both files in chunks of 256 kB, structures first, all that it looks at.
//
//   node validation-engine.js STRUCTURES SERVICES

import { closeSync, openSync, readSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { built, dist } from "../support/paths.js";
import { peak, report, stopwatch } from "./measure.js";

const paths = process.argv.slice(2);
const path = built(join(dist, "pkg/validation-engine.js"));
/** @type {typeof import("../../www/pkg/validation-engine.js")} */
const { default: init, Validator } = await import(pathToFileURL(path).href);
const watch = stopwatch();
await init();
watch.lap("start");
const buffer = Buffer.alloc(256 * 1024);
let [records, invalid, findings] = [0, 0, 0];
/** @type {import("../../www/pkg/validation-engine.js").Ids | undefined} */
let structures;
for (const path of paths) {
  const validator = new Validator({ schema: "1.0.10" });
  if (structures) validator.setStructures(structures);
  const file = openSync(path, "r");
  for (let read; (read = readSync(file, buffer)) > 0;) validator.push(buffer.subarray(0, read));
  closeSync(file);
  const found = validator.finish();
  structures = validator.ids;
  records += found.records;
  invalid += found.invalid;
  findings += found.findings.length;
  watch.lap(found.kind);
}
report({ laps: watch.laps, total: watch.total(), records, invalid, findings, peakBytes: peak() });

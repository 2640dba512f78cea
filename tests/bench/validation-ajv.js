// JSON.parse and ajv's side of the validation bench: all errors of every record, by the official JSON Schemas.
//
//   node validation-ajv.js STRUCTURES SERVICES SCHEMAS

import { Ajv2020 } from "ajv/dist/2020.js";
import { readFileSync } from "node:fs";
import addFormats from "ajv-formats";
import { peak, report, stopwatch } from "./measure.js";

const [structures, services, schemasPath] = process.argv.slice(2);
const schemas = JSON.parse(readFileSync(schemasPath, "utf8"));
const watch = stopwatch();
const ajv = new Ajv2020({ allErrors: true, strict: false });
/** @type {any} */ (addFormats)(ajv);
// The published files have days as milliseconds, which the package takes and its JSON Schema doesn't.
for (const schema of Object.values(schemas)) {
  schema.properties.date_maj = { anyOf: [schema.properties.date_maj, { type: "integer" }] };
}
let [records, invalid] = [0, 0];
for (const [kind, path] of Object.entries({ structures, services })) {
  const validate = ajv.compile(schemas[kind]);
  watch.lap(`compile ${kind}`);
  const rows = JSON.parse(readFileSync(path, "utf8"));
  watch.lap(`read ${kind}`);
  for (const row of rows) if (!validate(row)) invalid++;
  records += rows.length;
  watch.lap(`validate ${kind}`);
}
report({ laps: watch.laps, total: watch.total(), records, invalid, peakBytes: peak() });

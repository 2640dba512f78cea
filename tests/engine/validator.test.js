// The validator as a caller of the package has it: names, defaults, refusals, chunks, and the official package's recorded
// answers in WebAssembly.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import { failure, startEngine } from "../support/engine.js";

const { engine, territory } = await startEngine();
const { Validator } = engine;

const recorded = (/** @type {string} */ name) =>
  gunzipSync(readFileSync(new URL(`../validation/recorded/${name}`, import.meta.url)));

/**
 * @param {string | Uint8Array} file
 * @param {import("../../www/pkg/engine.js").ValidatorOptions} [options]
 * @param {{ territory?: import("../../www/pkg/engine.js").Territory, chunk?: number }} [how]
 */
function validate(file, options, { territory: places, chunk = Infinity } = {}) {
  const bytes = typeof file === "string" ? new TextEncoder().encode(file) : file;
  const validator = new Validator(options, places);
  for (let at = 0; at < bytes.length; at += chunk) validator.push(bytes.subarray(at, at + chunk));
  return validator.finish();
}

const structure = {
  ...{ source: "exemple", id: "exemple--1", nom: "Une structure", date_maj: "2026-01-01" },
  ...{ siret: null, code_insee: "01003" },
};
const today = "2026-11-24";

for (const kind of /** @type {const} */ (["structures", "services"])) {
  test(`the official package's recorded answers: ${kind}`, () => {
    const options = { schema: "1.0.10", kind, today, maxFindings: 1_000_000 };
    const report = validate(recorded(`1.0.10-${kind}.json.gz`), options, { chunk: 65536 });
    const expected = recorded(`1.0.10-${kind}.expected.jsonl.gz`)
      .toString()
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line).map((/** @type {unknown} */ row) => JSON.stringify(row)));
    assert.equal(report.records, expected.length);
    /** @type {string[][]} */
    const found = expected.map(() => []);
    for (const { severity, code, loc, record } of report.findings) {
      if (severity === "error" || code === "avertissement")
        found[record].push(JSON.stringify([code, ...loc]));
    }
    for (const [record, rows] of expected.entries()) assert.deepEqual(found[record].sort(), rows.sort());
  });
}

test("versions are listed, the oldest first", () => {
  const schemas = Validator.schemas();
  assert.equal(schemas[0].version, "2022-04-26");
  assert.deepEqual(schemas.at(-1), {
    version: "1.0.10",
    kinds: ["structures", "services"],
    released: "2026-09-22",
  });
});

test("format, kind and version are told from the file", () => {
  const json = validate(JSON.stringify([structure]), { today });
  assert.deepEqual([json.format, json.kind, json.schema], ["json", "structures", "1.0.10"]);
  const csv = validate("id;source;nom;date_maj\nx--1;x;Un nom;2026-01-01\n", { today });
  assert.deepEqual([csv.format, csv.kind, csv.invalid], ["csv", "structures", 0]);
  const lines = validate(`${JSON.stringify(structure)}\n${JSON.stringify(structure)}`, { today });
  assert.deepEqual([lines.format, lines.records], ["ndjson", 2]);
});

test("codes are looked up with a territory only", () => {
  const told = (/** @type {{ findings: { code: string }[] }} */ report) =>
    report.findings.map(({ code }) => code);
  const file = JSON.stringify([structure]);
  assert.deepEqual(told(validate(file, { today })), []);
  const report = validate(file, { today }, { territory });
  assert.deepEqual(told(report), ["former_commune"]);
  assert.match(report.findings[0].suggestion ?? "", /01165/);
  assert.equal(report.fixes[0].replacement, '"01165"');
});

test("the chunks change nothing", () => {
  const file = JSON.stringify([structure, { ...structure, nom: "é" }, 3], null, 1);
  const whole = validate(file, { today }, { territory });
  for (const chunk of [1, 2, 7, 100]) {
    assert.deepEqual(validate(file, { today }, { territory, chunk }), whole);
  }
});

test("ids of structures tell the services without one", () => {
  const first = new Validator({ today });
  first.push(new TextEncoder().encode(JSON.stringify([structure])));
  first.finish();
  const { ids } = first;
  assert.ok(ids);
  const services = [1, 2].map((number) => ({
    ...{
      source: "exemple",
      id: `exemple--s${number}`,
      structure_id: `exemple--${number}`,
      nom: "Un service",
    },
    ...{ description: "Une description", date_maj: "2026-01-01" },
  }));
  const second = new Validator({ today });
  second.setStructures(ids);
  second.push(new TextEncoder().encode(JSON.stringify(services)));
  const told = second.finish().findings.map(({ code, record }) => [code, record]);
  assert.deepEqual(told, [["orphan_service", 1]]);
});

for (const [options, field] of /** @type {[any, string][]} */ ([
  [{ schema: "9.9.9" }, "schema"],
  [{ schema: "0.1.0", kind: "services" }, "kind"],
  [{ today: "hier" }, "today"],
  [{ maxFindings: -1 }, "maxFindings"],
  [{ format: "docx" }, "options"],
  [{ shema: "1.0.10" }, "shema"],
])) {
  test(`${JSON.stringify(options)} is refused`, () => {
    assert.equal(failure(() => new Validator(options), "query").field, field);
  });
}

for (const [what, file] of /** @type {[string, string | Uint8Array][]} */ ([
  ["an empty file", ""],
  ["a web page", "<!doctype html><p>Bonjour</p>"],
  ["a table without a known column", "a,b\n1,2\n"],
  ["an old workbook", new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0])],
  ["a broken workbook", new TextEncoder().encode("PK\u0003\u0004 et rien d’autre")],
])) {
  test(`${what} is refused`, () => {
    failure(() => validate(file, { today }), "format");
  });
}

test("what ends a file is a finding, and what came before stands", () => {
  const file = JSON.stringify([{ ...structure, nom: "x" }, structure]);
  const report = validate(file.slice(0, -20), { today });
  assert.deepEqual(
    report.findings.map(({ code }) => code),
    ["string_too_short", "truncated"],
  );
  const deep = `[${JSON.stringify(structure)},${"[".repeat(10_000)}`;
  assert.deepEqual(
    validate(deep, { today }).findings.map(({ code }) => code),
    ["too_deep"],
  );
});

test("findings beyond the limit are counted", () => {
  const file = JSON.stringify(Array.from({ length: 30 }, () => ({ id: "x" })));
  const report = validate(file, { schema: "1.0.10", kind: "structures", today, maxFindings: 5 });
  assert.deepEqual([report.findings.length, report.truncated, report.invalid], [5, true, 30]);
});

// What isn't the published form is refused: a typed error that says where, as soon as the bytes tell.

import assert from "node:assert/strict";
import { test } from "node:test";
import { failure, startEngine } from "../support/engine.js";

const { engine, territory } = await startEngine();
const utf8 = new TextEncoder();

/** @param {...(string | number[])} parts text, or bytes */
const bytes = (...parts) =>
  Buffer.concat(parts.map((part) => (typeof part === "string" ? utf8.encode(part) : Uint8Array.from(part))));

const good = `[\n{"id":"s--1","nom":"Été"},\n`; // the next record begins on line 3
const start = bytes(good).length;

/**
 * `at`: where the error must be, in bytes; a pair gives the bounds. `late`: only the end of the file tells.
 *
 * @type {{ name: string, file: Buffer, at: number | [number, number], line: number, late?: boolean }[]}
 */
const faults = [
  { name: "an empty file", file: bytes(""), at: 0, line: 1, late: true },
  { name: "nothing but white space", file: bytes(" \n\n"), at: 3, line: 3, late: true },
  { name: "an object in place of the array", file: bytes(`{"id":"a"}`), at: 0, line: 1 },
  { name: "a web page", file: bytes(`<!doctype html>\n<html></html>`), at: 0, line: 1 },
  { name: "cut in a record", file: bytes(good, `{"id":"s--`), at: start + 10, line: 3, late: true },
  { name: "cut after a record", file: bytes(`[{"id":"a"}`), at: 11, line: 1, late: true },
  { name: "cut after a comma", file: bytes(good), at: start, line: 3, late: true },
  { name: "cut inside a character", file: bytes(`[{"id":"`, [0xc3]), at: [0, 9], line: 1, late: true },
  { name: "a number as a record", file: bytes(good, `17]`), at: start, line: 3 },
  { name: "an array as a record", file: bytes(good, `["a"]]`), at: start, line: 3 },
  { name: "null as a record", file: bytes(good, `null]`), at: start, line: 3 },
  { name: "a comma too many", file: bytes(good, `]`), at: start, line: 3 },
  { name: "a comma too few", file: bytes(`[{"id":"a"}{"id":"b"}]`), at: 11, line: 1 },
  { name: "trailing garbage", file: bytes(`[{"id":"a"}]\n\nx`), at: 14, line: 3 },
  { name: "a second array", file: bytes(`[]\n[]`), at: 3, line: 2 },
  {
    name: "invalid UTF-8",
    file: bytes(good, `{"id":"a","nom":"`, [0xff], `"}]`),
    at: [start, start + 17],
    line: 3,
  },
  {
    name: "an overlong UTF-8 sequence",
    file: bytes(`[{"id":"`, [0xc0, 0xaf], `"}]`),
    at: [1, 8],
    line: 1,
  },
  { name: "a lone surrogate", file: bytes(good, `{"id":"\\ud83d"}]`), at: [start, start + 13], line: 3 },
  { name: "surrogates the wrong way round", file: bytes(`[{"id":"\\ude00\\ud83d"}]`), at: [1, 20], line: 1 },
  {
    name: "a key twice",
    file: bytes(good, `{"id":"a","nom":"b","id":"c"}]`),
    at: [start, start + 29],
    line: 3,
  },
  { name: "single quotes", file: bytes(good, `{'id':'a'}]`), at: [start, start + 10], line: 3 },
  { name: "NaN", file: bytes(good, `{"longitude":NaN}]`), at: [start, start + 17], line: 3 },
  { name: "a raw control character", file: bytes(`[{"id":"a\u0001"}]`), at: [1, 10], line: 1 },
  {
    name: "objects nested without end",
    file: bytes(`[`, `{"a":`.repeat(100_000)),
    at: [1, 600_001],
    line: 1,
  },
];

for (const { name, file, at, line, late } of faults) {
  for (const kind of /** @type {const} */ (["structures", "services"])) {
    for (const step of [file.length + 1, 1]) {
      test(`${name}, in the ${kind}, ${step === 1 ? "byte by byte" : "whole"}`, () => {
        const builder = new engine.AtlasBuilder(territory);
        const push = (/** @type {Uint8Array} */ chunk) =>
          kind === "structures" ? builder.pushStructures(chunk) : builder.pushServices(chunk);
        const pushAll = () => {
          if (file.length === 0) push(file);
          for (let from = 0; from < file.length; from += step) push(file.subarray(from, from + step));
        };
        if (late) pushAll();
        const error = failure(late ? () => builder.finish() : pushAll, "format");
        const [low, high] = typeof at === "number" ? [at, at] : at;
        const { byteOffset = NaN } = error;
        assert.ok(byteOffset >= low && byteOffset <= high, `byte ${byteOffset}, not in ${low}–${high}`);
        assert.equal(error.line, line, "line");
        assert.ok(Number(error.column) >= 1, "column");
        assert.equal(error.field, kind);
      });
    }
  }
}

test("a refused file stays refused", () => {
  const builder = new engine.AtlasBuilder(territory);
  const first = failure(() => builder.pushServices(bytes("nothing")), "format");
  const again = failure(() => builder.pushServices(bytes("[]")), "format");
  assert.equal(again.message, first.message);
  assert.equal(failure(() => builder.finish(), "format").message, first.message);
});

test("nothing pushed at all is an empty file", () => {
  failure(() => new engine.AtlasBuilder(territory).finish(), "format");
});

for (const [name, byte] of /** @type {const} */ ([
  ["[", "["],
  ["spaces", " "],
  ['[{"a": [[[[', '[{"a":'],
])) {
  test(`100 MB of ${name} neither hang nor fill the memory`, () => {
    const builder = new engine.AtlasBuilder(territory);
    const chunk = Buffer.alloc(1 << 20, byte === " " ? 0x20 : 0x5b);
    const before = process.memoryUsage().rss;
    let refused;
    try {
      if (byte.length > 1) builder.pushServices(bytes(byte));
      for (let megabyte = 0; megabyte < 100; megabyte++) builder.pushServices(chunk);
      builder.finish();
    } catch (/** @type {any} */ error) {
      refused = error;
    }
    assert.equal(refused?.code, "format");
    assert.equal(typeof refused.byteOffset, "number");
    const growth = process.memoryUsage().rss - before;
    assert.ok(growth < 100 * 2 ** 20, `${Math.round(growth / 2 ** 20)} MB more`);
  });
}

test("one string without end is refused before it fills the memory", () => {
  const builder = new engine.AtlasBuilder(territory);
  const chunk = Buffer.alloc(1 << 20, 0x61);
  const before = process.memoryUsage().rss;
  builder.pushServices(bytes(`[{"id":"`));
  failure(() => {
    for (let megabyte = 0; megabyte < 100; megabyte++) builder.pushServices(chunk);
  }, "format");
  assert.ok(process.memoryUsage().rss - before < 100 * 2 ** 20);
});

test("a territory that isn't one is refused", () => {
  for (const wrong of [new Uint8Array(0), bytes("<!doctype html>"), new Uint8Array(1000)]) {
    let refused;
    try {
      new engine.Territory(wrong);
    } catch (/** @type {any} */ error) {
      refused = error;
    }
    assert.equal(refused?.name, "AtlasError");
    assert.ok(["format", "load"].includes(refused.code), refused.code);
  }
});

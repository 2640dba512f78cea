// Packs through the package's public contract: crate/atlas/tests/pack.rs, once more in WebAssembly.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import { failure, open, startEngine } from "../support/engine.js";
import { root } from "../support/paths.js";

const file = (/** @type {string} */ name) => gunzipSync(readFileSync(`${root}/tests/parity/${name}.gz`));
const started = await startEngine();
const { engine, territory } = started;
const atlas = open(started, file("structures.json"), file("services.json"));
const pack = atlas.toPack();

test("an atlas from a pack answers as the one that the pack was made of", () => {
  const packed = engine.Atlas.fromPack(pack, territory);
  assert.deepEqual(packed.counts, atlas.counts);
  const questions = [{}, { code_commune: "08105", facettes: true, regles: /** @type {const} */ ("atlas") }];
  for (const question of questions) {
    assert.deepEqual(packed.searchServices(question), atlas.searchServices(question));
  }
  assert.deepEqual(packed.search({ q: "formation" }), atlas.search({ q: "formation" }));
  assert.deepEqual(packed.listStructures(), atlas.listStructures());
});

test("bytes that are no sound pack are refused in words", () => {
  const from = (/** @type {Uint8Array} */ bytes) =>
    failure(() => engine.Atlas.fromPack(bytes, territory), "format");
  const changed = (/** @type {number} */ at, /** @type {number} */ value) => {
    const bytes = pack.slice();
    bytes[at] = value;
    return bytes;
  };
  assert.match(from(new TextEncoder().encode("<!doctype html>")).message, /n’est pas un paquet/);
  assert.match(from(pack.subarray(0, -1)).message, /incomplet/);
  assert.match(from(changed(8, 200)).message, /plus récente/);
  assert.match(from(changed(pack.length - 1, pack[pack.length - 1] ^ 1)).message, /somme de contrôle/);
  assert.equal(from(new Uint8Array()).field, "pack");
});

// Chunks may be cut anywhere: the same bytes give the same atlas.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { generate, random, readJson } from "../support/data.js";
import { open, startEngine } from "../support/engine.js";

const made = generate({ structures: 60, services: 90, seed: 3 });
const structures = readFileSync(made.structures);
const services = readFileSync(made.services);
const started = await startEngine();

const questions = [
  {},
  { code_commune: "08105" },
  { code_commune: "97411", rayon_km: 100 },
  { code_commune: "75111", modes_accueil: ["a-distance"] },
  { lat: 48.85, lon: 2.35, rayon_km: 400, thematiques: ["mobilite", "numerique"] },
  { code_commune: "69123", rayon_km: 1000, page: 2, size: 7 },
];

/** Everything that can be asked of it. */
function answers(/** @type {import("../../www/pkg/engine.js").Atlas} */ atlas) {
  const ids = (/** @type {string} */ path) => readJson(path).map(({ id }) => id);
  return JSON.stringify([
    atlas.counts,
    questions.map((question) => atlas.searchServices(question)),
    ids(made.services).map((id) => atlas.retrieveService(id)),
    ids(made.structures).map((id) => atlas.retrieveStructure(id)),
  ]);
}

const whole = open(started, structures, services);
const expected = answers(whole);

test("a file pushed whole gives its records back", () => {
  assert.deepEqual([whole.counts.structures, whole.counts.services], [60, 90]);
  const places = questions.slice(1).map((question) => whole.searchServices(question).total);
  assert.ok(
    places.some((total) => total > 0),
    "no question has an answer: the comparison would compare nothing",
  );
});

test("byte by byte", () => {
  const bytes = function* (/** @type {Uint8Array} */ all) {
    for (let at = 0; at < all.length; at++) yield all.subarray(at, at + 1);
  };
  assert.equal(answers(open(started, structures, services, bytes)), expected);
});

for (let seed = 1; seed <= 12; seed++) {
  test(`cut at random places, seed ${seed}`, () => {
    const { whole: upTo } = random(seed);
    const longest = [2, 10, 100, 5000][seed % 4];
    const pieces = function* (/** @type {Uint8Array} */ all) {
      for (let at = 0; at < all.length;) {
        const next = at + upTo(longest + 1); // an empty chunk now and then
        yield all.subarray(at, next);
        at = next;
      }
    };
    assert.equal(answers(open(started, structures, services, pieces)), expected);
  });
}

test("both files in turns", () => {
  const builder = new started.engine.AtlasBuilder(started.territory);
  const step = 1000;
  for (let at = 0; at < Math.max(structures.length, services.length); at += step) {
    builder.pushServices(services.subarray(at, at + step));
    builder.pushStructures(structures.subarray(at, at + step));
  }
  assert.deepEqual({ ...builder.counts }, { structures: 60, services: 90 });
  assert.equal(answers(builder.finish()), expected);
});

test("the caller's buffer may be used again", () => {
  const buffer = new Uint8Array(64);
  const copies = function* (/** @type {Uint8Array} */ all) {
    for (let at = 0; at < all.length; at += buffer.length) {
      const piece = all.subarray(at, at + buffer.length);
      buffer.set(piece);
      yield buffer.subarray(0, piece.length);
      buffer.fill(0x78);
    }
  };
  assert.equal(answers(open(started, structures, services, copies)), expected);
});

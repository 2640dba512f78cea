// Searches that a naive scan has answered (crate/atlas/tests/search.rs), put to both engines in WebAssembly.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import { inSmallEngine, open, startEngine } from "../support/engine.js";
import { root } from "../support/paths.js";

/** @typedef {{ params: any, answers: [string, number | null][], facets: Record<string, Record<string, number>> | null }} Question */
/** @type {{ structures: object[], services: object[], questions: Question[] }[]} */
const corpus = JSON.parse(gunzipSync(readFileSync(`${root}/tests/corpus/searches.json.gz`)).toString());
const engine = await startEngine();
const bytes = (/** @type {object[]} */ records) => new TextEncoder().encode(JSON.stringify(records));

for (const [number, { structures, services, questions }] of corpus.entries()) {
  test(`dataset ${number}: ${questions.length} questions`, async () => {
    const atlas = open(engine, bytes(structures), bytes(services));
    const small = await inSmallEngine(atlas);
    for (const { params, answers, facets } of questions) {
      const page = atlas.searchServices({ ...params, facettes: facets !== null });
      const found = page.items.map(({ service, distance }) => [service.id, distance]);
      assert.deepEqual(found, answers, JSON.stringify(params));
      for (const [facet, counts] of Object.entries(facets ?? {}))
        for (const [value, count] of Object.entries(counts))
          assert.equal(page.facets?.[/** @type {"publics"} */ (facet)][value], count, `${facet} ${value}`);
      assert.deepEqual(
        small.searchServices({ ...params, facettes: facets !== null }),
        page,
        JSON.stringify(params),
      );
    }
    small.free();
    atlas.free();
  });
}

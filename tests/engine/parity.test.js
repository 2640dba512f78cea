// The recorded questions of tests/parity/, through the package's public contract: the same as crate/atlas/tests/parity.rs,
// once more in WebAssembly, by both engines.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import { failure, inSmallEngine, open, startEngine } from "../support/engine.js";
import { root } from "../support/paths.js";

const file = (/** @type {string} */ name) => gunzipSync(readFileSync(`${root}/tests/parity/${name}.gz`));
const atlas = open(await startEngine(), file("structures.json"), file("services.json"));
/** @type {any[]} */
const recorded = file("recorded.jsonl")
  .toString()
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line))
  .filter(({ lenient, collation }) => !lenient && !collation);

const small = await inSmallEngine(atlas);

const methods = /** @type {const} */ ({
  "/search/services": "searchServices",
  "/search": "search",
  "/services": "listServices",
  "/structures": "listStructures",
});

for (const [endpoint, method] of Object.entries(methods)) {
  const lines = recorded.filter((line) => line.endpoint === endpoint);
  /** @type {(params: any) => import("../../www/pkg/engine.js").Page<any>} */
  const ask = (params) => atlas[method](params);
  test(`${endpoint}: ${lines.length} recorded questions`, () => {
    for (const { n, params, status, total, pages, items } of lines) {
      if (status === 422) {
        failure(() => ask(params), "query");
        continue;
      }
      const page = ask(params);
      assert.deepEqual(small[method](params), page, `n. ${n}`);
      assert.deepEqual([page.total, page.pages, page.size], [total, pages, items.length], `n. ${n}`);
      // Ties leave the order of texts open; crate/atlas/tests/parity.rs looks into them.
      if (endpoint === "/search") continue;
      const found = page.items.map((item) => [item.service?.id ?? item.id, item.distance]);
      const expected = items.map((/** @type {any} */ item) => [item.id, item.distance]);
      assert.deepEqual(found, expected, `n. ${n}`);
    }
  });
}

// Real files of 2022, which the project may not contain: ATLAS_SAMPLES names their folder.

import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { open, startEngine } from "../support/engine.js";
import { samples } from "../support/paths.js";

const missing =
  samples && existsSync(samples) ? false : "ATLAS_SAMPLES doesn't name the folder of real files";

test("real files of 2022 are read without loss", { skip: missing }, async (t) => {
  const folder = String(samples);
  const started = await startEngine();
  const structures = readFileSync(join(folder, "structures-2022-derived-nocontact.json"));
  const records = JSON.parse(structures.toString());
  const files = readdirSync(join(folder, "services-2022")).filter((name) => name.endsWith(".json"));
  assert.ok(files.length > 0, "services-2022/ holds no file");
  for (const name of files) {
    await t.test(name, () => {
      const services = readFileSync(join(folder, "services-2022", name));
      const published = JSON.parse(services.toString());
      const atlas = open(started, structures, services);
      assert.equal(atlas.counts.structures, records.length);
      assert.equal(atlas.counts.services, published.length);
      assert.equal(atlas.searchServices({ size: 1 }).total, published.length);
      for (const record of records.filter((/** @type {any} */ _, /** @type {number} */ n) => n % 97 === 0)) {
        const structure = atlas.retrieveStructure(record.id);
        assert.equal(structure.id, record.id);
        const same = records.filter((/** @type {any} */ other) => other.id === record.id);
        assert.ok(
          same.some(
            (/** @type {any} */ { source, nom }) => source === structure.source && nom === structure.nom,
          ),
          record.id,
        );
      }
      for (const record of published.filter(
        (/** @type {any} */ _, /** @type {number} */ n) => n % 97 === 0,
      )) {
        assert.equal(atlas.retrieveService(record.id).id, record.id);
      }
    });
  }
});

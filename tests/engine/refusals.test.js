// A question that can't be answered is refused by name, never answered with an empty list.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { generate } from "../support/data.js";
import { failure, open, startEngine } from "../support/engine.js";

const made = generate({ structures: 20, services: 30, seed: 5 });
const atlas = open(await startEngine(), readFileSync(made.structures), readFileSync(made.services));

/** @type {[Record<string, unknown>, string[]][]} question, parameters one of which the error must name */
const refused = [
  [{ code_commune: "00000" }, ["code_commune"]],
  [{ code_commune: "8105" }, ["code_commune"]],
  [{ code_commune: "08" }, ["code_commune"]],
  [{ code_commune: "" }, ["code_commune"]],
  [{ code_commune: "2a004" }, ["code_commune"]],
  [{ code_commune: 8105 }, ["code_commune"]],
  [{ lat: 49.77 }, ["lat", "lon"]],
  [{ lon: 4.72 }, ["lat", "lon"]],
  [{ code_commune: "08105", lat: 49.77 }, ["lat", "lon"]],
  [{ lat: NaN, lon: 4.72 }, ["lat"]],
  [{ lat: 49.77, lon: Infinity }, ["lon"]],
  [{ lat: 91, lon: 4.72 }, ["lat"]],
  [{ lat: "49.77", lon: 4.72 }, ["lat"]],
  [{ code_commune: "08105", rayon_km: NaN }, ["rayon_km"]],
  [{ code_commune: "08105", rayon_km: -1 }, ["rayon_km"]],
  [{ page: 0 }, ["page"]],
  [{ page: 1.5 }, ["page"]],
  [{ page: -1 }, ["page"]],
  [{ page: NaN }, ["page"]],
  [{ size: 0 }, ["size"]],
  [{ size: 10001 }, ["size"]],
  [{ thematiques: ["mobilite", "jardinage"] }, ["thematiques"]],
  [{ thematiques: [""] }, ["thematiques"]],
  [{ thematiques: "mobilite" }, ["thematiques"]],
  [{ thematiques: [3] }, ["thematiques"]],
  [{ modes_accueil: ["par-pigeon"] }, ["modes_accueil"]],
  [{ code_departement: "99" }, ["code_departement"]],
  [{ code_region: "08", code_commune: "08105" }, ["code_region"]],
  [{ code_epci: "200041630", code_departement: "08" }, ["code_departement"]],
  [{ frais: ["non-precise"] }, ["frais"]],
  [{ commune: "08105" }, ["commune"]],
  [{ q: "permis", codeCommune: "08105" }, ["q", "codeCommune"]],
  [{ rayonKm: 5 }, ["rayonKm"]],
];

for (const [question, fields] of refused) {
  test(
    JSON.stringify(question, (_, value) => (Number.isFinite(value) ? value : (value?.valueOf() ?? null))),
    () => {
      const error = failure(() => atlas.searchServices(question), "query");
      assert.ok(fields.includes(String(error.field)), `names « ${error.field} »`);
    },
  );
}

test("parameters that aren't an object are refused", () => {
  failure(() => atlas.searchServices(/** @type {any} */ ("08105")), "query");
});

test("null and undefined are the same as absent", () => {
  const { total } = atlas.searchServices();
  assert.equal(atlas.searchServices({}).total, total);
  const absent = /** @type {any} */ ({ code_commune: undefined, lat: null, lon: null, page: undefined });
  assert.equal(atlas.searchServices(absent).total, total);
});

test("the limits themselves are allowed", () => {
  assert.equal(atlas.searchServices({ size: 10000 }).size, 30);
  assert.equal(atlas.searchServices({ size: 1 }).pages, 30);
  assert.deepEqual(atlas.searchServices({ page: 2 }), { items: [], total: 30, page: 2, size: 0, pages: 1 });
  atlas.searchServices({ code_commune: "08105", rayon_km: 0 });
});

test("an id that isn't there is refused", () => {
  for (const retrieve of /** @type {const} */ (["retrieveService", "retrieveStructure"])) {
    failure(() => atlas[retrieve]("dora--nowhere"), "query");
    failure(() => atlas[retrieve](""), "query");
  }
});

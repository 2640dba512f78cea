// Random questions over made-up data: the engine against the rules written out plainly, with another geodesic.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { generate, random, readJson } from "../support/data.js";
import { open, startEngine } from "../support/engine.js";
import { metres, searchServices } from "../support/naive.js";
import { communes, vocabularies } from "../support/territory.js";

const made = generate({
  structures: 2000,
  services: 4000,
  seed: 11,
  more: ["--departements", "08,974", "--part", "0.4"],
});
const atlas = open(await startEngine(), readFileSync(made.structures), readFileSync(made.services));
const services = readJson(made.services);
const structures = new Map(readJson(made.structures).map((structure) => [structure.id, structure]));
const places = [...communes().values()];
const crowded = places.filter(
  ({ departement, population }) => ["08", "974"].includes(departement) || population > 50_000,
);
const { Thematique, Categorie, ModeAccueil } = vocabularies();
const values = (/** @type {{ value: string }[]} */ entries) => entries.map(({ value }) => value);

/**
 * @param {Record<string, any>} question without paging
 * @param {import("../support/territory.js").Commune} [commune]
 */
function compare(question, commune) {
  const expected = searchServices(services, question, commune);
  const size = 1000;
  const found = [];
  for (let page = 1; page <= Math.max(1, Math.ceil(expected.length / size)); page++) {
    const answer = atlas.searchServices({ ...question, page, size });
    assert.equal(answer.total, expected.length, "total");
    assert.equal(answer.page, page);
    assert.equal(answer.pages, Math.ceil(expected.length / size));
    assert.equal(answer.size, answer.items.length);
    found.push(...answer.items);
  }
  const plain = found.map(({ service, distance }) => ({ id: service.id, distance }));
  assert.deepEqual(plain, expected);
  for (const { service } of found.slice(0, 5)) {
    assert.equal(
      service.structure?.id ?? null,
      structures.has(service.structure_id) ? service.structure_id : null,
    );
  }
  return expected.length;
}

test("200 random questions around places", () => {
  const { next, whole, pick } = random(2024);
  let answered = 0;
  for (let question = 0; question < 200; question++) {
    const commune = pick(question % 2 ? crowded : places);
    /** @type {Record<string, any>} */
    const params = { code_commune: commune.code };
    if (whole(3) === 0)
      Object.assign(params, { lat: commune.lat + next() - 0.5, lon: commune.lon + next() - 0.5 });
    if (whole(4)) params.rayon_km = pick([0, 1, 5, 10, 20, 50, 100, 350.5, 1000, 20000]);
    if (whole(2)) {
      const all = [...values(Categorie), ...values(Thematique)];
      params.thematiques = Array.from({ length: 1 + whole(4) }, () => pick(all));
    }
    if (whole(3) === 0) params.modes_accueil = [pick(values(ModeAccueil))];
    try {
      answered += compare(params, commune) > 0 ? 1 : 0;
    } catch (/** @type {any} */ error) {
      error.message = `${JSON.stringify(params)}\n${error.message}`;
      throw error;
    }
  }
  assert.ok(answered > 100, `only ${answered} questions have an answer`);
});

test("without a place: everything, by id", () => {
  assert.equal(compare({}), services.length);
  compare({ thematiques: ["numerique", "mobilite"], modes_accueil: ["a-distance"] });
});

test("a point alone has the zone of the nearest commune", () => {
  // Arrondissements stand for their city, which has a centre of its own.
  const candidates = places.filter(
    ({ type, code }) =>
      ["commune", "arrondissement"].includes(type) && !["75056", "69123", "13055"].includes(code),
  );
  const { next, pick } = random(7);
  for (let question = 0; question < 40; question++) {
    const near = pick(crowded);
    const point = { lat: near.lat + (next() - 0.5) / 10, lon: near.lon + (next() - 0.5) / 10 };
    const close = candidates.filter(
      ({ lat, lon }) => Math.abs(lat - point.lat) < 1 && Math.abs(lon - point.lon) < 1,
    );
    const byDistance = close
      .map((commune) => ({ commune, away: metres(point, commune) }))
      .sort((a, b) => a.away - b.away);
    compare({ ...point, rayon_km: pick([5, 50, 200]) }, byDistance[0].commune);
  }
});

test("the radius is inclusive, to the very distance", () => {
  const placed = services.filter(
    (service) => service.longitude !== null && service.latitude !== null && !service.zone_eligibilite,
  );
  const { pick } = random(99);
  for (let question = 0; question < 60; question++) {
    const { id, latitude, longitude } = pick(placed);
    const commune = pick(crowded);
    const away = metres(commune, { lat: latitude, lon: longitude });
    const within = (/** @type {number} */ rayon_km) =>
      atlas
        .searchServices({ code_commune: commune.code, rayon_km, size: 10000 })
        .items.some((item) => item.service.id === id);
    assert.ok(within((away + 0.001) / 1000), `${id}: 1 mm more than ${away} m from ${commune.code}`);
    const remote = services.find((service) => service.id === id)?.modes_accueil?.includes("a-distance");
    assert.equal(
      within((away - 0.001) / 1000),
      remote ?? false,
      `${id}: 1 mm less than ${away} m from ${commune.code}`,
    );
  }
});

test("every code of the territory can be searched around", () => {
  for (const { code } of places) atlas.searchServices({ code_commune: code, rayon_km: 1, size: 1 });
});

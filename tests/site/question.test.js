// What the page asks is what its address says, for any question.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { entries, useLabels } from "../../www/site/common/labels.js";
import { CHOICES, FACETS, NOT_STATED } from "../../www/site/search/facets.js";
import { openAt, updatedSince } from "../../www/site/search/moments.js";
import { fromAddress, nothing, toAddress, toParams, widest } from "../../www/site/search/question.js";
import { chips } from "../../www/site/search/wording.js";
import { built, dist } from "../support/paths.js";

/** @typedef {import("../../www/site/search/question.js").Question} Question */
/** @typedef {import("../../www/site/common/places.js").Chosen} Chosen */

useLabels(JSON.parse(readFileSync(built(`${dist}/pkg/vocabularies.json`), "utf8")));

/** @type {Chosen[]} */
const places = [
  {
    type: "commune",
    code: "08105",
    nom: "Charleville-Mézières",
    lon: 4.72,
    lat: 49.77,
    codes_postaux: ["08000"],
  },
  { type: "arrondissement", code: "75111", nom: "Paris 11e Arrondissement", lon: 2.38, lat: 48.86 },
  { type: "deleguee", code: "49002", nom: "Andard", lon: -0.4, lat: 47.46 },
  {
    type: "epci",
    code: "200041630",
    nom: "CA Ardenne Métropole",
    lon: 4.8,
    lat: 49.7,
    bbox: [4.5, 49.5, 5.1, 50],
  },
  { type: "departement", code: "2A", nom: "Corse-du-Sud", lon: 9, lat: 41.8 },
  { type: "region", code: "44", nom: "Grand Est", lon: 5.6, lat: 48.7 },
];
/** @param {readonly string[]} types @param {string} code */
const find = async (types, code) => places.find((place) => types.includes(place.type) && place.code === code);

/** A seeded generator: mulberry32. */
function generator(/** @type {number} */ seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * @param {() => number} random
 * @returns {Question}
 */
function anyQuestion(random) {
  const chance = (/** @type {number} */ share) => random() < share;
  const pick = (/** @type {any} */ values) => values[Math.floor(random() * values.length)];
  const degrees = (/** @type {number} */ most) => Number(((random() * 2 - 1) * most).toFixed(5));
  const question = nothing();
  if (chance(0.6)) question.place = pick(places);
  else if (chance(0.4))
    question.place = {
      type: "point",
      code: "",
      nom: "Point de la carte",
      lon: degrees(180),
      lat: degrees(90),
    };
  if (chance(0.7)) question.rayon_km = 1 + Math.floor(random() * 100);
  if (chance(0.4))
    question.q = pick([
      "permis",
      "français langue étrangère",
      "a+b = 100 % & c,d;#?/\\",
      "« l’été »",
      "ça 日本 🚲",
    ]);
  for (const { name, vocabulary } of FACETS) {
    if (!chance(0.3)) continue;
    const known = vocabulary
      ? entries(vocabulary).map(({ value }) => value)
      : ["dora", "mediation-numerique", "un nom"];
    if (name === "thematiques") known.push(...entries("Categorie").map(({ value }) => value));
    const values = new Set(
      Array.from({ length: 1 + Math.floor(random() * 4) }, () => pick([...known, NOT_STATED])),
    );
    question[name] = name === "thematiques" ? widest([...values]) : [...values];
  }
  for (const { name, values } of CHOICES)
    if (chance(0.3)) {
      const { value } = pick(values);
      if (name === "score_qualite_minimum") question[name] = Number(value);
      else question[name] = value;
    }
  if (chance(0.2)) {
    const [south, north] = [degrees(90), degrees(90)].sort((a, b) => a - b);
    question.bbox = [degrees(180), south, degrees(180), north];
  }
  if (chance(0.3)) question.tri = pick(["distance", "pertinence", "date_maj", "nom", "score_qualite"]);
  return question;
}

/** @param {string} address */
const read = (address) => fromAddress(new URLSearchParams(address), find);

test("any question is read from its address as it was", async () => {
  const random = generator(20261124);
  for (let run = 0; run < 3000; run++) {
    const question = anyQuestion(random);
    const address = toAddress(question);
    // As a browser has it, once it has been put into a URL.
    const { search } = new URL(address, "https://example.org/");
    const { question: again, dropped } = await read(search);
    assert.deepEqual({ address, dropped }, { address, dropped: [] });
    assert.deepEqual(JSON.parse(JSON.stringify(again)), JSON.parse(JSON.stringify(question)), address);
    assert.equal(toAddress(again), address);
    const at = 1_764_000_000_000;
    assert.deepEqual(toParams({ ...again, at }), toParams({ ...question, at }), address);
  }
});

test("a question of which a filter is taken away has one chip less", async () => {
  const random = generator(7);
  for (let run = 0; run < 300; run++) {
    const question = anyQuestion(random);
    const all = chips(question);
    for (const { without } of all) assert.equal(chips(without).length, all.length - 1, toAddress(question));
  }
});

test("nothing asked is no address", async () => {
  assert.equal(toAddress(nothing()), "");
  assert.deepEqual(await read(""), { question: { ...nothing(), place: undefined }, dropped: [] });
});

test("values may be repeated or stand in one list", async () => {
  const one = await read("?publics=jeunes,femmes&frais=gratuit");
  const other = await read("?publics=jeunes&publics=femmes&frais=gratuit");
  assert.deepEqual(one, other);
  assert.deepEqual(one.question.publics, ["jeunes", "femmes"]);
});

test("what can't be understood is left out, and told", async () => {
  const cases = [
    ["?code_commune=00000", "code_commune=00000"],
    ["?code_departement=08105", "code_departement=08105"],
    ["?code_commune=08105&rayon_km=abc", "rayon_km=abc"],
    ["?code_commune=08105&rayon_km=101", "rayon_km=101"],
    ["?lat=95&lon=2", "lat=95", "lon=2"],
    ["?lat=48", "lat=48"],
    ["?frais=gratuit,cher", "frais=cher"],
    ["?thematiques=cuisine", "thematiques=cuisine"],
    ["?ouvert=demain", "ouvert=demain"],
    ["?maj=hier", "maj=hier"],
    ["?score_qualite_minimum=2", "score_qualite_minimum=2"],
    ["?bbox=1,2,3", "bbox=1,2,3"],
    ["?bbox=1,50,3,40", "bbox=1,50,3,40"],
    ["?tri=prix", "tri=prix"],
  ];
  for (const [address, ...expected] of cases) {
    const { question, dropped } = await read(address);
    assert.deepEqual(dropped, expected, address);
    assert.doesNotMatch(JSON.stringify(toParams(question)), /null|NaN|abc|cuisine|prix/, address);
  }
});

test("who comes from elsewhere brings what isn't ours", async () => {
  const { question, dropped } = await read("?utm_source=courriel&code_commune=08105&service=dora--1");
  assert.deepEqual(dropped, []);
  assert.equal(question.place?.code, "08105");
});

test("moments are those that people mean", () => {
  // A Tuesday, late in the afternoon, where this runs.
  const tuesday = new Date(2026, 10, 24, 16, 5);
  assert.equal(openAt("ce-soir", tuesday), "2026-11-24T18:00/2026-11-24T24:00");
  assert.equal(openAt("samedi", tuesday), "2026-11-28T00:00/2026-11-28T24:00");
  assert.equal(openAt("week-end", tuesday), "2026-11-28T00:00/2026-11-29T24:00");
  assert.match(openAt("maintenant", tuesday) ?? "", /^2026-11-2\dT\d\d:05:00Z$/);
  assert.equal(openAt("", tuesday), undefined);
  const [saturday, sunday] = [new Date(2026, 10, 28, 21, 30), new Date(2026, 10, 29, 9, 0)];
  assert.equal(openAt("samedi", saturday), "2026-11-28T00:00/2026-11-28T24:00");
  assert.equal(openAt("week-end", sunday), "2026-11-29T00:00/2026-11-29T24:00");
  assert.equal(openAt("samedi", sunday), "2026-12-05T00:00/2026-12-05T24:00");
  assert.equal(openAt("ce-soir", saturday), "2026-11-28T21:30/2026-11-28T24:00");
  assert.equal(updatedSince("6-mois", new Date(2026, 7, 31)), "2026-02-28");
  assert.equal(updatedSince("1-an", new Date(2028, 1, 29)), "2027-02-28");
});

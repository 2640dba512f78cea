// What somebody types leads to the place they mean.

import assert from "node:assert/strict";
import { test } from "node:test";
import { startEngine } from "../support/engine.js";
import { communes } from "../support/territory.js";

const { territory } = await startEngine();
const all = [...communes().values()];

/** @type {[string, string][]} text, code of the first place */
const first = [
  ["Charleville-Mézières 08", "08105"],
  ["Charleville-Mézières (08)", "08105"],
  ["charlev", "08105"],
  ["CHARLEVILLE MEZIERES", "08105"],
  ["mezieres charleville", "08105"],
  ["st denis reunion", "97411"],
  ["Saint-Denis La Réunion", "97411"],
  ["saint denis 974", "97411"],
  ["08000", "08105"],
  ["08105", "08105"],
  ["paris", "75056"],
  ["lyon 3", "69383"],
  ["le havre", "76351"],
  ["havre", "76351"],
  ["l'hay les roses", "94038"],
  ["l’haÿ-les-roses", "94038"],
  ["ajaccio", "2A004"],
  ["2a004", "2A004"],
];
for (const [text, code] of first) {
  test(`« ${text} »`, () => {
    const places = territory.suggestPlaces(text, 5);
    assert.equal(places[0]?.code, code, places.map((place) => `${place.code} ${place.nom}`).join(", "));
  });
}

test("a number that is both a postal code and an INSEE code lists both", () => {
  const codes = territory.suggestPlaces("97411", 5).map((place) => place.code);
  assert.deepEqual(codes.toSorted(), ["97411", "97415"]);
});

test("a longer list begins like a shorter one", () => {
  for (const text of ["08", "saint", "st denis", "08000", "par"]) {
    const long = territory.suggestPlaces(text, 20);
    for (const limit of [1, 2, 5])
      assert.deepEqual(territory.suggestPlaces(text, limit), long.slice(0, limit), text);
  }
});

test("a place is whole", () => {
  const { lon, lat, population, ...place } = territory.suggestPlaces("08105")[0];
  assert.deepEqual(place, {
    type: "commune",
    code: "08105",
    nom: "Charleville-Mézières",
    codes_postaux: ["08000"],
  });
  assert.ok(Math.abs(lon - 4.72) < 0.02 && Math.abs(lat - 49.77) < 0.02, `${lon}, ${lat}`);
  assert.ok(Number(population) > 40_000 && Number(population) < 60_000);
});

test("the limit holds, and nothing typed or nothing known gives nothing", () => {
  assert.equal(territory.suggestPlaces("sa", 3).length, 3);
  assert.equal(territory.suggestPlaces("sa", 50).length, 50);
  assert.deepEqual(territory.suggestPlaces("", 5), []);
  assert.deepEqual(territory.suggestPlaces("   ", 5), []);
  assert.deepEqual(territory.suggestPlaces("xyzzyx", 5), []);
});

test("any text is survived", () => {
  for (const text of ["'", "-", "()", "\u0000", "💧", "é".repeat(5000), "a b c d e f g h i j", "\ud83d"]) {
    assert.ok(Array.isArray(territory.suggestPlaces(text, 5)), JSON.stringify(text));
  }
});

test("every commune and arrondissement is first by its name and département, and listed by its code", () => {
  const wrong = [];
  for (const { type, code, nom, departement } of all) {
    if (type !== "commune" && type !== "arrondissement") continue;
    const [named] = territory.suggestPlaces(`${nom} ${departement}`, 1);
    // Among homonyms of one département the most populous is first.
    if (named?.code !== code && homonyms(nom, departement) === 1)
      wrong.push(`${nom} ${departement} → ${named?.nom}`);
    const coded = territory.suggestPlaces(code, 8).map((place) => place.code);
    if (!coded.includes(code)) wrong.push(`${code} → ${coded}`);
  }
  assert.deepEqual(wrong.slice(0, 20), [], `${wrong.length} places`);
});

test("every postal code lists its communes, the most populous first", () => {
  /** @type {Map<string, typeof all>} */
  const byPostalCode = new Map();
  for (const commune of all) {
    if (commune.type !== "commune" && commune.type !== "arrondissement") continue;
    for (const code of commune.codes_postaux)
      byPostalCode.set(code, [...(byPostalCode.get(code) ?? []), commune]);
  }
  const inseeToo = new Set(all.map(({ code }) => code));
  const wrong = [];
  for (const [code, expected] of byPostalCode) {
    const listed = territory.suggestPlaces(code, 100);
    const codes = new Set(listed.map((place) => place.code));
    const missing = expected.filter((commune) => !codes.has(commune.code));
    if (missing.length) wrong.push(`${code} lacks ${missing.map(({ nom }) => nom)}`);
    const populations = listed
      .filter((place) => place.type === "commune" && place.codes_postaux.includes(code))
      .map((place) => place.population ?? 0);
    const sorted = [...populations].sort((a, b) => b - a);
    // A number that is also an INSEE code puts that commune first.
    if (!inseeToo.has(code) && populations.join() !== sorted.join()) wrong.push(`${code}: ${populations}`);
  }
  assert.deepEqual(wrong.slice(0, 20), [], `${wrong.length} postal codes`);
});

/** @type {Map<string, number>} */
const counted = new Map();
/** @param {string} nom @param {string} departement */
function homonyms(nom, departement) {
  if (counted.size === 0) {
    for (const { type, nom, departement } of all) {
      if (type !== "commune") continue;
      const key = `${nom} ${departement}`;
      counted.set(key, (counted.get(key) ?? 0) + 1);
    }
  }
  return counted.get(`${nom} ${departement}`) ?? 0;
}

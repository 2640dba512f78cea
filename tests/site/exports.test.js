// Files of services, read back.

import assert from "node:assert/strict";
import { test } from "node:test";
import { exportResults, toCsv, toGeoJson, toJson } from "../../www/site/desk/exports.js";
import { random } from "../support/data.js";

/** @param {Record<string, unknown>} fields */
const service = (fields = {}) =>
  /** @type {any} */ ({
    id: "a--1",
    structure_id: "a--s",
    source: "a",
    nom: "Atelier",
    thematiques: ["mobilite", "numerique"],
    longitude: 55.4,
    latitude: -20.9,
    horaires_accueil: null,
    structure: { id: "a--s", source: "a", nom: "Maison", siret: "12345678901234" },
    ...fields,
  });

/**
 * RFC 4180 with semicolons.
 *
 * @param {string} text
 * @returns {Record<string, string>[]}
 */
function parse(text) {
  assert.equal(text[0], "\ufeff", "Excel needs the mark to see UTF-8");
  /** @type {string[][]} */
  const rows = [[""]];
  let quoted = false;
  for (let at = 1; at < text.length; at++) {
    const row = rows[rows.length - 1];
    const character = text[at];
    if (quoted && character === '"' && text[at + 1] === '"') row[row.length - 1] += text[++at];
    else if (character === '"') quoted = !quoted;
    else if (!quoted && character === ";") row.push("");
    else if (!quoted && character === "\r" && text[at + 1] === "\n") {
      rows.push([""]);
      at++;
    } else row[row.length - 1] += character;
  }
  const [head, ...body] = rows.slice(0, -1);
  return body.map((row) => {
    assert.equal(row.length, head.length);
    return Object.fromEntries(head.map((name, column) => [name, row[column]]));
  });
}

test("CSV: a row a service, columns by the schema's names, the structure's beside", () => {
  const [row] = parse(toCsv([service()], [{ note: "vu", distance_km: 3 }]));
  assert.deepEqual(row, {
    note: "vu",
    distance_km: "3",
    id: "a--1",
    structure_id: "a--s",
    source: "a",
    nom: "Atelier",
    structure_nom: "Maison",
    thematiques: "mobilite, numerique",
    longitude: "55.4",
    latitude: "-20.9",
    horaires_accueil: "",
    structure_siret: "12345678901234",
  });
});

test("CSV: services of different fields share their columns", () => {
  const rows = parse(toCsv([service({ structure: null }), service({ autre: "x" })]));
  assert.equal(rows[0].autre, "");
  assert.equal(rows[0].structure_nom, "");
  assert.equal(rows[1].autre, "x");
});

test("CSV: what a spreadsheet would run is defused, numbers and phones are not", () => {
  for (const text of ["=1+1", "+1+1", "-1+cmd|' /C calc'!A0", "@SUM(A1)", "\t=1", "\r=1"])
    assert.equal(parse(toCsv([service({ nom: text })]))[0].nom, `'${text}`);
  for (const text of ["+33324000000", "-20.9", "a=1", "'="])
    assert.equal(parse(toCsv([service({ nom: text })]))[0].nom, text);
});

test("CSV: any text comes back", () => {
  const { whole } = random(7);
  const letters = [...'a;"\r\n,é« »😀\u2028 0'];
  for (let round = 0; round < 300; round++) {
    const nom = `x${Array.from({ length: whole(12) }, () => letters[whole(letters.length)]).join("")}`;
    assert.equal(parse(toCsv([service({ nom })]))[0].nom, nom);
  }
});

test("GeoJSON: longitude first; without a position no geometry", () => {
  const { type, features } = JSON.parse(
    toGeoJson([
      service(),
      service({ longitude: null }),
      service({ latitude: 91 }),
      service({ longitude: "55" }),
    ]),
  );
  assert.equal(type, "FeatureCollection");
  assert.deepEqual(features[0].geometry, { type: "Point", coordinates: [55.4, -20.9] });
  assert.equal(features[0].properties.structure_nom, "Maison");
  assert.deepEqual(features[0].properties.thematiques, ["mobilite", "numerique"]);
  for (const feature of features) assert.equal(feature.type, "Feature");
  assert.deepEqual(
    features.slice(1).map((/** @type {any} */ { geometry }) => geometry),
    [null, null, null],
  );
});

test("JSON: the records as they are", () => {
  assert.deepEqual(JSON.parse(toJson([service()])), [service()]);
});

for (const format of /** @type {const} */ (["csv", "geojson", "json"]))
  test(`all results are asked for, page after page, as ${format}`, async () => {
    const all = Array.from({ length: 2345 }, (_, at) => ({
      service: service({ id: `a--${at}` }),
      distance: at,
    }));
    /** @type {number[]} */
    const asked = [];
    const atlas = {
      publication: async () => ({ number: 1 }),
      async searchServicesInFull(/** @type {any} */ { page, size, q }) {
        assert.equal(q, "atelier");
        asked.push(page);
        const items = all.slice((page - 1) * size, page * size);
        return { items, total: all.length, page, size: items.length, pages: Math.ceil(all.length / size) };
      },
    };
    /** @type {[number, number][]} */
    const told = [];
    const onProgress = (/** @type {number} */ done, /** @type {number} */ total) =>
      void told.push([done, total]);
    const text = await saved(() =>
      exportResults(/** @type {any} */ (atlas), { q: "atelier" }, format, { onProgress }),
    );
    assert.deepEqual(asked, [1, 2, 3]);
    assert.deepEqual(told.at(-1), [2345, 2345]);
    const read = {
      csv: () => parse(text).map(({ id, distance_km }) => [id, Number(distance_km)]),
      geojson: () =>
        JSON.parse(text).features.map((/** @type {any} */ { id, properties }) => [
          id,
          properties.distance_km,
        ]),
      json: () => JSON.parse(text).map((/** @type {any} */ { id }, /** @type {number} */ at) => [id, at]),
    };
    assert.deepEqual(
      read[format](),
      all.map(({ service, distance }) => [service.id, distance]),
    );
  });

test("an export that a new publication interrupts begins again with it", async () => {
  let number = 1;
  const atlas = {
    publication: async () => ({ number }),
    async searchServicesInFull(/** @type {any} */ { page }) {
      if (page === 2) number = 2;
      const item = { service: service({ id: `${number}--${page}` }), distance: 0 };
      return { items: [item], total: 2, page, size: 1, pages: 2 };
    },
  };
  const text = await saved(() => exportResults(/** @type {any} */ (atlas), {}, "json"));
  const ids = JSON.parse(text).map((/** @type {any} */ { id }) => id);
  assert.deepEqual(ids, ["2--1", "2--2"]);
});

test("no result makes a file that can be read", async () => {
  const publication = async () => ({ number: 1 });
  const atlas = {
    publication,
    searchServicesInFull: async () => ({ items: [], total: 0, page: 1, size: 0, pages: 0 }),
  };
  const text = await saved(() => exportResults(/** @type {any} */ (atlas), {}, "geojson"));
  assert.deepEqual(JSON.parse(text), { type: "FeatureCollection", features: [] });
});

test("an export that is stopped makes no file", async () => {
  const control = new AbortController();
  const atlas = {
    publication: async () => ({ number: 1 }),
    async searchServicesInFull() {
      control.abort();
      return { items: [], total: 0, page: 1, size: 0, pages: 3 };
    },
  };
  const stopped = exportResults(/** @type {any} */ (atlas), {}, "json", { signal: control.signal });
  await assert.rejects(stopped, { code: "aborted" });
});

/**
 * The text of the file that an action hands over to the browser.
 *
 * @param {() => Promise<unknown>} act
 */
async function saved(act) {
  /** @type {Blob | undefined} */
  let blob;
  const { createObjectURL } = URL;
  const { setTimeout } = globalThis;
  const link = { click() {}, setAttribute() {}, append() {} };
  globalThis.document = /** @type {any} */ ({ createElement: () => link });
  URL.createObjectURL = (/** @type {any} */ content) => ((blob = content), "blob:1");
  // The address is taken back a minute later: nobody waits for that here.
  globalThis.setTimeout = /** @type {any} */ (() => 0);
  try {
    await act();
  } finally {
    URL.createObjectURL = createObjectURL;
    globalThis.setTimeout = setTimeout;
    Reflect.deleteProperty(globalThis, "document");
  }
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(await blob?.arrayBuffer());
}

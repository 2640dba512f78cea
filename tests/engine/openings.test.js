// When places are open: at once, this week, at an instant that isn't the same hour everywhere.

import assert from "node:assert/strict";
import { test } from "node:test";
import { failure, open, startEngine } from "../support/engine.js";

const started = await startEngine();
const { openings } = started.engine;

const hours = "Mo-Fr 09:00-12:00,14:00-17:30; Sa 10:00-12:00; PH off";
const paris = { horaires_accueil: hours, code_insee: "75111" };
const saintDenis = { horaires_accueil: hours, code_insee: "97411" };

test("one instant is open in Paris and closed in La Réunion", () => {
  const [here, there] = openings([paris, saintDenis], "2026-11-24T09:00:00Z");
  assert.deepEqual(
    { ...here, semaine: here.semaine?.slice(3, 6) },
    {
      ouvert: true,
      change: "2026-11-24T12:00",
      maintenant: "2026-11-24T10:00",
      semaine: [
        {
          date: "2026-11-27",
          ferie: null,
          plages: [
            ["09:00", "12:00"],
            ["14:00", "17:30"],
          ],
        },
        { date: "2026-11-28", ferie: null, plages: [["10:00", "12:00"]] },
        { date: "2026-11-29", ferie: null, plages: [] },
      ],
    },
  );
  assert.equal(there.ouvert, false);
  assert.equal(there.change, "2026-11-24T14:00");
  assert.equal(there.maintenant, "2026-11-24T13:00");
});

test("a holiday is named and closed", () => {
  const [{ semaine }] = openings([saintDenis], "2025-12-19T09:00:00Z");
  assert.deepEqual(semaine?.[1], { date: "2025-12-20", ferie: "Abolition de l’esclavage", plages: [] });
});

test("hours that nobody can read are null", () => {
  const unread = /** @type {any[]} */ ([
    { horaires_accueil: "le matin", code_insee: null },
    { horaires_accueil: null },
    {},
    { horaires_accueil: 9 },
  ]);
  for (const found of openings(unread, "2026-11-24T09:00:00Z"))
    assert.deepEqual(found, { ouvert: null, change: null, maintenant: "2026-11-24T10:00", semaine: null });
});

test("what isn't an instant, or a list, is refused", () => {
  assert.equal(failure(() => openings([paris], "2026-11-24T09:00"), "query").field, "at");
  assert.equal(
    failure(() => openings(/** @type {any} */ (paris), "2026-11-24T09:00:00Z"), "query").field,
    "places",
  );
});

test("totals are those of the pages, null where a page would be refused", () => {
  const services = [
    { id: "a", ...paris, modes_accueil: ["a-distance"] },
    { id: "b", ...saintDenis, modes_accueil: ["a-distance"] },
    { id: "c", modes_accueil: ["a-distance"] },
  ];
  const encode = (/** @type {unknown} */ value) => new TextEncoder().encode(JSON.stringify(value));
  const atlas = open(started, encode([]), encode(services));
  const questions = [
    {},
    { ouvert_le: "2026-11-24T09:00:00Z" },
    { ouvert_le: "2026-11-24T10:00" },
    { ouvert_le: "2026-11-28T00:00/2026-11-28T24:00", size: 1 },
    { code_commune: "00000" },
  ];
  assert.deepEqual(atlas.totals(questions), [3, 1, 2, 2, null]);
  for (const question of questions.slice(0, -1))
    assert.equal(atlas.totals([question])[0], atlas.searchServices(question).total);
  assert.equal(failure(() => atlas.totals(/** @type {any} */ ({})), "query").field, "questions");
});

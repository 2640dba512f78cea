// One side of the bench, in a process of its own: the usual JavaScript stack. Reads both files, parses them, keeps a
// Map by id, a kdbush index and a MiniSearch over names; answers with geokdbush and a predicate.
//
//   node javascript.js STRUCTURES SERVICES QUESTIONS

import { around } from "geokdbush";
import KDBush from "kdbush";
import MiniSearch from "minisearch";
import { readFileSync } from "node:fs";
import { vocabularies } from "../support/territory.js";
import { byDistanceThenId, first20, report, stopwatch } from "./measure.js";

const [structuresPath, servicesPath, questionsPath] = process.argv.slice(2);
/** @type {import("./measure.js").Question[]} */
const questions = JSON.parse(readFileSync(questionsPath, "utf8"));

const thematiques = vocabularies().Thematique.map(({ value }) => value);

const watch = stopwatch();
/** @type {Record<string, any>[]} */
const structures = JSON.parse(readFileSync(structuresPath, "utf8"));
/** @type {Record<string, any>[]} */
const services = JSON.parse(readFileSync(servicesPath, "utf8"));
watch.lap("read and JSON.parse");

const byId = new Map(structures.map((structure) => [structure.id, structure]));
const placed = services.filter(({ longitude, latitude }) => longitude !== null && latitude !== null);
const remote = services.filter(({ modes_accueil }) => modes_accueil?.includes("a-distance"));
watch.lap("Map by id");

const index = new KDBush(placed.length);
for (const { longitude, latitude } of placed) index.add(longitude, latitude);
index.finish();
watch.lap("kdbush");

answer(questions[0]);
const withoutNames = watch.total();

const names = new MiniSearch({ fields: ["nom"], idField: "id" });
names.addAll(services);
watch.lap("MiniSearch on names");
const loaded = watch.total();

/**
 * The predicate of one question, as somebody who minds the time writes it: sets are made once.
 *
 * @param {import("./measure.js").Question} question
 * @returns {(service: Record<string, any>) => boolean}
 */
function predicate({ params, zones }) {
  const open = new Set(zones);
  const modes = new Set(params.modes_accueil);
  const about = new Set(thematiques.filter((value) => params.thematiques.some(isOrHolds(value))));
  return ({ thematiques, modes_accueil, zone_eligibilite }) =>
    shares(modes_accueil, modes) &&
    shares(thematiques, about) &&
    (!zone_eligibilite || shares(zone_eligibilite, open));
}

/** @param {string} value */
function isOrHolds(value) {
  return (/** @type {string} */ asked) => value === asked || value.startsWith(`${asked}--`);
}

/**
 * @param {string[] | null} values
 * @param {Set<string>} wanted
 */
function shares(values, wanted) {
  if (values) for (const value of values) if (wanted.has(value)) return true;
  return false;
}

/**
 * @param {import("./measure.js").Question} question
 * @param {Record<string, any>[]} everywhere services that answer from anywhere
 */
function answer(question, everywhere = remote) {
  const { params, centre } = question;
  const matches = predicate(question);
  const found = new Map();
  for (const at of around(index, centre.lon, centre.lat, Infinity, params.rayon_km, (at) =>
    matches(placed[at]),
  )) {
    const service = placed[at];
    const told = service.modes_accueil?.includes("en-presentiel");
    found.set(service, told ? Math.round(haversine(centre, service)) : null);
  }
  for (const service of everywhere) if (matches(service) && !found.has(service)) found.set(service, null);
  const items = [...found].map(([service, distance]) => ({ service, distance })).sort(byDistanceThenId);
  const page = items.slice(0, 20).map(({ service, distance }) => ({
    service: { ...service, structure: byId.get(service.structure_id) ?? null },
    distance,
  }));
  return { items: page, total: items.length };
}

/**
 * @param {{ lat: number, lon: number }} from
 * @param {Record<string, any>} to
 */
function haversine(from, { latitude, longitude }) {
  const radians = Math.PI / 180;
  const north = Math.sin(((latitude - from.lat) * radians) / 2) ** 2;
  const east = Math.sin(((longitude - from.lon) * radians) / 2) ** 2;
  const chord = north + Math.cos(from.lat * radians) * Math.cos(latitude * radians) * east;
  return 2 * 6371 * Math.asin(Math.sqrt(chord));
}

report({
  laps: watch.laps,
  withoutNames,
  loaded,
  counts: { structures: structures.length, services: services.length },
  ...first20(questions, (question) => answer(question)),
  near: first20(questions, (question) => answer(question, [])).query,
});

// One side of the bench, in a process of its own: the usual JavaScript stack. Reads both files, parses them, keeps a
// Map by id, a kdbush index and a MiniSearch over names; answers with geokdbush and a predicate.
//
//   node javascript.js STRUCTURES SERVICES QUESTIONS WORDS

import { around } from "geokdbush";
import KDBush from "kdbush";
import MiniSearch from "minisearch";
import { readFileSync } from "node:fs";
import { vocabularies } from "../support/territory.js";
import { asked, byDistanceThenId, peak, report, stopwatch } from "./measure.js";

const [structuresPath, servicesPath, questionsPath, wordsPath] = process.argv.slice(2);
/** @type {import("./measure.js").Question[]} */
const questions = JSON.parse(readFileSync(questionsPath, "utf8"));
/** @type {import("./measure.js").Words[]} */
const texts = JSON.parse(readFileSync(wordsPath, "utf8"));

const thematiques = vocabularies().Thematique.map(({ value }) => value);

const watch = stopwatch();
/** @type {Record<string, any>[]} */
const structures = JSON.parse(readFileSync(structuresPath, "utf8"));
/** @type {Record<string, any>[]} */
const services = JSON.parse(readFileSync(servicesPath, "utf8"));
watch.lap("read and JSON.parse");

const byId = new Map(structures.map((structure) => [structure.id, structure]));
const serviceById = new Map(services.map((service) => [service.id, service]));
const placed = services.filter(({ longitude, latitude }) => longitude !== null && latitude !== null);
const place = new Map(placed.map((service, at) => [service, at]));
const remote = services.filter(({ modes_accueil }) => modes_accueil?.includes("a-distance"));
watch.lap("Map by id");

const index = new KDBush(placed.length);
for (const { longitude, latitude } of placed) index.add(longitude, latitude);
index.finish();
watch.lap("kdbush");

answer(questions[0]);
watch.lap("first answer");
const withoutNames = watch.total();

const names = new MiniSearch({ fields: ["nom"], idField: "id" });
names.addAll(services);
watch.lap("MiniSearch on names");
named(texts[0], "AND");
watch.lap("first answer in names");
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

/** Fields whose values are counted, and whether each has a list of them. */
const FACETS = /** @type {const} */ ([
  ["thematiques", true],
  ["publics", true],
  ["frais", false],
  ["type", false],
  ["modes_accueil", true],
  ["modes_mobilisation", true],
  ["mobilisable_par", true],
  ["source", false],
]);

/**
 * The same with counts for every value of every facet, a facet's own filter set aside: in one pass over what is near.
 *
 * @param {import("./measure.js").Question} question
 */
function counted(question) {
  const { params, centre, zones } = question;
  const open = new Set(zones);
  const modes = new Set(params.modes_accueil);
  const about = new Set(thematiques.filter((value) => params.thematiques.some(isOrHolds(value))));
  /** @type {Record<string, Map<string, number>>} */
  const counts = Object.fromEntries(FACETS.map(([field]) => [field, new Map()]));
  const found = new Map();
  const add = (/** @type {Record<string, any>} */ service, /** @type {boolean} */ near) => {
    if (service.zone_eligibilite && !shares(service.zone_eligibilite, open)) return;
    const [moded, themed] = [shares(service.modes_accueil, modes), shares(service.thematiques, about)];
    if (!moded && !themed) return;
    for (const [field, list] of FACETS) {
      if ((!moded && field !== "modes_accueil") || (!themed && field !== "thematiques")) continue;
      const values = list ? (service[field] ?? ["non-precise"]) : [service[field] ?? "non-precise"];
      for (const value of values) counts[field].set(value, (counts[field].get(value) ?? 0) + 1);
    }
    if (!moded || !themed) return;
    const told = near && service.modes_accueil?.includes("en-presentiel");
    found.set(service, told ? Math.round(haversine(centre, service)) : null);
  };
  const near = new Set(around(index, centre.lon, centre.lat, Infinity, params.rayon_km));
  for (const at of near) add(placed[at], true);
  for (const service of remote) if (!near.has(place.get(service) ?? -1)) add(service, false);
  const items = [...found].map(([service, distance]) => ({ service, distance })).sort(byDistanceThenId);
  return { items: items.slice(0, 20), total: items.length, facets: counts };
}

/**
 * Names as one types them; with any of the words, MiniSearch's default, or with all, as the engine's answers.
 *
 * @param {import("./measure.js").Words} words
 * @param {"OR" | "AND"} combineWith
 */
function named({ typed }, combineWith) {
  const all = names.search(typed, { prefix: true, fuzzy: 0.2, combineWith });
  return { items: all.slice(0, 20).map(({ id }) => serviceById.get(id)), total: all.length };
}

const searched = asked(questions, (question) => answer(question));
const near = asked(questions, (question) => answer(question, []));
const facets = asked(questions, counted);
const inNames = asked(texts, (words) => named(words, "AND"));
const inNamesByDefault = asked(texts, (words) => named(words, "OR"));
report({
  laps: watch.laps,
  withoutNames,
  loaded,
  counts: { structures: structures.length, services: services.length },
  ...searched,
  near: near.query,
  facets: facets.query,
  names: inNames.query,
  namesByDefault: inNamesByDefault.query,
  peakBytes: peak(),
});

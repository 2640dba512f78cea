// The question: what is asked, as the engine takes it and as an address has it, so that a link asks it again.

import { CHOICES, FACETS, isValue } from "./facets.js";
import { openAt, updatedSince } from "./moments.js";

/** @typedef {import("../common/place-field.js").Chosen} Chosen */
/** @typedef {import("../../pkg/engine.js").SearchServicesParams} Params */
/** @typedef {[west: number, south: number, east: number, north: number]} Box */
/** @typedef {"" | "distance" | "pertinence" | "date_maj" | "nom" | "score_qualite"} Order */
/**
 * @typedef {object} Question every list may be empty
 * @property {Chosen} [place]
 * @property {number} rayon_km around a commune or a point; an area has none
 * @property {string} q words
 * @property {string[]} thematiques a category stands for all of its own
 * @property {string[]} publics
 * @property {string[]} frais
 * @property {string[]} modes_accueil
 * @property {string[]} types
 * @property {string[]} modes_mobilisation
 * @property {string[]} mobilisable_par
 * @property {string[]} sources
 * @property {string[]} reseaux_porteurs
 * @property {string} ouvert a moment of `moments.js`, or ""
 * @property {string} maj an age of `moments.js`, or ""
 * @property {number} [score_qualite_minimum] 0 to 1
 * @property {Box} [bbox]
 * @property {Order} tri "" for the order that fits the question
 * @property {number} [at] when it was asked, ms since 1970: « maintenant » is then, for the list as for the map
 */

export const RADIUS = 20;
export const MIN_RADIUS = 1;
export const MAX_RADIUS = 100;
/** Digits after the point of a degree: a metre. */
const DIGITS = 5;

/** @type {Exclude<Order, "">[]} */
const ORDERS = ["distance", "pertinence", "date_maj", "nom", "score_qualite"];

/** The parameter of each kind of area; communes and their parts share one. */
const AREAS = /** @type {const} */ ([
  ["code_commune", ["commune", "arrondissement", "deleguee"]],
  ["code_epci", ["epci"]],
  ["code_departement", ["departement"]],
  ["code_region", ["region"]],
]);

/**
 * A question that asks nothing.
 *
 * @returns {Question}
 */
export const nothing = () => ({
  rayon_km: RADIUS,
  q: "",
  thematiques: [],
  publics: [],
  frais: [],
  modes_accueil: [],
  types: [],
  modes_mobilisation: [],
  mobilisable_par: [],
  sources: [],
  reseaux_porteurs: [],
  ouvert: "",
  maj: "",
  tri: "",
});

/**
 * The same place and words without any filter.
 *
 * @param {Question} question
 * @returns {Question}
 */
export const withoutFilters = ({ place, rayon_km, q, tri }) => ({ ...nothing(), place, rayon_km, q, tri });

/**
 * Whether a place is searched around, or within.
 *
 * @param {Chosen | undefined} place
 */
export const hasRadius = (place) =>
  !!place && ["commune", "arrondissement", "deleguee", "point"].includes(place.type);

/** @param {Question} question */
export const filterCount = (question) =>
  FACETS.reduce((sum, { name }) => sum + question[name].length, 0) +
  CHOICES.filter(({ name }) => question[name]).length +
  (question.bbox ? 1 : 0);

/** @param {Question} question */
export const isNothing = (question) => !question.place && !question.q && !filterCount(question);

/**
 * The order that answers come in.
 *
 * @param {Question} question
 * @returns {Exclude<Order, "">}
 */
export function order({ tri, q, place }) {
  if (tri) return tri;
  if (q) return "pertinence";
  return hasRadius(place) ? "distance" : "date_maj";
}

/**
 * The question as the engine takes it.
 *
 * @param {Question} question
 * @returns {Params}
 */
export function toParams(question) {
  const { place, rayon_km, q, ouvert, maj, score_qualite_minimum, bbox, at } = question;
  const now = at === undefined ? new Date() : new Date(at);
  const around = hasRadius(place) ? { rayon_km } : {};
  const lists = FACETS.map(({ name }) => [name, question[name]]).filter(([, values]) => values.length);
  return defined({
    // What people expect, where the API's rules say otherwise: docs/differences.md.
    regles: "atlas",
    ...where(place),
    ...around,
    ...Object.fromEntries(lists),
    q: q || undefined,
    ouvert_le: openAt(ouvert, now),
    maj_depuis: updatedSince(maj, now),
    score_qualite_minimum,
    bbox,
    tri: order(question),
  });
}

/** @param {Chosen | undefined} place */
function where(place) {
  if (!place) return {};
  if (place.type === "point") return { lat: place.lat, lon: place.lon };
  const area = AREAS.find(([, types]) => /** @type {readonly string[]} */ (types).includes(place.type));
  return area ? { [area[0]]: place.code } : {};
}

/**
 * @template {object} T
 * @param {T} object
 * @returns {T} without what is undefined: the engine refuses parameters that it doesn't know, and values are what is told
 */
const defined = (object) =>
  /** @type {T} */ (Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)));

/**
 * The question's address: `?…`, or "" when nothing is asked.
 *
 * @param {Question} question
 */
export function toAddress(question) {
  const { place, rayon_km, q, score_qualite_minimum, bbox, tri } = question;
  /** @type {[string, unknown][]} */
  const parts = [
    ...Object.entries(where(place)),
    ["rayon_km", hasRadius(place) || rayon_km !== RADIUS ? rayon_km : undefined],
    ["q", q],
    ...FACETS.map(({ name }) => /** @type {[string, string[]]} */ ([name, question[name]])),
    ["ouvert", question.ouvert],
    ["maj", question.maj],
    ["score_qualite_minimum", score_qualite_minimum],
    ["bbox", bbox],
    ["tri", tri],
  ];
  const said = parts
    .map(([name, value]) => ({ name, values: Array.isArray(value) ? value : [value ?? ""] }))
    .filter(({ values }) => values.length && values.every((value) => value !== ""))
    .map(({ name, values }) => `${name}=${values.map((value) => encode(String(value))).join(",")}`);
  return said.length ? `?${said.join("&")}` : "";
}

/** @param {string} text */
const encode = (text) => encodeURIComponent(text).replaceAll("%20", "+");

/**
 * The question that an address asks. What can't be understood is left out and told.
 *
 * @param {URLSearchParams} address
 * @param {(types: readonly string[], code: string) => Promise<Chosen | undefined>} find
 * @returns {Promise<{ question: Question, dropped: string[] }>} `dropped`: « rayon_km=abc », each as the address has it
 */
export async function fromAddress(address, find) {
  /** @type {string[]} */
  const dropped = [];
  const drop = (/** @type {string} */ name, /** @type {string} */ value) => dropped.push(`${name}=${value}`);
  const question = nothing();

  question.place = await placeFrom(address, find, drop);
  question.rayon_km = number(address, "rayon_km", MIN_RADIUS, MAX_RADIUS, drop) ?? RADIUS;
  question.rayon_km = Math.round(question.rayon_km);
  question.q = (address.get("q") ?? "").trim();
  for (const facet of FACETS) {
    const values = list(address, facet.name);
    question[facet.name] = values.filter((value) => isValue(facet, value) || !drop(facet.name, value));
  }
  question.thematiques = widest(question.thematiques);
  for (const { name, values } of CHOICES) {
    if (name === "score_qualite_minimum") continue;
    const value = address.get(name) ?? "";
    if (values.some((one) => one.value === value)) question[name] = value;
    else if (value) drop(name, value);
  }
  const quality = number(address, "score_qualite_minimum", 0, 1, drop);
  if (quality) question.score_qualite_minimum = quality;
  const bbox = boxFrom(address, drop);
  if (bbox) question.bbox = bbox;
  const tri = address.get("tri") ?? "";
  if (ORDERS.some((one) => one === tri)) question.tri = /** @type {Order} */ (tri);
  else if (tri) drop("tri", tri);
  return { question, dropped };
}

/**
 * A category holds its thématiques: both together say no more than the category.
 *
 * @param {string[]} values
 */
export const widest = (values) =>
  values.filter((value) => !value.includes("--") || !values.includes(value.split("--")[0]));

/**
 * @param {URLSearchParams} address
 * @param {(types: readonly string[], code: string) => Promise<Chosen | undefined>} find
 * @param {(name: string, value: string) => void} drop
 */
async function placeFrom(address, find, drop) {
  /** @type {Chosen | undefined} */
  let place;
  for (const [name, types] of AREAS) {
    const code = address.get(name)?.trim();
    if (!code) continue;
    const found = place ? undefined : await find(types, code);
    if (!found) drop(name, code);
    place ??= found;
  }
  const lat = number(address, "lat", -90, 90, drop);
  const lon = number(address, "lon", -180, 180, drop);
  if (!place && lat !== undefined && lon !== undefined) return pointAt(lon, lat);
  // Half of a point, or a point beside a place.
  if (lat !== undefined) drop("lat", String(lat));
  if (lon !== undefined) drop("lon", String(lon));
  return place;
}

/**
 * @param {number} lon
 * @param {number} lat
 * @param {string} [nom]
 * @returns {Chosen}
 */
export const pointAt = (lon, lat, nom = "Point de la carte") => ({
  type: "point",
  code: "",
  nom,
  lon: round(lon),
  lat: round(lat),
});

/** @param {number} degrees */
const round = (degrees) => Number(degrees.toFixed(DIGITS));

/**
 * @param {URLSearchParams} address
 * @param {string} name
 */
const list = (address, name) => [
  ...new Set(
    address
      .getAll(name)
      .flatMap((values) => values.split(","))
      .map((value) => value.trim())
      .filter(Boolean),
  ),
];

/**
 * @param {URLSearchParams} address
 * @param {string} name
 * @param {number} least
 * @param {number} most
 * @param {(name: string, value: string) => void} drop
 */
function number(address, name, least, most, drop) {
  const text = address.get(name)?.trim();
  if (!text) return undefined;
  const value = Number(text.replace(",", "."));
  if (value >= least && value <= most) return value;
  drop(name, text);
  return undefined;
}

/**
 * @param {URLSearchParams} address
 * @param {(name: string, value: string) => void} drop
 * @returns {Box | undefined}
 */
function boxFrom(address, drop) {
  const text = address.get("bbox");
  if (!text) return undefined;
  const box = text.split(",").map(Number);
  const [west, south, east, north] = box;
  const good =
    box.length === 4 &&
    [west, east].every((lon) => Math.abs(lon) <= 180) &&
    [south, north].every((lat) => Math.abs(lat) <= 90) &&
    south <= north;
  if (!good) drop("bbox", text);
  return good ? boxOf(west, south, east, north) : undefined;
}

/**
 * @param {number[]} box
 * @returns {Box}
 */
export const boxOf = (...box) => /** @type {Box} */ (box.map(round));

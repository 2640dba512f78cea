// Services as files: for a spreadsheet, a map, a program.

import { aborted } from "../../pkg/errors.js";
import { save } from "../common/save.js";
import { table } from "../common/table.js";

/** @typedef {import("../../pkg/engine.js").DetailedService} Service */
/** @typedef {Record<string, string | number | null>} Extras what is known of a service beside its record */
/** @typedef {"csv" | "geojson" | "json"} Format */

/** Fields as the schema has them, in its order. Others follow. */
const FIELDS = [
  ...["id", "structure_id", "source", "nom", "structure_nom", "type", "description"],
  ...["thematiques", "publics", "publics_precisions", "conditions_acces", "frais", "frais_precisions"],
  ...["modes_accueil", "adresse", "complement_adresse", "code_postal", "commune", "code_insee"],
  ...["longitude", "latitude", "zone_eligibilite", "horaires_accueil", "telephone", "courriel"],
  ...["contact_nom_prenom", "mobilisable_par", "modes_mobilisation", "mobilisation_precisions"],
  ...["lien_mobilisation", "lien_source", "volume_horaire_hebdomadaire", "nombre_semaines"],
  ...["date_maj", "score_qualite"],
];

/** The structure's, beside: `structure_id` and `source` are the service's own. */
const OF_STRUCTURE = [
  ...["siret", "commune", "code_postal", "code_insee", "adresse", "complement_adresse", "longitude"],
  ...["latitude", "telephone", "courriel", "site_web", "description", "date_maj", "lien_source"],
  ...["horaires_accueil", "accessibilite_lieu", "reseaux_porteurs"],
].map((field) => `structure_${field}`);

/**
 * A service and its structure in one row: the structure's fields are called `structure_…`.
 *
 * @param {Service} service
 * @returns {Record<string, unknown>}
 */
function flat({ structure, ...service }) {
  // `structure_id` is the service's own.
  const { id: _, source: __, ...of } = structure ?? {};
  const named = Object.entries(of).map(([field, value]) => [`structure_${field}`, value]);
  return { ...service, ...Object.fromEntries(named) };
}

/**
 * One row a service, one column a field that any of them has.
 *
 * @param {Service[]} services
 * @param {Extras[]} extras first columns, for each service
 */
export function toCsv(services, extras = []) {
  const rows = services.map((service, at) => ({ ...extras[at], ...flat(service) }));
  const there = new Set(rows.flatMap((row) => Object.keys(row)));
  const first = extras.flatMap((extra) => Object.keys(extra));
  const columns = [...new Set([...first, ...FIELDS, ...OF_STRUCTURE, ...there])];
  return csv(
    rows,
    columns.filter((name) => there.has(name)),
  );
}

/**
 * @param {Record<string, unknown>[]} rows
 * @param {string[]} columns
 * @param {boolean} head whether the columns are named
 */
function csv(rows, columns, head = true) {
  const cells = rows.map((row) => columns.map((name) => cell(row[name])));
  return head ? table([columns, ...cells]) : table(cells).slice(1);
}

/**
 * @param {unknown} value
 * @returns {string | number}
 */
function cell(value) {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return value.map(String).join(", ");
  return typeof value === "number" || typeof value === "string" ? value : JSON.stringify(value);
}

/**
 * RFC 7946: longitude first. A service without a position has no geometry.
 *
 * @param {Service[]} services
 * @param {Extras[]} extras
 */
export const toGeoJson = (services, extras = []) =>
  JSON.stringify(
    { type: "FeatureCollection", features: services.map((one, at) => feature(one, extras[at])) },
    null,
    1,
  );

/**
 * @param {Service} service
 * @param {Extras} [extra]
 */
function feature(service, extra) {
  const { longitude, latitude, ...properties } = flat(service);
  const known = within(longitude, 180) && within(latitude, 90);
  return {
    type: "Feature",
    id: service.id,
    geometry: known ? { type: "Point", coordinates: [longitude, latitude] } : null,
    properties: { ...extra, ...properties },
  };
}

/**
 * @param {unknown} degrees
 * @param {number} most
 */
const within = (degrees, most) => typeof degrees === "number" && Math.abs(degrees) <= most;

/**
 * The records as they are published, each with its structure.
 *
 * @param {Service[]} services
 */
export const toJson = (services) => JSON.stringify(services, null, 1);

const types = { csv: "text/csv;charset=utf-8", geojson: "application/geo+json", json: "application/json" };

/**
 * A file of services, handed over to the browser's downloads.
 *
 * @param {string} name without its extension
 * @param {Format} format
 * @param {Service[]} services
 * @param {Extras[]} [extras] not in JSON, which has what is published
 */
export function saveServices(name, format, services, extras) {
  const write = { csv: toCsv, geojson: toGeoJson, json: toJson };
  download(`${name}.${format}`, types[format], write[format](services, extras));
}

/**
 * @param {string} name
 * @param {string} type
 * @param {string} text
 */
export const download = (name, type, text) => save(new Blob([text], { type }), name);

/** Services that are asked for at a time. */
const PAGE = 1000;

/**
 * Everything that a question finds, as a file. Page after page goes into it: a whole country doesn't fit into memory twice.
 *
 * @param {Pick<import("../../pkg/inclusion-atlas.js").AsyncAtlas, "searchServicesInFull" | "publication">} atlas
 * @param {import("../../pkg/engine.js").SearchServicesParams} params
 * @param {Format} format
 * @param {{ name?: string, onProgress?(done: number, total: number): void, signal?: AbortSignal }} options
 * @returns {Promise<number>} how many services the file has
 */
export async function exportResults(atlas, params, format, { name = "services", onProgress, signal } = {}) {
  const { head, page: write, tail } = pages[format];
  let parts = [head];
  let done = 0;
  /** @type {number | undefined} */
  let publication;
  for (let page = 1, last = 1; page <= last; page++) {
    const { items, total, pages } = await atlas.searchServicesInFull({
      ...params,
      page,
      size: PAGE,
      facettes: false,
      explication: false,
    });
    const { number } = await atlas.publication();
    if (signal?.aborted) throw aborted();
    publication ??= number;
    if (number !== publication) {
      // Pages of two publications don't make one file.
      parts = [head];
      done = page = 0;
      publication = number;
      last = 1;
      continue;
    }
    if (items.length) parts.push(write(items, done === 0));
    done += items.length;
    last = pages;
    onProgress?.(done, total);
  }
  save(new Blob([...parts, tail], { type: types[format] }), `${name}.${format}`);
  return done;
}

const COLUMNS = ["distance_km", ...FIELDS, ...OF_STRUCTURE];
/** @typedef {import("../../pkg/engine.js").ServiceSearchResult} Result */
const joined = (/** @type {unknown[]} */ values, /** @type {boolean} */ first) =>
  values.map((value, at) => `${first && at === 0 ? "" : ",\n"}${JSON.stringify(value)}`).join("");

/** How each format begins, goes on and ends. */
const pages = {
  csv: {
    head: "",
    page: (/** @type {Result[]} */ items, /** @type {boolean} */ first) =>
      csv(
        items.map(({ service, distance }) => ({ distance_km: distance, ...flat(service) })),
        COLUMNS,
        first,
      ),
    tail: "",
  },
  geojson: {
    head: '{"type":"FeatureCollection","features":[',
    page: (/** @type {Result[]} */ items, /** @type {boolean} */ first) =>
      joined(
        items.map(({ service, distance }) => feature(service, { distance_km: distance })),
        first,
      ),
    tail: "]}",
  },
  json: {
    head: "[",
    page: (/** @type {Result[]} */ items, /** @type {boolean} */ first) =>
      joined(
        items.map(({ service }) => service),
        first,
      ),
    tail: "]",
  },
};

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
  const first = new Set([...extras.flatMap((extra) => Object.keys(extra)), ...FIELDS]);
  const columns = [...first]
    .filter((name) => there.has(name))
    .concat([...there].filter((name) => !first.has(name)));
  return table([columns, ...rows.map((row) => columns.map((name) => cell(row[name])))]);
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
export function toGeoJson(services, extras = []) {
  const features = services.map((service, at) => {
    const { longitude, latitude, ...properties } = flat(service);
    return {
      type: "Feature",
      id: service.id,
      geometry:
        within(longitude, 180) && within(latitude, 90)
          ? { type: "Point", coordinates: [longitude, latitude] }
          : null,
      properties: { ...extras[at], ...properties },
    };
  });
  return JSON.stringify({ type: "FeatureCollection", features }, null, 1);
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
 * Everything that a question finds, as a file.
 *
 * @param {Pick<import("../../pkg/inclusion-atlas.js").AsyncAtlas, "searchServices">} atlas
 * @param {import("../../pkg/engine.js").SearchServicesParams} params
 * @param {Format} format
 * @param {{ name?: string, onProgress?(done: number, total: number): void, signal?: AbortSignal }} options
 * @returns {Promise<number>} how many services the file has
 */
export async function exportResults(atlas, params, format, { name = "services", onProgress, signal } = {}) {
  /** @type {import("../../pkg/engine.js").ServiceSearchResult[]} */
  const items = [];
  const question = { ...params, size: PAGE, facettes: false, explication: false };
  for (let page = 1, pages = 1; page <= pages; page++) {
    const answer = await atlas.searchServices({ ...question, page });
    if (signal?.aborted) throw aborted();
    items.push(...answer.items);
    pages = answer.pages;
    onProgress?.(items.length, answer.total);
  }
  const services = items.map(({ service }) => service);
  saveServices(
    name,
    format,
    services,
    items.map(({ distance }) => ({ distance_km: distance })),
  );
  return services.length;
}

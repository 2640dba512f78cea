// data/territory/communes.csv, read without the engine.

import { readFileSync } from "node:fs";
import { root } from "./paths.js";

/**
 * @typedef {object} Commune
 * @property {string} type
 * @property {string} code
 * @property {string} nom
 * @property {string[]} codes_postaux
 * @property {number} lat
 * @property {number} lon
 * @property {number} population
 * @property {string} epci
 * @property {string} departement
 */

/**
 * Communes, arrondissements, communes déléguées and associées by code. Where two share a code the commune has it.
 *
 * @returns {Map<string, Commune>}
 */
export function communes() {
  const lines = readFileSync(`${root}/data/territory/communes.csv`, "utf8").trimEnd().split("\n").slice(1);
  /** @type {Map<string, Commune>} */
  const byCode = new Map();
  for (const line of lines) {
    const [type, code, nom, postal, lat, lon, population, epci, departement] = line.split(",");
    const commune = {
      type,
      code,
      nom,
      codes_postaux: postal ? postal.split("|") : [],
      lat: Number(lat),
      lon: Number(lon),
      population: Number(population),
      epci,
      departement,
    };
    if (!byCode.has(code) || type === "commune") byCode.set(code, commune);
  }
  return byCode;
}

/** @returns {Record<"Thematique" | "Categorie" | "ModeAccueil", { value: string, label: string }[]>} */
export function vocabularies() {
  return JSON.parse(readFileSync(`${root}/data/schemas/1.0.10/vocabularies.json`, "utf8")).vocabularies;
}

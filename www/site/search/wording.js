// The question in French: the sentence over the answers, the folded form, a chip for each filter.

import { km, of, several } from "../common/format.js";
import { within } from "../common/places.js";
import { CHOICES, choiceLabel, FACETS, valueLabel } from "./facets.js";
import { filterCount, hasRadius } from "./question.js";

/** @typedef {import("./question.js").Question} Question */

/**
 * « à 20 km de Charleville-Mézières », « dans les Ardennes ».
 *
 * @param {Question} question
 */
export function where({ place, rayon_km, bbox }) {
  if (place?.type === "point") return `à ${km(rayon_km)} ${ofPoint(place.nom)}`;
  if (hasRadius(place)) return `à ${km(rayon_km)} ${of(place?.nom ?? "")}`;
  if (place) return within(place);
  return bbox ? "dans la zone de la carte" : "dans toute la France";
}

/** What a person's own position is called. */
export const HERE = "Votre position";

/** @param {string} name */
const ofPoint = (name) => (name === HERE ? "de votre position" : "du point choisi");

/**
 * « 128 services à 20 km de Charleville-Mézières ».
 *
 * @param {Question} question
 * @param {number} total
 */
export function heading(question, total) {
  if (total) return `${several(total, "service")} ${where(question)}`;
  const narrow = question.q || filterCount(question) - (question.bbox ? 1 : 0);
  return `Aucun service ${narrow ? "de ce type " : ""}${where(question)}`;
}

/**
 * The question in a few words, for the folded form: where, then what.
 *
 * @param {Question} question
 * @returns {[where: string, what: string]}
 */
export function inShort(question) {
  const { place, rayon_km, q, bbox } = question;
  const name = place?.nom ?? (bbox ? "Zone de la carte" : "Toute la France");
  const filters = chips(question)
    .filter(({ name }) => name !== "bbox")
    .map(({ label }) => label);
  const few = filters.length > 2 ? [...filters.slice(0, 1), `${filters.length - 1} autres filtres`] : filters;
  return [
    hasRadius(place) ? `${name} · ${km(rayon_km)}` : name,
    [q && `« ${q} »`, ...few].filter(Boolean).join(" · ") || "Tous les services",
  ];
}

/**
 * @typedef {object} Chip a filter that can be taken away
 * @property {string} name its parameter
 * @property {string} kind « Frais »
 * @property {string} label « Gratuit »
 * @property {Question} without the question that is left
 */

/**
 * Every filter of a question.
 *
 * @param {Question} question
 * @returns {Chip[]}
 */
export function chips(question) {
  const lists = FACETS.flatMap((facet) =>
    question[facet.name].map((value) => ({
      name: facet.name,
      kind: facet.chip,
      label: valueLabel(facet, value),
      without: { ...question, [facet.name]: question[facet.name].filter((other) => other !== value) },
    })),
  );
  const choices = CHOICES.filter(({ name }) => question[name]).map((choice) => ({
    name: choice.name,
    kind: choice.chip,
    label: choiceLabel(choice, String(question[choice.name])),
    without: { ...question, [choice.name]: choice.name === "score_qualite_minimum" ? undefined : "" },
  }));
  const zone = {
    name: "bbox",
    kind: "Lieu",
    label: "Zone de la carte",
    without: { ...question, bbox: undefined },
  };
  return [...lists, ...choices, ...(question.bbox ? [zone] : [])];
}

/** Labels that say nothing without the name of their filter. */
const BARE = /^(Non précisé|Maintenant|Ce soir|Samedi|Ce week-end|Depuis|\d|Usagers|Professionnels|Autre)/;

/**
 * « Gratuit », « Ouvert : samedi », « Frais : non précisé ».
 *
 * @param {Pick<Chip, "kind" | "label" | "name">} chip
 */
export function chipLabel({ kind, label, name }) {
  if (name === "sources" || name === "reseaux_porteurs") return `${kind} : ${label}`;
  return BARE.test(label) ? `${kind} : ${label[0].toLowerCase()}${label.slice(1)}` : label;
}

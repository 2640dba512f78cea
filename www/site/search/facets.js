// What can be asked beyond a place and words: the filters, their values, and what is said of them.

import { entries, label } from "../common/labels.js";

/** The value of every facet that stands for records which state none. */
export const NOT_STATED = "non-precise";

/**
 * @typedef {"thematiques" | "publics" | "frais" | "modes_accueil" | "types" | "mobilisable_par" | "modes_mobilisation" | "sources" | "reseaux_porteurs"} FacetName
 * @typedef {object} Facet a list of values, of which a service has one
 * @property {FacetName} name the API's
 * @property {string} [vocabulary] where its values are; without one the data tells them
 * @property {string} title
 * @property {string} chip said before a value where values of several facets stand together
 * @property {string} unstated « sans frais précisés »
 */

/** @type {Facet[]} */
export const FACETS = [
  {
    name: "thematiques",
    vocabulary: "Thematique",
    title: "Thématiques",
    chip: "Thématique",
    unstated: "sans thématique précisée",
  },
  {
    name: "modes_accueil",
    vocabulary: "ModeAccueil",
    title: "Accueil",
    chip: "Accueil",
    unstated: "sans mode d’accueil précisé",
  },
  { name: "frais", vocabulary: "Frais", title: "Frais", chip: "Frais", unstated: "sans frais précisés" },
  {
    name: "publics",
    vocabulary: "Public",
    title: "Publics",
    chip: "Public",
    unstated: "sans public précisé",
  },
  {
    name: "types",
    vocabulary: "TypeService",
    title: "Type de service",
    chip: "Type",
    unstated: "sans type précisé",
  },
  {
    name: "mobilisable_par",
    vocabulary: "PersonneMobilisatrice",
    title: "Qui peut mobiliser",
    chip: "Mobilisable par",
    unstated: "qui ne disent pas par qui les mobiliser",
  },
  {
    name: "modes_mobilisation",
    vocabulary: "ModeMobilisation",
    title: "Comment mobiliser",
    chip: "Mobilisation",
    unstated: "qui ne disent pas comment les mobiliser",
  },
  { name: "sources", title: "Source", chip: "Source", unstated: "sans source" },
  {
    name: "reseaux_porteurs",
    vocabulary: "ReseauPorteur",
    title: "Réseau porteur",
    chip: "Réseau",
    unstated: "sans réseau porteur",
  },
];

/**
 * @typedef {"ouvert" | "maj" | "score_qualite_minimum"} ChoiceName
 * @typedef {object} Choice one value, or none
 * @property {ChoiceName} name
 * @property {string} title
 * @property {string} chip
 * @property {{ value: string, label: string }[]} values
 */

/** @type {Choice[]} */
export const CHOICES = [
  {
    name: "ouvert",
    title: "Ouvert",
    chip: "Ouvert",
    values: [
      { value: "maintenant", label: "Maintenant" },
      { value: "ce-soir", label: "Ce soir, après 18\u00a0h" },
      { value: "samedi", label: "Samedi" },
      { value: "week-end", label: "Ce week-end" },
    ],
  },
  {
    name: "maj",
    title: "Mis à jour",
    chip: "Mis à jour",
    values: [
      { value: "6-mois", label: "Depuis moins de 6\u00a0mois" },
      { value: "1-an", label: "Depuis moins d’un an" },
      { value: "2-ans", label: "Depuis moins de 2\u00a0ans" },
    ],
  },
  {
    name: "score_qualite_minimum",
    title: "Qualité de la fiche",
    chip: "Qualité",
    values: [
      { value: "0.5", label: "50\u00a0% au moins" },
      { value: "0.8", label: "80\u00a0% au moins" },
      { value: "0.9", label: "90\u00a0% au moins" },
    ],
  },
];

/** @param {FacetName} name */
export const facet = (name) => /** @type {Facet} */ (FACETS.find((one) => one.name === name));

/**
 * A facet's value in French.
 *
 * @param {Facet} facet
 * @param {string} value
 */
export function valueLabel({ vocabulary, name }, value) {
  if (value === NOT_STATED) return "Non précisé";
  if (!vocabulary) return value;
  return label(name === "thematiques" && !value.includes("--") ? "Categorie" : vocabulary, value);
}

/**
 * Whether a facet has such a value. Without vocabularies nobody knows, and the engine judges.
 *
 * @param {Facet} facet
 * @param {string} value
 */
export function isValue({ vocabulary, name }, value) {
  if (value === NOT_STATED || !vocabulary) return true;
  const known = [...entries(vocabulary), ...(name === "thematiques" ? entries("Categorie") : [])];
  return !known.length || known.some((entry) => entry.value === value);
}

/**
 * A choice's value in French, be it one of those offered or another that an address names.
 *
 * @param {Choice} choice
 * @param {string} value
 */
export function choiceLabel({ name, values }, value) {
  const known = values.find((one) => one.value === value);
  if (known) return known.label;
  return name === "score_qualite_minimum" ? `${Math.round(Number(value) * 100)}\u00a0% au moins` : value;
}

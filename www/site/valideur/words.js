// What reports say in codes, as one says it in French.

import { number } from "../common/format.js";

/** @typedef {import("../../pkg/inclusion-atlas.js").Report} Report */
/** @typedef {import("../../pkg/inclusion-atlas.js").Kind} Kind */
/** @typedef {import("../../pkg/inclusion-atlas.js").Severity} Severity */
/** @typedef {import("../../pkg/inclusion-atlas.js").Finding} Finding */

const NBSP = "\u00a0";
const decimal = new Intl.NumberFormat("fr-FR", { minimumFractionDigits: 2, maximumFractionDigits: 2 });

/** @type {Severity[]} Worst first. */
export const SEVERITIES = ["error", "warning", "info"];
/** @type {Kind[]} */
export const KINDS = ["structures", "services"];

/** @type {Record<Severity, { one: string, many: string, tag: string, means: string }>} */
export const severityWords = {
  error: { one: "Erreur", many: "Erreurs", tag: "bad", means: "à corriger pour être publié" },
  warning: { one: "Avertissement", many: "Avertissements", tag: "warn", means: "publié, mais à revoir" },
  info: { one: "Information", many: "Informations", tag: "plain", means: "à savoir" },
};

/** @type {Record<string, string>} */
const FORMATS = {
  json: "JSON",
  ndjson: "JSON, une fiche par ligne",
  geojson: "GeoJSON",
  csv: "CSV",
  xlsx: "classeur Excel",
};
/** @type {Record<string, string>} */
const DELIMITERS = { ",": "virgule", ";": "point-virgule", "\t": "tabulation" };

/**
 * What ended the reading of a file before its end, if something did. It is about no field, as is a record that isn't one.
 *
 * @param {import("../../pkg/inclusion-atlas.js").Group} group
 */
export const endedReading = ({ severity, field, code }) =>
  severity === "error" && field === "" && code !== "model_type";

/** A score between 0 and 1: « 0,81 ». */
export const score = (/** @type {number} */ value) => decimal.format(value);

/**
 * « 1 service », « 12 structures ».
 *
 * @param {number} count
 * @param {string} kind
 */
export function records(count, kind) {
  const one = kind === "structures" ? "structure" : kind === "services" ? "service" : "fiche";
  return `${number(count)}${NBSP}${one}${count < 2 ? "" : "s"}`;
}

/**
 * What a file holds: « 12 structures et 412 services ».
 *
 * @param {Report} report
 */
export function held(report) {
  const parts = KINDS.flatMap((kind) => {
    const part = report.kinds[kind];
    return part ? [records(part.records, kind)] : [];
  });
  return parts.length ? parts.join(" et ") : records(report.records, report.kind);
}

/**
 * « CSV, point-virgule, Windows-1252 ».
 *
 * @param {Report} report
 */
export function form({ format, delimiter, encoding }) {
  const parts = [FORMATS[format] ?? format];
  if (delimiter) parts.push(DELIMITERS[delimiter] ?? delimiter);
  if (encoding === "windows-1252") parts.push("Windows-1252");
  return parts.join(", ");
}

/**
 * How many records are good, as one sentence.
 *
 * @param {number} good
 * @param {number} all
 * @param {string} kind
 */
export function verdict(good, all, kind) {
  if (!all) return "Ce fichier ne contient aucune fiche";
  const he = kind === "services";
  const [the, only, none, fine] = he ? ["Le", "seul", "Aucun", "bon"] : ["La", "seule", "Aucune", "bonne"];
  const [, one] = records(1, kind).split(NBSP);
  if (all === 1) return good ? `${the} ${only} ${one} est ${fine}` : `${the} ${only} ${one} est à corriger`;
  if (!good) return `${none} des ${records(all, kind)} n’est ${fine}`;
  if (good === all) return `Les ${records(all, kind)} sont ${fine}s`;
  return `${records(good, kind)} sur ${number(all)} ${good < 2 ? `est ${fine}` : `sont ${fine}s`}`;
}

/**
 * What becomes of the others.
 *
 * @param {number} invalid
 * @param {string} kind
 */
export function unpublished(invalid, kind) {
  const e = kind === "services" ? "" : "e";
  const they = kind === "services" ? "il" : "elle";
  return invalid < 2
    ? `${number(invalid)} ne sera pas publié${e} tant qu’${they} n’est pas corrigé${e}.`
    : `${number(invalid)} ne seront pas publié${e}s tant qu’${they}s ne sont pas corrigé${e}s.`;
}

/**
 * « lignes 3, 7 à 12 » for « 3, 7-12 ».
 *
 * @param {string} ranges
 * @param {"ligne" | "fiche"} [what]
 */
export function places(ranges, what = "ligne") {
  const parts = ranges.split(/,\s*/).map((part) => part.replace(/^(\d+)-(\d+)$/, `$1${NBSP}à${NBSP}$2`));
  const many = parts.length > 1 || parts[0].includes("à");
  return `${what}${many ? "s" : ""}${NBSP}${parts.join(", ")}`;
}

/**
 * Numbers as ranges: « 3, 7-12 ».
 *
 * @param {Iterable<number>} numbers
 */
export function ranges(numbers) {
  const sorted = [...new Set(numbers)].sort((a, b) => a - b);
  /** @type {[number, number][]} */
  const found = [];
  for (const value of sorted) {
    const last = found.at(-1);
    if (last && value === last[1] + 1) last[1] = value;
    else found.push([value, value]);
  }
  return found.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(", ");
}

/**
 * The place of a finding: « ligne 3, colonne 14 », « cellule F12 ».
 *
 * @param {Pick<Finding, "line" | "column">} finding
 * @param {string} format
 */
export function place({ line, column }, format) {
  if (format === "xlsx") return `cellule ${letters(column)}${line}`;
  return `ligne ${number(line)}, colonne ${number(column)}`;
}

/** The name of a sheet's column: 28 → AB. */
function letters(/** @type {number} */ column) {
  let name = "";
  for (let left = column; left > 0; left = Math.floor((left - 1) / 26))
    name = String.fromCharCode(65 + ((left - 1) % 26)) + name;
  return name;
}

/** Criteria of the quality score: what is looked at, and how to do better. */
/** @type {Record<string, [string, string]>} */
const CRITERIA = {
  adresse_bien_definie: ["Adresse", "Donnez l’adresse des services où l’on se présente."],
  modes_mobilisation_bien_definis: [
    "Façon d’y entrer",
    "Dites comment mobiliser le service (modes_mobilisation) et qui peut le faire (mobilisable_par).",
  ],
  au_moins_un_public: ["Publics", "Indiquez au moins un public."],
  au_moins_une_thematique: ["Thématiques", "Indiquez au moins une thématique."],
  au_moins_un_moyen_de_contact: [
    "Contact",
    "Donnez au moins un téléphone, un courriel ou un lien de mobilisation.",
  ],
  courriel_bien_defini: ["Courriel", "Donnez le courriel des services auxquels on écrit."],
  telephone_bien_defini: ["Téléphone", "Donnez le téléphone des services que l’on appelle."],
  date_maj_recente: [
    "Fraîcheur",
    "Relisez les fiches anciennes : au-delà de six mois, la note baisse, jusqu’à zéro à deux ans.",
  ],
  frais_bien_definis: ["Frais", "Dites si le service est gratuit, et précisez les frais s’il est payant."],
  description_bien_definie: ["Description", "Écrivez entre 200 et 2 000 caractères."],
};

/** What a criterion looks at. */
export const criterion = (/** @type {string} */ code) => CRITERIA[code]?.[0] ?? code.replaceAll("_", " ");
/** How to do better. */
export const advice = (/** @type {string} */ code) => CRITERIA[code]?.[1] ?? "";

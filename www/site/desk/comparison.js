// Kept services beside each other.

import { h } from "../common/dom.js";
import { age, several } from "../common/format.js";
import { label, labels } from "../common/labels.js";
import { own } from "../sheet/facts.js";
import {
  address,
  askedBy,
  mailLink,
  nameOf,
  phoneLink,
  sheetAddress,
  structureOf,
  updatedOn,
  ways,
} from "./facts.js";

/** @typedef {import("./store.js").Kept} Kept */
/** @typedef {string | string[] | Node | undefined} Cell */

/** @type {[string, (kept: Kept, hours: string[] | undefined) => Cell][]} */
const rows = [
  ["Structure", ({ service }) => structureOf(service)],
  ["Type", ({ service }) => (service.type ? label("TypeService", service.type) : undefined)],
  ["Pour quoi\u00a0?", ({ service }) => labels("Thematique", service.thematiques)],
  ["Pour qui\u00a0?", ({ service }) => labels("Public", service.publics)],
  ["À quelles conditions\u00a0?", ({ service }) => own(service, "conditions_acces")],
  ["Combien\u00a0?", ({ service }) => (service.frais ? label("Frais", service.frais) : undefined)],
  ["Comment\u00a0?", ({ service }) => labels("ModeAccueil", service.modes_accueil)],
  ["Où\u00a0?", ({ service }) => address(service)],
  ["Quand\u00a0?", ({ service }, hours) => hours ?? own(service, "horaires_accueil")],
  ["Durée", ({ service }) => length(service)],
  ["Qui peut le demander\u00a0?", ({ service }) => askedBy(service)],
  ["Comment y entrer\u00a0?", ({ service }) => ways(service)],
  ["Téléphone", ({ service }) => phoneLink(service)],
  ["Courriel", ({ service }) => mailLink(service)],
  ["Mise à jour", ({ service }) => ago(updatedOn(service))],
  ["Votre note", ({ note }) => note || undefined],
];

/**
 * @param {Kept[]} list
 * @param {Map<string, string[]>} hours in words, by id
 */
export function comparison(list, hours) {
  return h(
    "table",
    {},
    h("caption", { class: "aloud" }, "Les services gardés, côte à côte"),
    h(
      "thead",
      {},
      h(
        "tr",
        {},
        h("td"),
        ...list.map(({ service }) =>
          h("th", { scope: "col" }, h("a", { href: sheetAddress(service.id) }, nameOf(service))),
        ),
      ),
    ),
    h(
      "tbody",
      {},
      ...rows.map(([question, cell]) =>
        h(
          "tr",
          {},
          h("th", { scope: "row" }, question),
          ...list.map((kept) => h("td", {}, ...shown(cell(kept, hours.get(kept.service.id))))),
        ),
      ),
    ),
  );
}

/** @param {Cell} value */
function shown(value) {
  if (Array.isArray(value) && value.length) return value.map((line) => h("div", {}, line));
  if (value === undefined || Array.isArray(value)) return [h("span", { class: "soft" }, "non précisé")];
  return [value];
}

/** @param {string | undefined} day */
const ago = (day) => (day ? age(day).text : undefined);

/** @param {import("./facts.js").Service} service */
function length({ volume_horaire_hebdomadaire: hours, nombre_semaines: weeks }) {
  const parts = [
    typeof hours === "number" ? `${hours.toLocaleString("fr-FR")}\u00a0h par semaine` : "",
    typeof weeks === "number" ? several(weeks, "semaine") : "",
  ].filter(Boolean);
  return parts.length ? parts.join(", ") : undefined;
}

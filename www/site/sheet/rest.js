// What no question asks about: identifiers, codes, and whatever else a record holds. Nothing that is published is lost.

import { h } from "../common/dom.js";
import { said } from "./facts.js";
import { folded } from "./parts.js";

/** @type {Record<string, string>} */
const NAMES = {
  id: "Identifiant",
  structure_id: "Identifiant de la structure",
  code_insee: "Code INSEE de la commune",
  longitude: "Longitude",
  latitude: "Latitude",
  score_qualite: "Score de qualité",
};

/**
 * @param {import("./facts.js").Fields} record
 * @param {Set<string>} told fields that the sheet has told already
 */
export function rest(record, told) {
  const left = Object.entries(record).filter(([field, value]) => !told.has(field) && said(value));
  if (!left.length) return undefined;
  return folded(
    "Autres informations",
    h(
      "dl",
      { class: "rest" },
      ...left.map(([field, value]) =>
        h(
          "div",
          {},
          h("dt", {}, NAMES[field] ?? field.replaceAll("_", " ").trim()),
          h("dd", {}, said(value) ?? ""),
        ),
      ),
    ),
  );
}

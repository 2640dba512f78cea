// Nothing found: the questions nearby that would find something, each with how much.

import { h } from "../common/dom.js";
import { km, several } from "../common/format.js";
import { askingLink } from "./asking.js";
import { CHOICES, FACETS, NOT_STATED } from "./facets.js";
import { filterCount, hasRadius, toParams, withoutFilters } from "./question.js";
import { where } from "./wording.js";

/** @typedef {import("./question.js").Question} Question */
/** @typedef {import("../common/places.js").Chosen} Chosen */
/** @typedef {{ label: string, question: Question }} Way */

/** Radii that are proposed, km. */
const WIDER = [50, 100];

/**
 * The ways out of a question, those that change the least first.
 *
 * @param {Question} question
 * @param {(types: readonly string[], code: string) => Promise<Chosen | undefined>} find
 * @returns {Promise<Way[]>}
 */
async function nearby(question, find) {
  const { place, rayon_km, q, bbox, modes_accueil } = question;
  /** @type {Way[]} */
  const ways = [];
  const way = (/** @type {string} */ label, /** @type {Partial<Question>} */ change) =>
    ways.push({ label, question: { ...question, ...change } });
  if (hasRadius(place))
    for (const wider of WIDER) if (wider > rayon_km) way(`Chercher à ${km(wider)}`, { rayon_km: wider });
  if (modes_accueil.length && !modes_accueil.includes("a-distance"))
    way("Avec les services à distance", { modes_accueil: [...modes_accueil, "a-distance"] });
  for (const { name, unstated } of FACETS) {
    const values = question[name];
    if (values.length && !values.includes(NOT_STATED))
      way(`Avec les services ${unstated}`, { [name]: [...values, NOT_STATED] });
  }
  for (const { name, title } of FACETS)
    if (question[name].length) way(`Sans le filtre « ${title} »`, { [name]: [] });
  for (const { name, title } of CHOICES)
    if (question[name])
      way(`Sans le filtre « ${title} »`, { [name]: name === "score_qualite_minimum" ? undefined : "" });
  if (q) way(`Sans les mots « ${q} »`, { q: "" });
  if (bbox) way("Hors de la zone de la carte", { bbox: undefined });
  const around = await departement(place, find);
  if (around) way(`Chercher ${where({ ...question, place: around })}`, { place: around });
  if (filterCount(question) > 1) way("Sans aucun filtre", withoutFilters(question));
  if (place) way("Chercher dans toute la France", { place: undefined });
  return ways;
}

/**
 * The département of a commune.
 *
 * @param {Chosen | undefined} place
 * @param {(types: readonly string[], code: string) => Promise<Chosen | undefined>} find
 */
function departement(place, find) {
  if (!place || !hasRadius(place) || place.type === "point") return undefined;
  return find(["departement"], place.code.slice(0, /^9[78]/.test(place.code) ? 3 : 2));
}

/**
 * What to show under « Aucun service ».
 *
 * @param {import("../../pkg/inclusion-atlas.js").AsyncAtlas} atlas
 * @param {Question} question
 * @param {(types: readonly string[], code: string) => Promise<Chosen | undefined>} find
 * @param {(question: Question) => void} ask
 */
export async function waysOut(atlas, question, find, ask) {
  const ways = await nearby(question, find);
  const totals = await atlas.totals(ways.map((way) => toParams(way.question)));
  const found = ways.map((way, at) => ({ ...way, total: totals[at] ?? 0 })).filter(({ total }) => total > 0);
  if (!found.length)
    return [
      h("p", {}, "Rien ne correspond à cette recherche dans les données ouvertes, même en l’élargissant."),
    ];
  return [
    h(
      "p",
      {},
      "Rien ne correspond à cette recherche dans les données ouvertes. Ces recherches voisines trouvent :",
    ),
    h(
      "ul",
      { class: "ways" },
      ...found.map(({ label, question, total }) =>
        h(
          "li",
          {},
          askingLink(question, ask, {}, h("span", {}, label), h("b", {}, several(total, "service"))),
        ),
      ),
    ),
  ];
}

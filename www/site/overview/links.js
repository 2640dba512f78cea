// Where the services of a row are: the search, with one filter more.

import { several } from "../common/format.js";
import { toAddress } from "../search/question.js";

/** @typedef {import("../search/question.js").Question} Question */
/** @typedef {import("../search/facets.js").FacetName} FacetName */

const MONTHS = /** @type {Record<string, number>} */ ({ "6-mois": 6, "1-an": 12, "2-ans": 24 });

/**
 * The link of a row, where the search would find exactly its services: a value beside others that are asked would
 * find more.
 *
 * @param {Question} question
 * @param {FacetName | "maj"} name
 * @param {string} value
 * @param {number} count
 * @param {string} said
 * @returns {{ href?: string, see?: string }}
 */
export function services(question, name, value, count, said) {
  if (!count || !exact(question, name, value)) return {};
  const asked = { ...question, [name]: name === "maj" ? value : [value] };
  return { href: `./${toAddress(asked)}`, see: `${the(count)}\u00a0: ${said}` };
}

const the = (/** @type {number} */ count) =>
  count === 1 ? "le service" : `les ${several(count, "service")}`;

/**
 * @param {Question} question
 * @param {FacetName | "maj"} name
 * @param {string} value
 */
function exact(question, name, value) {
  if (name === "maj") return !question.maj || MONTHS[question.maj] >= MONTHS[value];
  // A search for everybody is one for whoever it may be.
  if (name === "publics" && value === "tous-publics") return false;
  const asked = question[name];
  return !asked.length || asked.includes(value) || asked.includes(value.split("--")[0]);
}

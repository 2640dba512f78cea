// Changes in sentences.

import { date, several, number } from "../common/format.js";
import { within } from "../common/places.js";

/** @typedef {import("../../pkg/engine.js").Changes} Changes */
/** @typedef {import("../../pkg/engine.js").Change} Change */
/** @typedef {import("../common/places.js").Chosen} Chosen */
/** @typedef {typeof KINDS[number]} Kind */

/** What is told apart, in the order of the page. */
export const KINDS = /** @type {const} */ ([
  { id: "nouveaux-services", of: "services", quoi: "nouveau", title: "Nouveaux services" },
  { id: "services-modifies", of: "services", quoi: "modifie", title: "Services mis à jour" },
  { id: "services-retires", of: "services", quoi: "retire", title: "Services retirés" },
  { id: "nouvelles-structures", of: "structures", quoi: "nouveau", title: "Nouvelles structures" },
  { id: "structures-modifiees", of: "structures", quoi: "modifie", title: "Structures mises à jour" },
  { id: "structures-retirees", of: "structures", quoi: "retire", title: "Structures retirées" },
]);

/** @param {Chosen} where */
export const about = (where) => `Quoi de neuf ${within(where)}`;

/**
 * « Dans les Ardennes, depuis le 16 novembre 2026 : 3 nouveautés, 1 mise à jour et 2 retraits. »
 *
 * @param {Changes} changes
 * @param {Chosen} where
 * @param {{ kind: Kind, all: Change[] }[]} told
 * @param {string} need what the need that is asked for is called
 * @param {string} asked its value, none for all
 */
export function opening({ depuis, date: day }, where, told, need, asked) {
  const count = (/** @type {Change["quoi"]} */ quoi) =>
    told.filter(({ kind }) => kind.quoi === quoi).reduce((sum, { all }) => sum + all.length, 0);
  const since = depuis ? `depuis le ${date(depuis)}` : "depuis la publication d’avant";
  const until = day ? `, dans la publication du ${date(day)}` : "";
  const of = asked ? ` pour «\u00a0${need}\u00a0»` : "";
  const parts = [
    [count("nouveau"), several(count("nouveau"), "nouveauté")],
    [count("modifie"), `${number(count("modifie"))} ${count("modifie") < 2 ? "mise" : "mises"} à jour`],
    [count("retire"), several(count("retire"), "retrait")],
  ].flatMap(([many, words]) => (many ? [String(words)] : []));
  if (!parts.length) return `Rien n’a changé ${within(where)}${of} ${since}${until}.`;
  const last = parts.pop();
  const said = parts.length ? `${parts.join(", ")} et ${last}` : last;
  const place = within(where);
  return `${place[0].toUpperCase()}${place.slice(1)}${of}, ${since}\u00a0: ${said}.`;
}

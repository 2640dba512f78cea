// Opening hours: whether it is open now, and the seven days to come.

import { h } from "../common/dom.js";
import { hour, inWords } from "../common/opening.js";
import { folded } from "./parts.js";
import { said } from "./facts.js";

/** @typedef {import("../../pkg/engine.js").Openings} Openings */

const weekday = new Intl.DateTimeFormat("fr-FR", { weekday: "long", day: "numeric", timeZone: "UTC" });

/**
 * What the engine reads of opening hours, now.
 *
 * @param {import("../../pkg/inclusion-atlas.js").Engine} engine
 * @param {unknown} hours horaires_accueil
 * @param {unknown} commune code_insee: its time zone and its public holidays
 * @returns {Promise<Openings | undefined>} nothing where no hours are published
 */
export async function openingsOf(engine, hours, commune) {
  const horaires_accueil = said(hours);
  if (!horaires_accueil) return undefined;
  const place = { horaires_accueil, code_insee: said(commune) ?? null };
  const [openings] = await engine.openings([place], new Date().toISOString());
  return openings;
}

/**
 * « Ouvert jusqu’à 17 h ».
 *
 * @param {Openings | undefined} openings
 */
export const openTag = (openings) =>
  openings && openings.ouvert !== null
    ? h("span", { class: openings.ouvert ? "tag good" : "tag" }, inWords(openings))
    : undefined;

/**
 * A table of the days to come, or the text as published where it can't be read.
 *
 * @param {unknown} hours
 * @param {Openings | undefined} openings
 * @param {string} whose « Horaires », « Horaires de la structure »
 */
export function week(hours, openings, whose) {
  const published = said(hours);
  if (!published) return undefined;
  if (!openings?.semaine)
    return h(
      "div",
      { class: "hours" },
      h("p", {}, h("b", {}, `${whose} : `), published),
      h("p", { class: "small soft" }, "Ces horaires sont montrés tels qu’ils sont publiés."),
    );
  return h(
    "div",
    { class: "hours" },
    h(
      "table",
      {},
      h("caption", {}, whose),
      h("tbody", {}, ...openings.semaine.map((day, at) => row(day, at === 0))),
    ),
    folded("Horaires tels que publiés", h("p", {}, h("code", {}, published))),
  );
}

/**
 * @param {NonNullable<Openings["semaine"]>[number]} day
 * @param {boolean} today
 */
function row({ date, ferie, plages }, today) {
  const name = weekday.format(new Date(date)).replace(/ 1$/, " 1er").replaceAll(" ", "\u00a0");
  return h(
    "tr",
    today ? { class: "today" } : {},
    h(
      "th",
      { scope: "row" },
      today ? `${name}, aujourd’hui` : name,
      ferie ? h("span", { class: "holiday" }, ` ${ferie}, férié`) : null,
    ),
    h(
      "td",
      plages.length ? {} : { class: "soft" },
      ...(plages.length ? plages.map((plage) => h("span", {}, span(plage))) : ["fermé"]),
    ),
  );
}

/** @param {[string, string]} plage */
function span([from, to]) {
  if (from === "00:00" && to === "24:00") return "24 h sur 24";
  return `${hour(from)}\u00a0–\u00a0${hour(to)}`;
}

// Opening hours as one says them.

import { hour } from "../common/opening.js";
import { schedule } from "./ical.js";

/** @typedef {import("./ical.js").Day} Day */

const names = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"];
const order = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
/** Dates that are told one by one. */
const FEW = 3;

const long = new Intl.DateTimeFormat("fr-FR", {
  weekday: "long",
  day: "numeric",
  month: "long",
  timeZone: "UTC",
});

/**
 * « lundi à vendredi : 9 h – 12 h, 14 h – 17 h »: a line for each group of days.
 *
 * @param {Day[]} days consecutive, from today on
 * @param {string} published `horaires_accueil`: what stands there in quotes is meant for people
 */
export function inWords(days, published) {
  const events = schedule(days);
  /** @type {string[][]} */
  const week = order.map((day) =>
    events
      .filter(({ each, by }) => each === "WEEKLY" && by.includes(day))
      .map(({ plage }) => plage)
      .sort()
      .map(span),
  );
  /** @type {string[]} */
  const lines = [];
  for (let first = 0; first < 7;) {
    const hours = week[first].join(", ");
    let last = first;
    while (last < 6 && week[last + 1].join(", ") === hours) last++;
    if (hours) lines.push(`${group(first, last)}\u00a0: ${hours}`);
    first = last + 1;
  }
  for (const { each, by, plage } of events)
    if (each === "MONTHLY") lines.push(`${ofMonth(by)}\u00a0: ${span(plage)}`);
  const dated = events.filter(({ each }) => !each).sort((a, b) => (a.on[0] < b.on[0] ? -1 : 1));
  for (const { plage, on } of dated.slice(0, FEW))
    lines.push(`${long.format(new Date(on[0]))}\u00a0: ${span(plage)}`);
  if (dated.length > FEW) lines.push("puis à d’autres dates");
  if (!lines.length) lines.push("aucune ouverture annoncée pour les trois prochains mois");
  return [...lines, ...[...published.matchAll(/"([^"]+)"/g)].map(([, said]) => said)];
}

/**
 * « 1er et 3e lundi du mois ».
 *
 * @param {string[]} by « 1MO », « 3MO »
 */
function ofMonth(by) {
  const each = order.flatMap((day, at) => {
    const which = by.filter((one) => one.endsWith(day)).map((one) => (one[0] === "1" ? "1er" : `${one[0]}e`));
    return which.length ? `${which.join(" et ")} ${names[at]}` : [];
  });
  return `${each.join(", ")} du mois`;
}

/**
 * @param {number} first
 * @param {number} last
 */
function group(first, last) {
  if (first === last) return names[first];
  if (last - first === 6) return "tous les jours";
  return `${names[first]}${last - first === 1 ? " et " : " à "}${names[last]}`;
}

/** @param {[string, string]} plage */
function span([from, to]) {
  if (from === "00:00" && to === "24:00") return "24\u00a0h sur 24";
  return `${hour(from)}\u00a0– ${hour(to)}`;
}

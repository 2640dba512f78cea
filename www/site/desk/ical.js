// Opening hours as a calendar (RFC 5545).

import { timeZone, vtimezone } from "./time-zones.js";

/** @typedef {import("../../pkg/engine.js").DetailedService} Service */
/** @typedef {NonNullable<import("../../pkg/engine.js").Openings["semaine"]>[number]} Day */
/** @typedef {Pick<import("../../pkg/inclusion-atlas.js").Engine, "openings">} Clock */

/** How far ahead the hours are looked at. */
const WEEKS = 52;
/** How often a period is open on its day of the week to be called weekly; its other days, holidays mostly, are excepted. */
const WEEKLY = 0.7;
/** Weeks ahead for periods that come otherwise: the first Monday of a month. */
const DATED_WEEKS = 13;
const DAY = 86_400_000;
const days = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"];

/**
 * The hours of services, day by day, from today on.
 *
 * @param {Clock} clock the engine
 * @param {Service[]} services
 * @param {Date} now
 * @param {number} [ahead] weeks
 * @returns {Promise<(Day[] | null)[]>} null where they aren't stated or can't be read
 */
export async function hoursOf(clock, services, now, ahead = WEEKS) {
  const places = services.map(hours);
  // At noon no change of summer time moves a week to another day.
  const noon = Math.floor(now.getTime() / DAY) * DAY + DAY / 2;
  const at = (/** @type {number} */ week) => new Date(noon + week * 7 * DAY).toISOString();
  const weeks = await Promise.all(
    Array.from({ length: ahead }, (_, week) => clock.openings(places, at(week))),
  );
  return services.map((_, place) => {
    const known = weeks.map((week) => week[place].semaine);
    return known.every((week) => week !== null) ? known.flat() : null;
  });
}

/** @param {Service} service its own hours, else those of its structure */
function hours({ horaires_accueil, code_insee, structure }) {
  const text = (/** @type {unknown} */ value) => (typeof value === "string" && value.trim() ? value : null);
  return {
    horaires_accueil: text(horaires_accueil) ?? text(structure?.horaires_accueil),
    code_insee: place({ code_insee, structure }),
  };
}

/** @param {Record<string, any>} service */
const place = ({ code_insee, structure }) => code_insee ?? structure?.code_insee ?? null;

/**
 * A calendar of opening periods: weekly ones that recur for a year, others by date for three months.
 *
 * @param {{ service: Service, days: Day[] }[]} open those whose hours are known
 * @param {{ now: Date, addressOf(id: string): string }} context
 */
export function toIcal(open, { now, addressOf }) {
  const zones = new Set(open.map(({ service }) => timeZone(place(service))));
  const stamp = now.toISOString().replaceAll(/[-:]|\.\d+/g, "");
  const lines = [
    ...[
      "BEGIN:VCALENDAR",
      "VERSION:2.0",
      "PRODID:-//inclusion-atlas//FR",
      "CALSCALE:GREGORIAN",
      "METHOD:PUBLISH",
    ],
    "X-WR-CALNAME:Horaires d’accueil",
    ...[...zones].flatMap(vtimezone),
    ...open.flatMap(({ service, days }) => events(service, days, stamp, addressOf(service.id))),
    "END:VCALENDAR",
  ];
  return lines.map((line) => `${fold(line)}\r\n`).join("");
}

/**
 * @param {Service} service
 * @param {Day[]} days
 * @param {string} stamp
 * @param {string} address
 */
function events(service, days, stamp, address) {
  const zone = timeZone(place(service));
  const about = [
    `SUMMARY:${escape(`Ouvert\u00a0: ${service.nom ?? "service sans nom"}`)}`,
    ...property("LOCATION", where(service)),
    ...property("DESCRIPTION", details(service)),
    ...(typeof service.latitude === "number" && typeof service.longitude === "number"
      ? [`GEO:${service.latitude};${service.longitude}`]
      : []),
    `URL:${address.replaceAll(/[\s\p{Cc}]/gu, "")}`,
    // Nobody is busy because somewhere is open.
    "TRANSP:TRANSPARENT",
  ];
  return schedule(days).flatMap(({ plage: [from, to], on, weekly, except }) => {
    const [first] = on;
    const key = [service.id, weekly ? "hebdomadaire" : first, from, to].join("/");
    return [
      "BEGIN:VEVENT",
      `UID:${escape(`${key}@inclusion-atlas`)}`,
      `DTSTAMP:${stamp}`,
      `DTSTART;TZID=${zone}:${local(first, from)}`,
      `DTEND;TZID=${zone}:${local(first, to, to <= from)}`,
      ...(weekly ? [`RRULE:FREQ=WEEKLY;COUNT=${on.length + except.length};BYDAY=${weekly.join(",")}`] : []),
      ...(except.length ? [`EXDATE;TZID=${zone}:${except.map((date) => local(date, from)).join(",")}`] : []),
      ...about,
      "END:VEVENT",
    ];
  });
}

/**
 * @typedef {object} Event
 * @property {[string, string]} plage
 * @property {string[]} on its dates
 * @property {string[] | null} weekly its days of the week; null: one event for its only date
 * @property {string[]} except dates of these days that are closed
 */

/**
 * Days with hours as few events: what is open each week at the same time is one.
 *
 * @param {Day[]} all consecutive
 * @returns {Event[]}
 */
export function schedule(all) {
  /** @type {Map<string, Set<string>>} */
  const open = new Map();
  for (const { date, plages } of all)
    for (const plage of plages) {
      const key = plage.join("/");
      open.set(key, (open.get(key) ?? new Set()).add(date));
    }
  const end = all.length ? Date.parse(all[0].date) + DATED_WEEKS * 7 * DAY : 0;
  return [...open].flatMap(([key, dates]) => {
    const plage = /** @type {[string, string]} */ (key.split("/"));
    const weekly = days.filter((day) => {
      const such = all.filter(({ date }) => dayOf(date) === day);
      const open = such.filter(({ date }) => dates.has(date)).length;
      return open > 0 && open >= WEEKLY * such.length;
    });
    const dated = [...dates].filter((date) => !weekly.includes(dayOf(date)) && Date.parse(date) < end);
    /** @type {Event[]} */
    const events = dated.map((date) => ({ plage, on: [date], weekly: null, except: [] }));
    if (!weekly.length) return events;
    const such = all.map(({ date }) => date).filter((date) => weekly.includes(dayOf(date)));
    const begun = such.slice(such.findIndex((date) => dates.has(date)));
    const on = begun.filter((date) => dates.has(date));
    return [{ plage, on, weekly, except: begun.filter((date) => !dates.has(date)) }, ...events];
  });
}

/** @param {string} date */
const dayOf = (date) => days[new Date(date).getUTCDay()];

/**
 * `20261124T090000`; « 24:00 » and what ends after midnight are on the next day.
 *
 * @param {string} date
 * @param {string} time
 * @param {boolean} next on the day after
 */
function local(date, time, next = false) {
  const later = next || time === "24:00" ? new Date(Date.parse(date) + DAY).toISOString().slice(0, 10) : date;
  return `${later.replaceAll("-", "")}T${time === "24:00" ? "0000" : time.replace(":", "")}00`;
}

/** @param {Service} service */
function where({ structure, adresse, complement_adresse, code_postal, commune }) {
  const town = [code_postal, commune].filter(Boolean).join(" ");
  return [structure?.nom, adresse, complement_adresse, town].filter(Boolean).join(", ");
}

/** @param {Service} service */
function details(service) {
  const own = (/** @type {string} */ field) => service[field] ?? service.structure?.[field];
  const say = (/** @type {string} */ what, /** @type {unknown} */ value) =>
    value ? `${what}\u00a0: ${value}` : "";
  return [
    service.structure?.nom,
    say("Téléphone", own("telephone")),
    say("Courriel", own("courriel")),
    say("Horaires publiés", own("horaires_accueil")),
    "Vérifiez les horaires avant de vous déplacer.",
  ]
    .filter(Boolean)
    .join("\n");
}

/**
 * @param {string} name
 * @param {string} text
 */
const property = (name, text) => (text ? [`${name}:${escape(text)}`] : []);

/**
 * A text as a value of its own (3.3.11).
 *
 * @param {string} text
 */
const escape = (text) =>
  text
    .replaceAll(/\r\n?|[\u2028\u2029\u0085]/g, "\n")
    .replaceAll(/(?!\n)\p{Cc}/gu, " ")
    .replaceAll(/[\\;,]/g, "\\$&")
    .replaceAll("\n", "\\n");

/** Octets of a line (3.1), its break not counted. */
const LINE = 75;

/**
 * @param {string} line
 */
export function fold(line) {
  let folded = "";
  let octets = 0;
  for (const character of line) {
    const size = new TextEncoder().encode(character).length;
    if (octets + size > LINE) {
      folded += "\r\n ";
      octets = 1;
    }
    folded += character;
    octets += size;
  }
  return folded;
}

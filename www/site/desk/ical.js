// Opening hours as a calendar (RFC 5545).

import { timeZone, vtimezone } from "./time-zones.js";

/** @typedef {import("../../pkg/engine.js").DetailedService} Service */
/** @typedef {NonNullable<import("../../pkg/engine.js").Openings["semaine"]>[number]} Day */
/** @typedef {Pick<import("../../pkg/inclusion-atlas.js").Engine, "openings">} Clock */

/** How far ahead the hours are looked at. */
const WEEKS = 52;
/** What is open on this part of its days recurs; its other days, holidays mostly, are excepted. */
const MOSTLY = 0.7;
/** What is open less often than that may recur by chance. */
const AGAIN = 3;
/** Weeks ahead for periods that don't recur. */
const DATED_WEEKS = 13;
const DAY = 86_400_000;
const days = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"];

/**
 * The hours of services, day by day, from today on.
 *
 * @param {Clock} clock the engine
 * @param {Service[]} services
 * @param {Date} now
 * @returns {Promise<(Day[] | null)[]>} null where they aren't stated or can't be read
 */
export async function hoursOf(clock, services, now) {
  const places = services.map(hours);
  // At noon no change of summer time moves a week to another day.
  const noon = Math.floor(now.getTime() / DAY) * DAY + DAY / 2;
  const at = (/** @type {number} */ week) => new Date(noon + week * 7 * DAY).toISOString();
  const weeks = await Promise.all(
    Array.from({ length: WEEKS }, (_, week) => clock.openings(places, at(week))),
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
    code_insee: communeOf({ code_insee, structure }),
  };
}

/** @param {Record<string, any>} service */
const communeOf = ({ code_insee, structure }) => code_insee ?? structure?.code_insee ?? null;

/**
 * A calendar of opening periods: those that recur, for a year; others by date, for three months.
 *
 * @param {{ service: Service, days: Day[] }[]} open those whose hours are known
 * @param {{ now: Date, addressOf(id: string): string }} context
 */
export function toIcal(open, { now, addressOf }) {
  const zones = new Set(open.map(({ service }) => timeZone(communeOf(service))));
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
  const zone = timeZone(communeOf(service));
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
  return schedule(days).flatMap(({ plage: [from, to], on, each, by, except }) => {
    const [first] = on;
    const key = [service.id, each ?? first, from, to].join("/");
    return [
      "BEGIN:VEVENT",
      `UID:${escape(`${key}@inclusion-atlas`)}`,
      `DTSTAMP:${stamp}`,
      `DTSTART;TZID=${zone}:${local(first, from)}`,
      `DTEND;TZID=${zone}:${local(first, to, to <= from)}`,
      ...(each ? [`RRULE:FREQ=${each};COUNT=${on.length + except.length};BYDAY=${by.join(",")}`] : []),
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
 * @property {"WEEKLY" | "MONTHLY" | null} each null: it comes once
 * @property {string[]} by days of its recurrence, « MO », or « 1MO » of a month
 * @property {string[]} except dates that the recurrence names and that are closed
 */

/** What recurs: a day of the week, else the first, second… of a month. */
const recurrences = /** @type {const} */ ([
  { each: "WEEKLY", dayOf: (/** @type {string} */ date) => weekday(date) },
  {
    each: "MONTHLY",
    dayOf: (/** @type {string} */ date) => Math.ceil(Number(date.slice(8)) / 7) + weekday(date),
  },
]);

/** @param {string} date */
const weekday = (date) => days[new Date(date).getUTCDay()];

/**
 * Days with hours as few events: what is open again and again at the same time is one.
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
  const dates = all.map(({ date }) => date);
  const end = dates.length ? Date.parse(dates[0]) + DATED_WEEKS * 7 * DAY : 0;
  return [...open].flatMap(([key, on]) => {
    const plage = /** @type {[string, string]} */ (key.split("/"));
    const left = new Set(on);
    /** @type {Event[]} */
    const events = [];
    for (const { each, dayOf } of recurrences) {
      const by = [...new Set([...left].map(dayOf))].filter((day) => {
        const such = dates.filter((date) => dayOf(date) === day);
        const times = such.filter((date) => left.has(date)).length;
        return times >= AGAIN && times >= MOSTLY * such.length;
      });
      if (!by.length) continue;
      const such = dates.filter((date) => by.includes(dayOf(date)));
      const begun = such.slice(such.findIndex((date) => left.has(date)));
      const except = begun.filter((date) => !left.has(date));
      events.push({ plage, on: begun.filter((date) => left.has(date)), each, by: by.sort(inWeek), except });
      for (const date of such) left.delete(date);
    }
    for (const date of left)
      if (Date.parse(date) < end) events.push({ plage, on: [date], each: null, by: [], except: [] });
    return events;
  });
}

/**
 * « MO » before « TU », « 1MO » before « 3MO ».
 *
 * @param {string} a
 * @param {string} b
 */
const inWeek = (a, b) => place(a) - place(b);
const place = (/** @type {string} */ day) =>
  ((days.indexOf(day.slice(-2)) + 6) % 7) + 7 * (Number.parseInt(day) || 0);

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

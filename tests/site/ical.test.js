// Opening hours as a calendar, read back by a naive reader.

import assert from "node:assert/strict";
import { test } from "node:test";
import { inWords } from "../../www/site/desk/hours.js";
import { hoursOf, schedule, toIcal } from "../../www/site/desk/ical.js";
import { random } from "../support/data.js";

/** @typedef {import("../../www/site/desk/ical.js").Day} Day */
/** @typedef {{ name: string, parameters: Record<string, string>, value: string }} Line */

const DAY = 86_400_000;
const now = new Date("2026-11-24T09:00:00Z");

/**
 * Days from a rule.
 *
 * @param {(date: string, weekday: number, at: number) => [string, string][]} rule
 * @param {string} start
 * @returns {Day[]}
 */
const year = (rule, start = "2026-11-24") =>
  Array.from({ length: 364 }, (_, at) => {
    const date = new Date(Date.parse(start) + at * DAY).toISOString().slice(0, 10);
    return { date, ferie: null, plages: rule(date, new Date(date).getUTCDay(), at) };
  });

const service = (/** @type {Record<string, unknown>} */ fields = {}) =>
  /** @type {any} */ ({
    id: "dora--1",
    nom: "Atelier; accueil, café",
    code_insee: "08105",
    adresse: "1 rue\\place",
    longitude: 4.7,
    latitude: 49.8,
    structure: { nom: "Maison", telephone: "0324000000" },
    ...fields,
  });
const addressOf = (/** @type {string} */ id) => `https://example.org/?service=${id}`;
const calendar = (/** @type {Day[]} */ days, fields = {}) =>
  toIcal([{ service: service(fields), days }], { now, addressOf });

/**
 * @param {string} text
 * @returns {Line[]}
 */
function read(text) {
  assert.ok(text.endsWith("\r\n"));
  const physical = text.split("\r\n").slice(0, -1);
  for (const line of physical) {
    assert.ok(new TextEncoder().encode(line).length <= 75, `too long: ${line}`);
    assert.doesNotMatch(line, /[\r\n]/);
  }
  return physical
    .join("\r\n")
    .replaceAll("\r\n ", "")
    .split("\r\n")
    .map((line) => {
      const [, name, parameters, value] = /^([A-Z-]+)((?:;[A-Z-]+=[^;:]*)*):(.*)$/s.exec(line) ?? [];
      assert.ok(name, `not a content line: ${line}`);
      const pairs = parameters
        .split(";")
        .slice(1)
        .map((pair) => pair.split("="));
      return { name, parameters: Object.fromEntries(pairs), value };
    });
}

/**
 * Components of a name.
 *
 * @param {Line[]} lines
 * @param {string} name
 */
function components(lines, name) {
  const found = [];
  for (const [at, line] of lines.entries())
    if (line.name === "BEGIN" && line.value === name)
      found.push(
        lines.slice(
          at + 1,
          lines.findIndex((end, to) => to > at && end.name === "END" && end.value === name),
        ),
      );
  return found;
}

const unescape = (/** @type {string} */ text) =>
  text.replaceAll(/\\(.)/g, (_, letter) => (letter === "n" ? "\n" : letter));
const value = (/** @type {Line[]} */ lines, /** @type {string} */ name) =>
  lines.find((line) => line.name === name)?.value ?? "";
const days = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"];

/**
 * Every occurrence of a calendar, « 20261124T090000/20261124T120000 ».
 *
 * @param {string} text
 */
function occurrences(text) {
  /** @type {string[]} */
  const all = [];
  for (const event of components(read(text), "VEVENT")) {
    const [start, end] = [value(event, "DTSTART"), value(event, "DTEND")];
    const day = (/** @type {string} */ stamp) => Date.parse(stamp.replace(/^(....)(..)(..).*$/, "$1-$2-$3"));
    const rule = Object.fromEntries(
      value(event, "RRULE")
        .split(";")
        .map((part) => part.split("=")),
    );
    const except = new Set(value(event, "EXDATE").split(","));
    const span = day(end) - day(start);
    const on = (/** @type {number} */ at) => {
      const stamp = (/** @type {number} */ time, /** @type {string} */ of) =>
        `${new Date(time).toISOString().slice(0, 10).replaceAll("-", "")}${of.slice(8)}`;
      return { start: stamp(at, start), end: stamp(at + span, end) };
    };
    if (!rule.FREQ) all.push(`${start}/${end}`);
    else {
      const named = (/** @type {number} */ at) => {
        const date = new Date(at);
        const nth = rule.FREQ === "MONTHLY" ? Math.ceil(date.getUTCDate() / 7) : "";
        return rule.BYDAY.split(",").includes(`${nth}${days[date.getUTCDay()]}`);
      };
      assert.match(rule.FREQ, /^(WEEKLY|MONTHLY)$/);
      assert.ok(named(day(start)), "begins on one of its days");
      for (let at = day(start), left = Number(rule.COUNT); left > 0; at += DAY) {
        if (!named(at)) continue;
        left--;
        const { start: from, end: to } = on(at);
        if (!except.has(from)) all.push(`${from}/${to}`);
      }
    }
  }
  return all.sort();
}

/** @param {Day[]} all */
const naive = (all) =>
  all
    .flatMap(({ date, plages }) =>
      plages.map(([from, to]) => {
        const next = to <= from || to === "24:00" ? Date.parse(date) + DAY : Date.parse(date);
        const stamp = (/** @type {number} */ time, /** @type {string} */ clock) =>
          `${new Date(time).toISOString().slice(0, 10).replaceAll("-", "")}T${clock.replace(":", "").replace("2400", "0000")}00`;
        return `${stamp(Date.parse(date), from)}/${stamp(next, to)}`;
      }),
    )
    .sort();

const office = year((date, weekday) =>
  weekday >= 1 && weekday <= 5 && date !== "2026-12-25" && date !== "2027-01-01"
    ? [
        ["09:00", "12:00"],
        ["14:00", "17:30"],
      ]
    : [],
);

test("each opening period recurs weekly on its days, holidays excepted", () => {
  const text = calendar(office);
  const events = components(read(text), "VEVENT");
  assert.equal(events.length, 2);
  assert.match(value(events[0], "RRULE"), /BYDAY=MO,TU,WE,TH,FR$/);
  assert.equal(value(events[0], "EXDATE"), "20261225T090000,20270101T090000");
  assert.deepEqual(occurrences(text), naive(office));
});

test("the first occurrence is the first opening, though today is closed", () => {
  const days = year((_, weekday, at) => (weekday === 2 && at > 0 ? [["10:00", "11:00"]] : []));
  const text = calendar(days);
  assert.match(text, /DTSTART;TZID=Europe\/Paris:20261201T100000/);
  assert.deepEqual(occurrences(text), naive(days));
});

test("the first and third Monday of a month recur monthly", () => {
  const mondays = year((date, weekday) =>
    weekday === 1 && [1, 3].includes(Math.ceil(Number(date.slice(8)) / 7)) && date !== "2027-04-05"
      ? [["14:00", "16:30"]]
      : [],
  );
  const text = calendar(mondays);
  assert.match(text, /RRULE:FREQ=MONTHLY;COUNT=24;BYDAY=1MO,3MO/);
  assert.deepEqual(occurrences(text), naive(mondays));
  const words = inWords(mondays, 'Mo[1],Mo[3] 14:00-16:30 "sur rendez-vous"');
  assert.deepEqual(words.map(plain), ["1er et 3e lundi du mois : 14 h – 16 h 30", "sur rendez-vous"]);
});

test("what doesn't recur is a dated event each, for three months", () => {
  const rare = year((_, __, at) => (at % 17 === 5 ? [["14:00", "16:30"]] : []));
  const text = calendar(rare);
  assert.doesNotMatch(text, /FREQ=(WEEKLY|MONTHLY)/);
  assert.deepEqual(occurrences(text), naive(rare.slice(0, 91)));
  const uids = components(read(text), "VEVENT").map((event) => value(event, "UID"));
  assert.equal(new Set(uids).size, 6);
});

test("every second week isn't taken for a day of the month", () => {
  const fortnight = year((_, __, at) => (at % 14 === 6 ? [["14:00", "16:30"]] : []));
  assert.deepEqual(
    occurrences(calendar(fortnight)).filter((one) => one < "20270223"),
    naive(fortnight.slice(0, 91)),
  );
});

test("midnight ends a day, and what goes beyond it ends on the next", () => {
  const nights = year((_, weekday) =>
    weekday === 6 ? [["22:00", "02:00"]] : weekday === 0 ? [["18:00", "24:00"]] : [["00:00", "24:00"]],
  );
  assert.deepEqual(occurrences(calendar(nights)), naive(nights));
});

test("any week comes back as it was", () => {
  const { whole, next } = random(8);
  for (let round = 0; round < 60; round++) {
    const hours = Array.from({ length: 7 }, () =>
      ["08:00/12:00", "09:30/12:00", "14:00/24:00", "20:00/01:00"]
        .filter(() => next() < 0.4)
        .map((span) => span.split("/")),
    );
    const closed = new Set(Array.from({ length: whole(6) }, () => whole(364)));
    const days = year((_, weekday, at) => /** @type {any} */ (closed.has(at) ? [] : hours[weekday]));
    if (!days.some(({ plages }) => plages.length)) continue;
    assert.deepEqual(occurrences(calendar(days)), naive(days));
  }
});

const zones = [
  ["08105", "Europe/Paris", ["+0100", "+0200"]],
  [null, "Europe/Paris", ["+0100", "+0200"]],
  ["97411", "Indian/Reunion", ["+0400"]],
  ["97105", "America/Guadeloupe", ["-0400"]],
  ["97502", "America/Miquelon", ["-0300", "-0200"]],
  ["98818", "Pacific/Noumea", ["+1100"]],
];
for (const [commune, zone, offsets] of zones) {
  test(`hours of ${commune} are in ${zone}, and its VTIMEZONE agrees with the platform's`, () => {
    const lines = read(calendar(office, { code_insee: commune }));
    const [timezone] = components(lines, "VTIMEZONE");
    assert.equal(value(timezone, "TZID"), zone);
    assert.deepEqual(
      new Set(timezone.filter(({ name }) => name === "TZOFFSETTO").map(({ value }) => value)),
      new Set(offsets),
    );
    const said = (/** @type {string} */ at) =>
      new Intl.DateTimeFormat("en", { timeZone: String(zone), timeZoneName: "longOffset" })
        .formatToParts(new Date(at))
        .find(({ type }) => type === "timeZoneName")
        ?.value.replace(/GMT|:/g, "");
    assert.deepEqual(new Set([said("2026-01-15T12:00Z"), said("2026-07-15T12:00Z")]), new Set(offsets));
    for (const event of components(lines, "VEVENT"))
      for (const line of event)
        if (/^(DTSTART|DTEND|EXDATE)$/.test(line.name)) assert.equal(line.parameters.TZID, zone);
  });
}

test("any text comes back, folded and escaped", () => {
  const { whole } = random(9);
  const letters = [...'a;,\\:"\n é€😀«»x', "nn", "\\n", "long mot ".repeat(9)];
  for (let round = 0; round < 300; round++) {
    const nom = `x${Array.from({ length: whole(20) }, () => letters[whole(letters.length)]).join("")}`;
    const [event] = components(read(calendar(office, { nom })), "VEVENT");
    assert.equal(unescape(value(event, "SUMMARY")), `Ouvert\u00a0: ${nom}`);
  }
});

test("line breaks of any kind and control characters do no harm", () => {
  const [event] = components(
    read(calendar(office, { nom: "a\r\nb\rc\u2028d\u0000e\u0007f", id: "x\r\ny" })),
    "VEVENT",
  );
  assert.equal(unescape(value(event, "SUMMARY")), "Ouvert\u00a0: a\nb\nc\nd e f");
});

test("a calendar made again has the same identifiers", () => {
  const uids = (/** @type {string} */ text) =>
    components(read(text), "VEVENT").map((event) => value(event, "UID"));
  const later = year(
    (_, weekday) =>
      weekday >= 1 && weekday <= 5
        ? [
            ["09:00", "12:00"],
            ["14:00", "17:30"],
          ]
        : [],
    "2026-12-08",
  );
  assert.deepEqual(uids(calendar(office)), uids(calendar(later)));
});

test("hours come week by week from the engine; none where they can't be read", async () => {
  /** @type {string[]} */
  const asked = [];
  const clock = {
    async openings(/** @type {any[]} */ places, /** @type {string} */ at) {
      asked.push(at);
      return places.map(({ horaires_accueil, code_insee }) => ({
        semaine:
          horaires_accueil === "illisible"
            ? null
            : Array.from({ length: 7 }, (_, day) => ({
                date: new Date(Date.parse(at) + day * DAY).toISOString().slice(0, 10),
                ferie: null,
                plages: /** @type {[string, string][]} */ ([[horaires_accueil, code_insee]]),
              })),
      }));
    },
  };
  const places = [
    service({ horaires_accueil: "Mo", code_insee: "08105" }),
    service({ horaires_accueil: "illisible" }),
    service({
      horaires_accueil: " ",
      code_insee: null,
      structure: { horaires_accueil: "Tu", code_insee: "97411" },
    }),
  ];
  const [own, unreadable, ofStructure] = await hoursOf(/** @type {any} */ (clock), places, now);
  assert.equal(asked.length, 52);
  assert.equal(own?.length, 364);
  assert.equal(new Set(own?.map(({ date }) => date)).size, 364, "every day once");
  assert.deepEqual(own?.[0].plages, [["Mo", "08105"]]);
  assert.equal(unreadable, null);
  assert.deepEqual(ofStructure?.[0].plages, [["Tu", "97411"]]);
});

const plain = (/** @type {string} */ line) => line.replaceAll(/[\u00a0\u202f]/g, " ");

test("hours in words", () => {
  const said = (/** @type {Day[]} */ days) => inWords(days, "").map(plain);
  assert.deepEqual(said(office), ["lundi à vendredi : 9 h – 12 h, 14 h – 17 h 30"]);
  assert.deepEqual(said(year(() => [["00:00", "24:00"]])), ["tous les jours : 24 h sur 24"]);
  const two = year((_, weekday) => (weekday === 2 || weekday === 4 ? [["14:00", "17:00"]] : []));
  assert.deepEqual(said(two), ["mardi : 14 h – 17 h", "jeudi : 14 h – 17 h"]);
  const rare = year((_, __, at) => (at % 17 === 5 ? [["14:00", "16:30"]] : []));
  assert.deepEqual(said(rare), [
    "dimanche 29 novembre : 14 h – 16 h 30",
    "mercredi 16 décembre : 14 h – 16 h 30",
    "samedi 2 janvier : 14 h – 16 h 30",
    "puis à d’autres dates",
  ]);
  assert.deepEqual(said(year(() => [])), ["aucune ouverture annoncée pour les trois prochains mois"]);
});

test("no days, no events", () => {
  assert.deepEqual(schedule([]), []);
});

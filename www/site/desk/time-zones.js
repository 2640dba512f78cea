// The time zone of a place of France, and how a calendar is told of it (RFC 5545, 3.6.5).

/** By the beginning of `code_insee`: IANA name, then hours from UTC, in summer too where that differs. */
const overseas = /** @type {Record<string, [string, number, number?]>} */ ({
  971: ["America/Guadeloupe", -4],
  972: ["America/Martinique", -4],
  973: ["America/Cayenne", -3],
  974: ["Indian/Reunion", 4],
  975: ["America/Miquelon", -3, -2],
  976: ["Indian/Mayotte", 3],
  977: ["America/St_Barthelemy", -4],
  978: ["America/Marigot", -4],
  986: ["Pacific/Wallis", 12],
  987: ["Pacific/Tahiti", -10],
  988: ["Pacific/Noumea", 11],
});
const mainland = /** @type {[string, number, number]} */ (["Europe/Paris", 1, 2]);

/** When summer time begins and ends: local time before the change, and which Sunday of which month. */
const changes = /** @type {Record<string, { summer: [string, string], winter: [string, string] }>} */ ({
  "Europe/Paris": {
    summer: ["19960331T020000", "BYMONTH=3;BYDAY=-1SU"],
    winter: ["19961027T030000", "BYMONTH=10;BYDAY=-1SU"],
  },
  "America/Miquelon": {
    summer: ["20070311T020000", "BYMONTH=3;BYDAY=2SU"],
    winter: ["20071104T020000", "BYMONTH=11;BYDAY=1SU"],
  },
});

/** @param {string | null} commune code_insee; mainland when it isn't known */
export const timeZone = (commune) => zone(commune)[0];

/** @param {string | null} commune */
const zone = (commune) => overseas[commune?.slice(0, 3) ?? ""] ?? mainland;

/**
 * The lines of a time zone's VTIMEZONE.
 *
 * @param {string} name one that `timeZone` gives
 */
export function vtimezone(name) {
  const [, winter, summer] =
    [mainland, ...Object.values(overseas)].find(([known]) => known === name) ?? mainland;
  const change = changes[name];
  if (!change || summer === undefined)
    return [
      "BEGIN:VTIMEZONE",
      `TZID:${name}`,
      ...period("STANDARD", "19700101T000000", winter, winter),
      "END:VTIMEZONE",
    ];
  return [
    "BEGIN:VTIMEZONE",
    `TZID:${name}`,
    ...period("DAYLIGHT", change.summer[0], winter, summer, change.summer[1]),
    ...period("STANDARD", change.winter[0], summer, winter, change.winter[1]),
    "END:VTIMEZONE",
  ];
}

/**
 * @param {"STANDARD" | "DAYLIGHT"} kind
 * @param {string} start
 * @param {number} from hours
 * @param {number} to hours
 * @param {string} [each]
 */
const period = (kind, start, from, to, each) => [
  `BEGIN:${kind}`,
  `DTSTART:${start}`,
  `TZOFFSETFROM:${offset(from)}`,
  `TZOFFSETTO:${offset(to)}`,
  ...(each ? [`RRULE:FREQ=YEARLY;${each}`] : []),
  `END:${kind}`,
];

/** @param {number} hours */
const offset = (hours) => `${hours < 0 ? "-" : "+"}${String(Math.abs(hours)).padStart(2, "0")}00`;

// Places in sentences: « dans les Ardennes », « en Bretagne », « à Mayotte ».

/**
 * A place that can be searched around or within.
 *
 * @typedef {object} Chosen
 * @property {import("../../pkg/engine.js").Place["type"] | "point"} type
 * @property {string} code none for a point
 * @property {string} nom
 * @property {number} lon of its centre
 * @property {number} lat
 * @property {string[]} [codes_postaux]
 * @property {[number, number, number, number]} [bbox] of an area: west, south, east, north
 */

/** Départements by what stands before their name; without one, « la », or « l’ » before a vowel. */
const LE = "14 15 18 25 29 30 32 39 41 45 46 47 49 56 59 62 63 67 68 69 81 82 83 84 90 94 95".split(" ");
const LES = "04 05 06 08 13 22 40 64 65 66 78 79 88 92".split(" ");
const EN = "2A 2B 971 972 973 987 988".split(" ");
const A = "75 974 975 976 977 978 986".split(" ");
/** Régions that aren't said with « en ». */
const REGIONS = /** @type {Record<string, string>} */ ({
  "04": "à ",
  "06": "à ",
  24: "dans le ",
  32: "dans les ",
  44: "dans le ",
  52: "dans les ",
});

/**
 * « dans les Ardennes », « en Bretagne », « dans l’intercommunalité CA Ardenne Métropole ».
 *
 * @param {Chosen} place an area
 */
export function within({ type, code, nom }) {
  if (type === "epci") return `dans l’intercommunalité ${nom}`;
  if (type === "region") return `${REGIONS[code] ?? "en "}${nom}`;
  if (EN.includes(code)) return `en ${nom}`;
  if (A.includes(code)) return `à ${nom}`;
  if (LE.includes(code)) return `dans le ${nom}`;
  if (LES.includes(code)) return `dans les ${nom}`;
  return /^([AEIOUYÉ]|Hérault)/.test(nom) ? `dans l’${nom}` : `dans la ${nom}`;
}

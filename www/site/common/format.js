// Numbers, dates and places as one says them in French.

const whole = new Intl.NumberFormat("fr-FR");
const megabytes = new Intl.NumberFormat("fr-FR", {
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
});
const longDate = new Intl.DateTimeFormat("fr-FR", {
  dateStyle: "long",
  timeZone: "UTC",
});
const ago = new Intl.RelativeTimeFormat("fr-FR", { numeric: "auto" });
const DAY = 86_400_000;

/** @param {number} value */
export const number = (value) => whole.format(value);

/**
 * « 1 service », « 12 services ».
 *
 * @param {number} count
 * @param {string} one
 */
export const several = (count, one) => `${number(count)} ${one}${count < 2 ? "" : "s"}`;

/** @param {number} kilometres */
export const km = (kilometres) => `${number(kilometres)}\u00a0km`;

/** @param {number} bytes */
export const size = (bytes) =>
  bytes < 100_000 ? `${number(Math.ceil(bytes / 1000))}\u00a0ko` : `${megabytes.format(bytes / 1e6)}\u00a0Mo`;

/** @param {string} day YYYY-MM-DD */
export const date = (day) => longDate.format(new Date(day)).replace(/^1 /, "1er ");

/**
 * « il y a 3 mois », and whether that is long ago: a year or more.
 *
 * @param {string} day YYYY-MM-DD
 */
export function age(day) {
  const days = Math.max(0, Math.floor((Date.now() - Date.parse(day)) / DAY));
  const [count, unit] =
    days < 14
      ? [days, "day"]
      : days < 60
        ? [days / 7, "week"]
        : days < 730
          ? [days / 30.44, "month"]
          : [days / 365.25, "year"];
  const text = ago.format(
    -Math.floor(/** @type {number} */ (count)),
    /** @type {Intl.RelativeTimeFormatUnit} */ (unit),
  );
  return { text, old: days >= 365 };
}

/**
 * @param {number | null} kilometres
 * @param {unknown} modes modes_accueil
 */
export function distance(kilometres, modes) {
  if (kilometres === null) return Array.isArray(modes) && modes.includes("a-distance") ? "À distance" : "";
  return kilometres === 0 ? "moins d’1\u00a0km" : km(kilometres);
}

/**
 * « 03 24 00 00 00 »; a number of another form stays as it is.
 *
 * @param {string} number
 */
export const phone = (number) =>
  /^0\d{9}$/.test(number) ? number.replaceAll(/\d\d(?=\d)/g, "$&\u00a0") : number;

/**
 * « de Paris », « d’Ajaccio », « du Havre », « des Sables-d’Olonne ».
 *
 * @param {string} name
 */
export function of(name) {
  if (/^Le /.test(name)) return `du ${name.slice(3)}`;
  if (/^Les /.test(name)) return `des ${name.slice(4)}`;
  return /^[AEIOUYÀÂÉÈÊÎÔŒÆ]/i.test(name) ? `d’${name}` : `de ${name}`;
}

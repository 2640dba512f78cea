// Shares and scores as one says them.

const percent = new Intl.NumberFormat("fr-FR", { style: "percent", maximumFractionDigits: 0 });
const fine = new Intl.NumberFormat("fr-FR", { style: "percent", maximumFractionDigits: 1 });
const two = new Intl.NumberFormat("fr-FR", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const digits = new Intl.NumberFormat("fr-FR", { maximumSignificantDigits: 2 });
const one = new Intl.NumberFormat("fr-FR", { maximumFractionDigits: 1 });

/**
 * « 38 % »; under ten, « 3,2 % »; what isn't nothing isn't « 0 % ».
 *
 * @param {number} part
 * @param {number} whole
 */
export function share(part, whole) {
  const value = whole ? part / whole : 0;
  if (value > 0 && value < 0.001) return `< ${fine.format(0.001)}`;
  // What isn't all of it isn't « 100 % ».
  if (value > 0.995 && value < 1) return `> ${percent.format(0.99)}`;
  return (value < 0.1 ? fine : percent).format(value);
}

/** « 0,74 » */
export const decimal = (/** @type {number} */ value) => two.format(value);

/** « 12,3 », « 0,43 » */
export const rough = (/** @type {number} */ value) => (value < 1 ? digits : one).format(value);

/**
 * @param {number} count
 * @param {string} singular
 * @param {string} plural
 */
export const agree = (count, singular, plural) => (count < 2 ? singular : plural);

/**
 * « moins de 8 mois »: how long ago a day is.
 *
 * @param {string} day YYYY-MM-DD
 * @param {number} now ms since 1970
 */
export function lessThan(day, now) {
  const days = Math.max(1, Math.ceil((now - Date.parse(day)) / 86_400_000));
  if (days < 60) return `moins de ${days === 1 ? "2" : days}\u00a0jours`;
  const months = Math.ceil(days / 30.44);
  return months < 24 ? `moins de ${months}\u00a0mois` : `moins de ${Math.ceil(days / 365.25)}\u00a0ans`;
}

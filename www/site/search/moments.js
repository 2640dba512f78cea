// Days and hours that people name, as the engine takes them.

/** @param {number} value */
const two = (value) => String(value).padStart(2, "0");

/** @param {Date} day */
const date = (day) => `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;

/**
 * @param {Date} from
 * @param {number} days
 */
const later = (from, days) => new Date(from.getFullYear(), from.getMonth(), from.getDate() + days);

/** The first hour of an evening. */
const EVENING = 18;
const SATURDAY = 6;

/**
 * `ouvert_le` of a moment: now is an instant, each service taken in its own time zone; an evening, a day and a week-end are
 * local times wherever the service is.
 *
 * @param {string} moment
 * @param {Date} now
 */
export function openAt(moment, now) {
  const whole = (/** @type {Date} */ first, /** @type {Date} */ last = first) =>
    `${date(first)}T00:00/${date(last)}T24:00`;
  const saturday = later(now, (SATURDAY - now.getDay() + 7) % 7);
  switch (moment) {
    case "maintenant":
      return `${now.toISOString().slice(0, 16)}:00Z`;
    case "ce-soir": {
      // Late in the evening what has closed is no help.
      const from =
        now.getHours() < EVENING ? `${EVENING}:00` : `${two(now.getHours())}:${two(now.getMinutes())}`;
      return `${date(now)}T${from}/${date(now)}T24:00`;
    }
    case "samedi":
      return whole(saturday);
    case "week-end":
      return now.getDay() === 0 ? whole(now) : whole(saturday, later(saturday, 1));
    default:
      return undefined;
  }
}

/** Months of each age. */
const AGES = /** @type {Record<string, number>} */ ({ "6-mois": 6, "1-an": 12, "2-ans": 24 });

/**
 * `maj_depuis` of an age.
 *
 * @param {string} age
 * @param {Date} now
 */
export function updatedSince(age, now) {
  const months = AGES[age];
  if (!months) return undefined;
  const first = new Date(now.getFullYear(), now.getMonth() - months, 1);
  const last = new Date(first.getFullYear(), first.getMonth() + 1, 0).getDate();
  // Six months before August 31st is the last of February.
  return date(new Date(first.getFullYear(), first.getMonth(), Math.min(now.getDate(), last)));
}

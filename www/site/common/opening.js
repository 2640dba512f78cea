// « Ouvert jusqu’à 17 h », « Fermé, ouvre demain à 9 h »: what `openings` tells, in words.

const DAYS = ["dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"];
const DAY = 86_400_000;

/**
 * « 9 h », « 9 h 30 », « minuit ».
 *
 * @param {string} time HH:MM
 */
export function hour(time) {
  const [hours, minutes] = time.split(":").map(Number);
  if (hours % 24 === 0 && !minutes) return "minuit";
  return `${hours}\u00a0h${minutes ? `\u00a0${String(minutes).padStart(2, "0")}` : ""}`;
}

/**
 * Whether a place is open, and until or from when.
 *
 * @param {Pick<import("../../pkg/engine.js").Openings, "ouvert" | "change" | "maintenant">} openings
 */
export function inWords({ ouvert, change, maintenant }) {
  if (ouvert === null) return "Horaires non précisés";
  if (!change) return ouvert ? "Ouvert jour et nuit" : "Fermé cette semaine";
  const [day, time] = change.split("T");
  const days = Math.round((Date.parse(day) - Date.parse(maintenant.slice(0, 10))) / DAY);
  const name = days === 1 ? "demain" : DAYS[new Date(day).getUTCDay()];
  const at = hour(time);
  if (ouvert) {
    // Midnight is the end of a day before it is the beginning of another.
    if (days === 0 || (days === 1 && at === "minuit")) return `Ouvert jusqu’à ${at}`;
    return `Ouvert jusqu’à ${name} ${at}`;
  }
  return days === 0 ? `Fermé, ouvre à ${at}` : `Fermé, ouvre ${name} à ${at}`;
}

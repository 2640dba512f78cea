// Which publication of the data answers, and the offer of a newer one.

import { byId, h } from "./dom.js";
import { date } from "./format.js";
import { tell, untell } from "./lines.js";
import { answerFrom } from "./offline.js";

/** @typedef {import("../../pkg/inclusion-atlas.js").AsyncAtlas} AsyncAtlas */

/** The host is asked again this long after it was, ms: publications come once a week. */
const PATIENCE = 15 * 60 * 1000;

/**
 * Says at the foot whose data it is and of which day.
 *
 * @param {AsyncAtlas} atlas
 * @param {string | undefined} whose
 */
export async function sayWhose(atlas, whose) {
  const publication = await atlas.publication().catch(later);
  if (!publication) return;
  answerFrom(publication);
  const day = publication.date && `publication du ${date(publication.date)}`;
  const text = [whose, day].filter(Boolean).join(", ");
  byId("attribution").textContent = text ? `Données\u00a0: ${text}.` : "";
}

/**
 * Offers a newer publication when somebody comes back to the page, or has it before them for long.
 *
 * @param {() => AsyncAtlas | undefined} open what is open now
 * @param {() => void} use opens it anew, with the same question
 */
export function offerNewPublication(open, use) {
  let looked = Date.now();
  const look = async () => {
    if (document.visibilityState !== "visible" || Date.now() - looked < PATIENCE) return;
    looked = Date.now();
    const atlas = open();
    const [newer, now] = await Promise.all([atlas?.newPublication(), atlas?.publication()]);
    if (newer && now && atlas === open()) offerPublication(newer.date, now.date, use);
  };
  document.addEventListener("visibilitychange", () => void look().catch(later));
  addEventListener("online", () => void look().catch(later));
  setInterval(() => void look().catch(later), PATIENCE);
}

/** The engine has stopped, and whatever is asked next says so. */
const later = () => {};

/**
 * @param {string | null} newer
 * @param {string | null} now
 * @param {() => void} use
 */
export function offerPublication(newer, now, use) {
  const told = newer && now && newer !== now;
  const text = told
    ? `Une nouvelle publication des données est prête, celle du ${date(newer)}. Vous voyez celle du ${date(now)}.`
    : "Une nouvelle publication des données est prête.";
  const button = (/** @type {string} */ label, kind = "", act = () => {}) =>
    h(
      "button",
      { type: "button", class: `button ${kind}`, onclick: () => (untell("publication"), act()) },
      label,
    );
  tell("publication", text, button("L’utiliser", "", use), button("Plus tard", "quiet"));
}

// The form over the answers: where, which words, how far. What changes is asked at once.

import { byId } from "../common/dom.js";
import { inFrench } from "../common/failure.js";
import { position } from "../common/position.js";
import { hasRadius, MAX_RADIUS, MIN_RADIUS, pointAt } from "./question.js";
import { HERE, inShort } from "./wording.js";

/** @typedef {import("./question.js").Question} Question */
/** @typedef {import("../common/place-field.js").PlaceField} PlaceField */

/** Milliseconds after the last letter, or the last move of the slider. */
const PAUSE = 220;

const form = byId("form");
const words = /** @type {HTMLInputElement} */ (byId("words"));
const slider = /** @type {HTMLInputElement} */ (byId("radius"));
const typed = /** @type {HTMLInputElement} */ (byId("kilometres"));
const unfold = byId("unfold");
const here = /** @type {HTMLButtonElement} */ (byId("here"));
const hint = byId("hint");

/**
 * @param {object} page
 * @param {PlaceField} page.place
 * @param {(change: Partial<Question>, kind?: string) => void} page.change `kind`: of changes that follow one another
 * @param {(error: unknown) => void} page.refused there is no such place
 */
export function listenToForm({ place, change, refused }) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let waiting;
  const soon = (/** @type {Partial<Question>} */ what, /** @type {string} */ kind) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => change(what, kind), PAUSE);
  };
  words.addEventListener("input", () => soon({ q: words.value.trim() }, "q"));
  slider.addEventListener("input", () => {
    typed.value = slider.value;
    soon({ rayon_km: slider.valueAsNumber }, "rayon_km");
  });
  typed.addEventListener("input", () => {
    const kilometres = Math.round(typed.valueAsNumber);
    if (!(kilometres >= MIN_RADIUS && kilometres <= MAX_RADIUS)) return;
    slider.value = String(kilometres);
    soon({ rayon_km: kilometres }, "rayon_km");
  });
  // What is out of the limits goes back to the nearest that isn't.
  typed.addEventListener("change", () => {
    const kilometres = Math.min(
      MAX_RADIUS,
      Math.max(MIN_RADIUS, Math.round(typed.valueAsNumber) || MIN_RADIUS),
    );
    if (typed.value !== String(kilometres)) {
      typed.value = slider.value = String(kilometres);
      soon({ rayon_km: kilometres }, "rayon_km");
    }
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    clearTimeout(waiting);
    try {
      const chosen = await place.take();
      const moved = chosen ? { place: chosen, bbox: undefined } : { place: undefined };
      change({ ...moved, q: words.value.trim(), rayon_km: slider.valueAsNumber });
      fold(true);
    } catch (error) {
      refused(error);
    }
  });
  here.addEventListener("click", async () => {
    here.disabled = true;
    hint.textContent = "Recherche de votre position…";
    try {
      const { lon, lat } = await position();
      hint.textContent = "";
      change({ place: pointAt(lon, lat, HERE), bbox: undefined });
    } catch (error) {
      hint.textContent = inFrench(error);
    } finally {
      here.disabled = false;
    }
  });
  unfold.addEventListener("click", () => {
    fold(false);
    byId("where").focus();
  });
}

/**
 * Folds the form into one line, or opens it again.
 *
 * @param {boolean} folded only seen on a narrow screen
 */
export function fold(folded) {
  unfold.closest(".question")?.classList.toggle("folded", folded);
  unfold.setAttribute("aria-expanded", String(!folded));
}

/**
 * @param {Question} question
 * @param {PlaceField} place
 */
export function showForm(question, place) {
  place.set(question.place);
  hint.textContent = "";
  // A space at the end is a word to come.
  if (words.value.trim() !== question.q) words.value = question.q;
  slider.value = String(question.rayon_km);
  if (document.activeElement !== typed || typed.valueAsNumber !== question.rayon_km)
    typed.value = slider.value;
  const area = !!question.place && !hasRadius(question.place);
  slider.disabled = typed.disabled = area;
  const [where, what] = inShort(question);
  byId("summary-where").textContent = where;
  byId("summary-what").textContent = what;
}

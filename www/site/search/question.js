// The question: its form, and its form in the address so that a link asks it again.

import { byId, h } from "../common/dom.js";
import { km } from "../common/format.js";
import { categories, label, labels, thematiques } from "../common/labels.js";

/**
 * @typedef {object} Question
 * @property {import("../common/place-field.js").Chosen} [place]
 * @property {number} rayon_km
 * @property {string} [thematique] a category or a thématique
 * @property {string[]} modes modes_accueil; all when there are none
 */

const what = /** @type {HTMLSelectElement} */ (byId("what"));
const need = /** @type {HTMLSelectElement} */ (byId("need"));
const modes = /** @type {HTMLInputElement[]} */ ([...byId("modes").querySelectorAll("input")]);
const radius = /** @type {HTMLInputElement} */ (byId("radius"));
const unfold = byId("unfold");

const RADIUS = Number(radius.defaultValue);

/** Fills the lists, and keeps their parts in step. */
export function prepareForm() {
  what.append(...categories().map(({ value, label }) => h("option", { value }, label)));
  what.addEventListener("change", showNeeds);
  radius.addEventListener("input", showRadius);
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

function showNeeds() {
  const entries = what.value ? thematiques(what.value) : [];
  need.replaceChildren(
    h("option", { value: "" }, "Tous les besoins"),
    ...entries.map(({ value, label }) => h("option", { value }, label)),
  );
  need.disabled = !entries.length;
}

function showRadius() {
  byId("kilometres").textContent = km(Number(radius.value));
}

/**
 * What the form asks, around a place.
 *
 * @param {import("../common/place-field.js").Chosen | undefined} place
 * @returns {Question}
 */
export function readForm(place) {
  return {
    place,
    rayon_km: Number(radius.value),
    thematique: need.value || what.value || undefined,
    modes: modes.filter(({ checked }) => checked).map(({ value }) => value),
  };
}

/** @param {Question} question */
export function fillForm({ rayon_km, thematique = "", modes: wanted }) {
  const [category] = thematique.split("--");
  what.value = category;
  showNeeds();
  need.value = thematique.includes("--") ? thematique : "";
  for (const mode of modes) mode.checked = wanted.includes(mode.value);
  radius.value = String(rayon_km);
  showRadius();
}

/**
 * The question that an address asks. A value that doesn't exist is left to the engine to refuse.
 *
 * @param {URLSearchParams} address
 * @param {(code: string) => Promise<import("../common/place-field.js").Chosen | undefined>} find
 * @returns {Promise<Question & { asked: boolean }>}
 */
export async function fromAddress(address, find) {
  const code = address.get("code_commune");
  const kilometres = Number(address.get("rayon_km"));
  const place = code ? ((await find(code)) ?? { code, nom: code, lon: NaN, lat: NaN }) : undefined;
  const thematique = address.get("thematiques") ?? undefined;
  return {
    place,
    rayon_km: kilometres >= 1 && kilometres <= 100 ? Math.round(kilometres) : RADIUS,
    thematique,
    modes: address.getAll("modes_accueil"),
    asked: Boolean(code || thematique || address.has("modes_accueil")),
  };
}

/** @param {Question} question */
export function toAddress({ place, rayon_km, thematique, modes }) {
  const address = new URLSearchParams();
  if (place) {
    address.set("code_commune", place.code);
    address.set("rayon_km", String(rayon_km));
  }
  if (thematique) address.set("thematiques", thematique);
  for (const mode of modes) address.append("modes_accueil", mode);
  return `?${address}`;
}

/**
 * The question as the engine takes it.
 *
 * @param {Question} question
 * @returns {import("../../pkg/engine.js").SearchServicesParams}
 */
export function toParams({ place, rayon_km, thematique, modes }) {
  return {
    // What people expect, where the API's rules say otherwise: docs/differences.md.
    regles: "atlas",
    code_commune: place?.code,
    rayon_km: place ? rayon_km : undefined,
    thematiques: thematique ? [thematique] : undefined,
    modes_accueil: modes.length ? modes : undefined,
  };
}

/**
 * The question in a few words, for the folded form.
 *
 * @param {Question} question
 */
export function inShort({ place, rayon_km, thematique, modes }) {
  const where = place ? `${place.nom} · ${km(rayon_km)}` : "Toute la France";
  const about = thematique && label(thematique.includes("--") ? "Thematique" : "Categorie", thematique);
  return [where, about, ...labels("ModeAccueil", modes)].filter(Boolean).join(" · ");
}

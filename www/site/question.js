// The question: its form, and its form in the address so that a link asks it again.

import { byId, h } from "./dom.js";
import { km } from "./format.js";
import { categories, label, thematiques } from "./labels.js";

/**
 * @typedef {object} Question
 * @property {import("./place-field.js").Chosen} [place]
 * @property {number} rayon_km
 * @property {string} [thematique] a category or a thématique
 * @property {string} [mode]
 */

const what = /** @type {HTMLSelectElement} */ (byId("what"));
const need = /** @type {HTMLSelectElement} */ (byId("need"));
const mode = /** @type {HTMLSelectElement} */ (byId("mode"));
const radius = /** @type {HTMLInputElement} */ (byId("radius"));

const RADIUS = Number(radius.defaultValue);

/** Fills the lists, and keeps their parts in step. */
export function prepareForm() {
  what.append(...categories().map(({ value, label }) => h("option", { value }, label)));
  what.addEventListener("change", showNeeds);
  radius.addEventListener("input", showRadius);
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
 * @param {import("./place-field.js").Chosen | undefined} place
 * @returns {Question}
 */
export function readForm(place) {
  return {
    place,
    rayon_km: Number(radius.value),
    thematique: need.value || what.value || undefined,
    mode: mode.value || undefined,
  };
}

/** @param {Question} question */
export function fillForm({ rayon_km, thematique = "", mode: wanted = "" }) {
  const [category] = thematique.split("--");
  what.value = category;
  showNeeds();
  need.value = thematique.includes("--") ? thematique : "";
  mode.value = wanted;
  radius.value = String(rayon_km);
  showRadius();
}

/**
 * The question that an address asks. A value that doesn't exist is left to the engine to refuse.
 *
 * @param {URLSearchParams} address
 * @param {(code: string) => Promise<import("./place-field.js").Chosen | undefined>} find
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
    mode: address.get("modes_accueil") ?? undefined,
    asked: Boolean(code || thematique || address.has("modes_accueil")),
  };
}

/** @param {Question} question */
export function toAddress({ place, rayon_km, thematique, mode }) {
  const address = new URLSearchParams();
  if (place) {
    address.set("code_commune", place.code);
    address.set("rayon_km", String(rayon_km));
  }
  if (thematique) address.set("thematiques", thematique);
  if (mode) address.set("modes_accueil", mode);
  return `?${address}`;
}

/**
 * The question as the engine takes it.
 *
 * @param {Question} question
 * @returns {import("../pkg/engine.js").SearchServicesParams}
 */
export function toParams({ place, rayon_km, thematique, mode }) {
  return {
    code_commune: place?.code,
    rayon_km: place ? rayon_km : undefined,
    thematiques: thematique ? [thematique] : undefined,
    modes_accueil: mode ? [mode] : undefined,
  };
}

/**
 * The question in a few words, for the folded form.
 *
 * @param {Question} question
 */
export function inShort({ place, rayon_km, thematique }) {
  const where = place ? `${place.nom} · ${km(rayon_km)}` : "Toute la France";
  const about = thematique && label(thematique.includes("--") ? "Thematique" : "Categorie", thematique);
  return about ? `${where} · ${about}` : where;
}

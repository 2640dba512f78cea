// Who may come: `zone_eligibilite` in words, and whether the place that is searched from is in it.

import { h } from "../common/dom.js";
import { list, position, said } from "./facts.js";

/** @typedef {import("../../pkg/engine.js").DetailedService} Service */
/** @typedef {import("../../pkg/engine.js").Place} Place */
/** @typedef {import("./view.js").Context} Context */

/** Names that are read at a glance. */
const MANY = 12;
/** Services that may share a place, a source and a day. */
const SHARED = 500;
/** Half of a box around a point, degrees; and the least radius that surely holds one at so many kilometres. */
const NEAR = 1e-4;
const SURE = 95;

/** @type {[RegExp, Place["type"][], string][]} The kind of a code by its form; where two share it, the first. */
const KINDS = [
  [/^\d{9}$/, ["epci"], "Intercommunalités"],
  [/^\w{2,3}$/, ["departement", "region"], "Départements"],
  [/^99\d{3}$/, [], "Pays"],
  [/^\w{5}$/, ["commune", "arrondissement", "deleguee"], "Communes"],
];

/**
 * The zone in words.
 *
 * @param {unknown} zone
 * @param {Context["engine"]} engine
 * @returns {Promise<HTMLElement[]>}
 */
export async function zoneInWords(zone, engine) {
  const codes = [...new Set(Array.isArray(zone) ? zone.map((code) => said(code) ?? "") : [said(zone) ?? ""])];
  const known = codes.filter(Boolean);
  if (!known.length)
    return [h("p", {}, "La zone n’est pas précisée : le service est réputé ouvert à tous les territoires.")];
  if (known.some((code) => code === "france" || code === "99100")) return [h("p", {}, "De toute la France.")];
  /** @type {Map<string, string[]>} */
  const groups = new Map();
  const names = await Promise.all(known.map((code) => named(code, engine)));
  for (const { kind, name } of names) groups.set(kind, [...(groups.get(kind) ?? []), name]);
  return [...groups].map(([kind, names]) => {
    const title = names.length > 1 ? kind : kind.replace(/s$/, "");
    const few = names.length > MANY + 1 ? names.slice(0, MANY) : names;
    const others = names.slice(few.length);
    const rest = others.length
      ? h("details", {}, h("summary", {}, `et ${others.length} autres`), h("p", {}, `${others.join(", ")}.`))
      : null;
    return h(
      "div",
      {},
      h("p", {}, h("b", {}, `${title} : `), `${few.join(", ")}${others.length ? "…" : "."}`),
      rest,
    );
  });
}

/**
 * @param {string} code
 * @param {Context["engine"]} engine
 */
async function named(code, engine) {
  const found = KINDS.find(([form]) => form.test(code));
  if (!found) return { kind: "Autres", name: code };
  const [, types, kind] = found;
  const places = types.length ? await engine.suggestPlaces(code, 20) : [];
  const same = places.filter((place) => place.code === code && types.includes(place.type));
  const [place] = same.toSorted((a, b) => types.indexOf(a.type) - types.indexOf(b.type));
  // A code that nobody knows is shown as it is.
  if (!place) return { kind, name: code };
  const name = kind === "Départements" ? `${place.nom} (${code})` : place.nom;
  return { kind, name };
}

/**
 * Whether somebody from a place may come, and how far it is: the search says so, asked for this service alone.
 *
 * @param {Service} service
 * @param {Context} context
 * @returns {Promise<{ open?: boolean, distance: number | null, nom?: string }>} `open` is not told where it isn't sure
 */
export async function from(service, { atlas, question }) {
  const place = question?.place;
  const type = place && "type" in place ? place.type : "commune";
  if (!place || ["epci", "departement", "region"].includes(String(type))) return { distance: null };
  const here = type === "point" ? { lat: place.lat, lon: place.lon } : { code_commune: place.code };
  const point = position(service);
  /** @type {import("../../pkg/engine.js").SearchServicesParams} */
  const alone = {
    regles: "atlas",
    sources: [service.source],
    size: SHARED,
    ...(point
      ? { bbox: [point[0] - NEAR, point[1] - NEAR, point[0] + NEAR, point[1] + NEAR] }
      : { a_distance: "seuls" }),
  };
  const find = async (/** @type {object} */ where) => {
    const { items } = await atlas.searchServices({ ...alone, ...where });
    return items.find((item) => item.service.id === service.id);
  };
  const found = await find({ ...here, rayon_km: point ? 100 : 1 });
  const nom = place.nom;
  if (found) return { open: true, distance: found.distance, nom };
  const remote = list(service.modes_accueil).includes("a-distance");
  const near = point && kilometres([place.lon, place.lat], point) < SURE;
  // It would have been found, were it open to this place.
  if ((remote || near) && (await find({}))) return { open: false, distance: null, nom };
  return { distance: null };
}

/**
 * Along a sphere: off by less than one in a hundred.
 *
 * @param {[lon: number, lat: number]} a
 * @param {[lon: number, lat: number]} b
 */
function kilometres(a, b) {
  const [lonA, latA, lonB, latB] = [...a, ...b].map((degrees) => (degrees * Math.PI) / 180);
  const half =
    Math.sin((latB - latA) / 2) ** 2 + Math.cos(latA) * Math.cos(latB) * Math.sin((lonB - lonA) / 2) ** 2;
  return 2 * 6371 * Math.asin(Math.min(1, Math.sqrt(half)));
}

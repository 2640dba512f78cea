// GET /search/services as its rules are written, over plain objects, record by record: the engine must agree with it.

import geodesic from "geographiclib-geodesic";

/** @typedef {import("./territory.js").Commune} Commune */
/** @typedef {{ lat?: number, lon?: number, rayon_km?: number, thematiques?: string[], modes_accueil?: string[] }} Filters */

/**
 * Metres on the WGS 84 ellipsoid, to 1e-8 m as PostGIS tells them.
 *
 * @param {{ lat: number, lon: number }} from
 * @param {{ lat: number, lon: number }} to
 */
export function metres(from, to) {
  const { s12 } = geodesic.Geodesic.WGS84.Inverse(from.lat, from.lon, to.lat, to.lon);
  return Math.round(Number(s12) * 1e8) / 1e8;
}

/** @param {Commune} commune */
export function zones(commune) {
  return new Set([commune.code, commune.departement, commune.epci, "99100", "france"].filter(Boolean));
}

/**
 * @param {Record<string, any>} service
 * @param {Filters} filters
 */
export function passes(service, { thematiques = [], modes_accueil = [] }) {
  const offered = service.thematiques ?? [];
  const about = (/** @type {string} */ asked) =>
    offered.some((/** @type {string} */ value) => value === asked || value.startsWith(`${asked}--`));
  const received = service.modes_accueil ?? [];
  return (
    (thematiques.length === 0 || thematiques.some(about)) &&
    (modes_accueil.length === 0 || modes_accueil.some((mode) => received.includes(mode)))
  );
}

/**
 * All answers, in order.
 *
 * @param {Record<string, any>[]} services
 * @param {Filters} filters
 * @param {Commune} [commune] where the search is; without it everywhere
 * @returns {{ id: string, distance: number | null }[]}
 */
export function searchServices(services, filters, commune) {
  const centre = filters.lat === undefined ? commune : { lat: filters.lat, lon: Number(filters.lon) };
  const open = commune && zones(commune);
  const found = [];
  for (const service of services) {
    if (!passes(service, filters)) continue;
    if (!centre || !open) {
      found.push({ id: service.id, distance: null });
      continue;
    }
    const zone = service.zone_eligibilite;
    if (zone && !zone.some((/** @type {string} */ code) => open.has(code))) continue;
    const modes = service.modes_accueil ?? [];
    const placed = service.latitude !== null && service.longitude !== null;
    const away = placed ? metres(centre, { lat: service.latitude, lon: service.longitude }) : Infinity;
    const inRange = away <= (filters.rayon_km ?? 50) * 1000;
    if (!inRange && !modes.includes("a-distance")) continue;
    const told = inRange && modes.includes("en-presentiel");
    found.push({ id: service.id, distance: told ? roundHalfEven(away / 1000) : null });
  }
  const rank = (/** @type {number | null} */ distance) => distance ?? Infinity;
  const byId = (/** @type {string} */ a, /** @type {string} */ b) =>
    Buffer.compare(Buffer.from(a), Buffer.from(b));
  return found.sort((a, b) => Math.sign(rank(a.distance) - rank(b.distance)) || byId(a.id, b.id));
}

/** @param {number} value */
function roundHalfEven(value) {
  const below = Math.floor(value);
  if (value - below !== 0.5) return Math.round(value);
  return below % 2 === 0 ? below : below + 1;
}

// A service in five seconds: what, who by, where, how far, for whom, and why it is here.

import { h } from "./dom.js";
import { age, distance } from "./format.js";
import { label, labels } from "./labels.js";

/** @typedef {import("../pkg/engine.js").DetailedService} Service */

const PUBLICS = 3;

/**
 * @param {import("../pkg/engine.js").ServiceSearchResult} result
 * @param {(service: Service) => void} open
 */
export function card({ service, distance: kilometres }, open) {
  const where = [service.structure?.nom ?? "Structure non publiée", service.commune]
    .filter(Boolean)
    .join(" · ");
  const far = distance(kilometres, service.modes_accueil);
  return h(
    "li",
    { class: "card", "data-id": service.id },
    h(
      "h2",
      {},
      h("button", { type: "button", onclick: () => open(service) }, service.nom ?? "Service sans nom"),
    ),
    far ? h("span", { class: "distance" }, far) : null,
    h("div", { class: "small" }, where),
    h("div", { class: "tags" }, ...tags(service)),
    h("div", { class: "small soft" }, ...why(service)),
  );
}

/** @param {Service} service */
function tags({ frais, publics, modes_accueil }) {
  const plain = (/** @type {string} */ text) => h("span", { class: "tag" }, text);
  const unknown = (/** @type {string} */ text) => h("span", { class: "tag soft" }, text);
  const known = labels("Public", publics);
  const more = known.length - PUBLICS;
  return [
    frais
      ? h("span", { class: frais === "gratuit" ? "tag good" : "tag" }, label("Frais", frais))
      : unknown("Frais non précisés"),
    ...(known.length ? known.slice(0, PUBLICS).map(plain) : [unknown("Publics non précisés")]),
    more > 0 && plain(`+ ${more} publics`),
    ...labels("ModeAccueil", modes_accueil).map(plain),
  ].filter((tag) => tag !== false);
}

/** @param {Service} service */
function why({ zone_eligibilite, date_maj, source }) {
  const parts = [zone(zone_eligibilite), updated(date_maj), `source : ${source}`];
  return parts.flatMap((part, at) => (at ? [" · ", part] : [part]));
}

/** @param {unknown} codes */
export function zone(codes) {
  if (!Array.isArray(codes)) return "Ouvert à tous les territoires";
  if (codes.includes("france") || codes.includes("99100")) return "Ouvert à toute la France";
  return codes.length > 1
    ? `Ouvert à ${codes.length} territoires, dont celui-ci`
    : "Réservé aux habitants du territoire";
}

/** @param {string | null} day */
export function updated(day) {
  if (!day || Number.isNaN(Date.parse(day))) return "date de mise à jour inconnue";
  const { text, old } = age(day);
  return old ? h("span", { class: "old" }, `mis à jour ${text}`) : `mis à jour ${text}`;
}

// A service in five seconds: what, who by, where, how far, for whom, and why it is here.

import { h } from "../common/dom.js";
import { age, distance } from "../common/format.js";
import { label, labels } from "../common/labels.js";
import { addressOf } from "../sheet/address.js";

/** @typedef {import("../../pkg/engine.js").DetailedService} Service */

/** Publics that a card names. */
const PUBLICS = 3;

/**
 * @param {import("../../pkg/engine.js").ServiceSearchResult} result
 * @param {string} zone who may come
 * @param {"h2" | "h3"} heading its level
 */
export function card({ service, distance: kilometres }, zone, heading = "h2") {
  const where = [service.structure?.nom ?? "Structure non publiée", service.commune]
    .filter(Boolean)
    .join(" · ");
  const far = distance(kilometres, service.modes_accueil);
  return h(
    "li",
    { class: "card", "data-id": service.id },
    h(heading, {}, h("a", { href: addressOf({ service: service.id }) }, service.nom ?? "Service sans nom")),
    far ? h("span", { class: "distance" }, far) : null,
    h("div", { class: "small" }, where),
    h("div", { class: "tags" }, ...tags(service)),
    h(
      "div",
      { class: "small soft" },
      zone,
      " · ",
      updated(service.date_maj),
      ` · source : ${service.source}`,
    ),
  );
}

/** @param {Service} service */
export function tags({ frais, publics, modes_accueil }) {
  const plain = (/** @type {string} */ text) => h("span", { class: "tag" }, text);
  const unknown = (/** @type {string} */ text) => h("span", { class: "tag soft" }, text);
  const known = labels("Public", publics);
  // One more takes no more room than « + 1 public ».
  const few = known.length === PUBLICS + 1 ? known : known.slice(0, PUBLICS);
  const more = known.length - few.length;
  return [
    frais
      ? h("span", { class: frais === "gratuit" ? "tag good" : "tag" }, label("Frais", frais))
      : unknown("Frais non précisés"),
    ...(known.length ? few.map(plain) : [unknown("Publics non précisés")]),
    more ? plain(`+ ${more} publics`) : null,
    ...labels("ModeAccueil", modes_accueil).map(plain),
  ];
}

/** @param {string | null} day YYYY-MM-DD */
export function updated(day) {
  if (!day || Number.isNaN(Date.parse(day))) return h("span", {}, "date de mise à jour inconnue");
  const { text, old } = age(day);
  return h("span", { class: old ? "old" : "" }, `mis à jour ${text}`);
}

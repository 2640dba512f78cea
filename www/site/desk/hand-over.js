// A record that goes with a person from its sheet to the fiche d’orientation, in this tab.

import { h } from "../common/dom.js";

/** @typedef {import("../../pkg/engine.js").DetailedService} Service */

const KEY = "service pour la fiche";

/**
 * The link from a sheet to the fiche: it takes the record along, so that the fiche does without the data.
 *
 * @param {Service} service
 */
export function ficheLink(service) {
  const href = `fiche.html?${new URLSearchParams({ service: service.id })}`;
  const onclick = () => handOver(service);
  return h("a", { class: "button quiet", href, onclick }, "Fiche d’orientation à imprimer");
}

/** @param {Service} service */
export function handOver(service) {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(service));
  } catch {
    // Without it the fiche reads the published data.
  }
}

/**
 * What was handed over, if it is this.
 *
 * @param {string} id
 * @returns {Service | undefined}
 */
export function handedOver(id) {
  try {
    const service = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
    return service?.id === id ? service : undefined;
  } catch {
    return undefined;
  }
}

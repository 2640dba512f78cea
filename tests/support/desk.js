// The selection and the fiche d’orientation by what people see and hear of them.

import { readJson } from "./data.js";

/** @typedef {import("playwright-core").Page} Page */
/** @typedef {import("../../www/pkg/engine.js").DetailedService} Service */

/**
 * Services as the engine hands them out, those with hours first.
 *
 * @param {import("./data.js").Made} data
 * @param {number} count
 * @returns {Service[]}
 */
export function detailed(data, count) {
  const structures = new Map(readJson(data.structures).map((structure) => [structure.id, structure]));
  return readJson(data.services)
    .filter(
      ({ horaires_accueil, structure_id }) => /^Mo-Fr/.test(horaires_accueil) && structures.has(structure_id),
    )
    .slice(0, count)
    .map(
      (service) =>
        /** @type {any} */ ({
          ...service,
          date_maj: "2026-10-05",
          structure: structures.get(service.structure_id),
        }),
    );
}

/**
 * Keeps services, as another tab would.
 *
 * @param {Page} page
 * @param {Service[]} services
 */
export async function keep(page, services) {
  await page.evaluate((services) => {
    const key = `selection ${new URL("./", document.baseURI).pathname}`;
    const now = new Date().toISOString();
    const kept = services.map((service) => ({ service, depuis: now, copie: now, note: "" }));
    localStorage.setItem(key, JSON.stringify({ version: 1, services: kept }));
    dispatchEvent(new StorageEvent("storage", { key }));
  }, services);
}

/** @param {Page} page */
export function kept(page) {
  const region = page.getByRole("region", { name: "Services gardés" });
  const cards = region.getByRole("listitem").filter({ has: page.getByRole("heading", { level: 2 }) });
  return {
    region,
    cards,
    names: () => cards.getByRole("heading", { level: 2 }).allInnerTexts(),
    sentence: page
      .getByRole("status")
      .filter({ hasText: /appareil|place/ })
      .first(),
    note: (/** @type {number} */ at) => cards.nth(at).getByRole("textbox", { name: /^Votre note/ }),
    up: (/** @type {number} */ at) => cards.nth(at).getByRole("button", { name: /^Monter/ }),
    down: (/** @type {number} */ at) => cards.nth(at).getByRole("button", { name: /^Descendre/ }),
    remove: (/** @type {number} */ at) => cards.nth(at).getByRole("button", { name: /^Retirer/ }),
    undo: page.getByRole("button", { name: "Annuler" }),
    clear: page.getByRole("button", { name: "Tout retirer" }),
    compare: page.getByRole("button", { name: "Comparer" }),
    comparison: page.getByRole("region", { name: "Comparaison" }),
    take: (/** @type {RegExp} */ format) => page.getByRole("button", { name: format }),
    alert: page.getByRole("alert"),
  };
}

/** @param {Page} page */
export function fiche(page) {
  return {
    services: page.getByRole("group", { name: /^Vers quels services/ }).getByRole("checkbox"),
    person: page.getByLabel("Nom et prénom"),
    born: page.getByLabel(/^Date de naissance/),
    reach: page.getByLabel("Téléphone ou courriel"),
    why: page.getByLabel("Motif"),
    agreed: page.getByLabel("Ce qui a été convenu"),
    date: page.getByLabel("Date du rendez-vous"),
    time: page.getByLabel("Heure du rendez-vous"),
    bring: page.getByLabel("À apporter"),
    consent: page.getByRole("checkbox", { name: /^La personne est d’accord/ }),
    counsellor: page.getByLabel("Votre nom"),
    phone: page.getByLabel("Votre téléphone"),
    remember: page.getByRole("checkbox", { name: /^Retenir mes coordonnées/ }),
    forget: page.getByRole("button", { name: /^Oublier/ }),
    print: page.getByRole("button", { name: /^Imprimer/ }),
    erase: page.getByRole("button", { name: /^Effacer la saisie/ }),
    leaf: page.getByRole("article"),
    alert: page.getByRole("alert"),
    progress: page.getByRole("progressbar"),
  };
}

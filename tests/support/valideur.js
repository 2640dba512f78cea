// The validator's page by what people see and hear of it; and made-up files to drop there.

import { readFile } from "node:fs/promises";

/** @typedef {import("playwright-core").Page} Page */
/** @typedef {import("playwright-core").Locator} Locator */

/** Spaces that don't break, as plain ones. */
export const plain = (/** @type {string} */ text) => text.replaceAll(/[\u00a0\u202f]/g, " ");

/** @param {Page} page */
export function valideur(page) {
  const dialog = page.getByRole("dialog");
  const files = page.getByRole("region", { name: "Fichiers à vérifier" });
  const results = page.getByRole("region", { name: "Résultat" });
  const parts = {
    input: page.locator("input[type=file]"),
    /** What was told of the files. */
    files,
    example: page.getByRole("button", { name: "Essayer avec un exemple" }),
    schema: page.getByRole("button", { name: "Consulter le schéma" }),
    status: page.getByRole("status"),
    alert: page.getByRole("alert"),
    progress: page.getByRole("progressbar"),
    cancel: page.getByRole("button", { name: "Annuler" }),
    resume: page.getByRole("button", { name: "Reprendre" }),
    choices: files.getByText(/^Changer la version/),
    version: page.getByLabel("Version du schéma"),
    kind: page.getByLabel("Contenu"),
    results,
    verdict: results.getByRole("heading", { level: 2 }).first(),
    groups: results.getByRole("listitem").filter({ has: page.getByRole("heading", { level: 3 }) }),
    field: page.getByLabel("Champ", { exact: true }),
    more: page.getByRole("button", { name: /^Afficher plus/ }),
    corrected: page.getByRole("button", { name: /^Copie corrigée/ }),
    table: page.getByRole("button", { name: "Tableur (CSV)" }),
    json: page.getByRole("button", { name: "JSON", exact: true }),
    dialog,
    close: dialog.getByRole("button", { name: "Fermer" }),
  };
  return {
    ...parts,

    /** @param {RegExp} name */
    severity: (name) => page.getByRole("radio", { name }),

    /**
     * @param {Locator} group
     */
    async see(group) {
      await group.getByRole("button", { name: "Voir" }).click();
      return group.getByRole("group", { name: "Extrait du fichier" });
    },

    /**
     * Chooses files that are made here.
     *
     * @param {Record<string, string | Buffer>} made by name
     */
    async give(made) {
      const given = Object.entries(made).map(([name, content]) => ({
        name,
        mimeType: "application/octet-stream",
        buffer: Buffer.from(/** @type {any} */ (content)),
      }));
      await parts.input.setInputFiles(given);
    },

    /** Waits for the summary, and gives its sentence. */
    async said() {
      await parts.verdict.waitFor();
      return plain(await parts.verdict.innerText());
    },

    /**
     * @param {() => Promise<void>} act
     * @returns {Promise<{ name: string, bytes: Buffer }>}
     */
    async downloaded(act) {
      const coming = page.waitForEvent("download");
      await act();
      const download = await coming;
      return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
    },
  };
}

/**
 * A made-up service (« données fictives ») without fault.
 *
 * @param {number} n
 * @param {Record<string, unknown>} [other]
 */
export function service(n, other = {}) {
  return {
    source: "essai",
    id: `essai--service-${n}`,
    structure_id: `essai--structure-${n}`,
    nom: `Service fictif ${n}`,
    description:
      "Service inventé pour l’essai : un accueil chaque mardi matin, sans rendez-vous, pour faire le point.",
    date_maj: "2026-02-10",
    thematiques: ["mobilite--preparer-un-permis"],
    frais: "gratuit",
    publics: ["tous-publics"],
    modes_accueil: ["a-distance"],
    courriel: "contact@exemple.fr",
    ...other,
  };
}

/**
 * A made-up structure without fault.
 *
 * @param {number} n
 * @param {Record<string, unknown>} [other]
 */
export function structure(n, other = {}) {
  return {
    source: "essai",
    id: `essai--structure-${n}`,
    nom: `Structure fictive ${n}`,
    date_maj: "2026-02-10",
    ...other,
  };
}

/**
 * Records as rows: a header, lists with commas.
 *
 * @param {Record<string, unknown>[]} records
 * @returns {string[][]}
 */
export function rows(records) {
  const names = [...new Set(records.flatMap((record) => Object.keys(record)))];
  const cell = (/** @type {unknown} */ value) =>
    Array.isArray(value) ? value.join(",") : value === null || value === undefined ? "" : String(value);
  return [names, ...records.map((record) => names.map((name) => cell(record[name])))];
}

/**
 * @param {Record<string, unknown>[]} records
 * @param {string} delimiter
 */
export function csv(records, delimiter = ";") {
  const quote = (/** @type {string} */ text) =>
    /["\r\n]/.test(text) || text.includes(delimiter) ? `"${text.replaceAll('"', '""')}"` : text;
  return rows(records)
    .map((row) => `${row.map(quote).join(delimiter)}\r\n`)
    .join("");
}

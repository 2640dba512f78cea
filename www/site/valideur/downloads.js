// What a producer takes away: the findings for a spreadsheet, the report as JSON, the corrected copy and its changes.

import { AtlasError } from "../../pkg/errors.js";
import { table } from "../common/table.js";
import { severityWords } from "./words.js";

/** @typedef {import("../../pkg/inclusion-atlas.js").Report} Report */
/** @typedef {import("../../pkg/inclusion-atlas.js").Fix} Fix */

/**
 * « services.csv » → « services-corrige.csv ».
 *
 * @param {string} name
 * @param {string} mark
 * @param {string} [extension] another one than its own
 */
export function renamed(name, mark, extension) {
  const [, stem, own] = /^(.*?)(\.[^.]*)?$/s.exec(name) ?? [];
  return `${stem}-${mark}${extension ?? own ?? ""}`;
}

/** @param {(string | number)[][]} rows */
const csv = (rows) => new Blob([table(rows)], { type: "text/csv;charset=utf-8" });

const path = (/** @type {(string | number)[]} */ loc) =>
  loc.map((part, at) => (typeof part === "number" ? `[${part + 1}]` : at ? `.${part}` : part)).join("");

/** @param {Report} report */
export function findingsTable({ findings }) {
  const head = [
    "gravité",
    "type",
    "fiche",
    "identifiant",
    "ligne",
    "colonne",
    "champ",
    "valeur",
    "message",
    "proposition",
    "code",
  ];
  return csv([
    head,
    ...findings.map((finding) => [
      severityWords[finding.severity].one,
      finding.kind,
      finding.record + 1,
      finding.id ?? "",
      finding.line,
      finding.column,
      path(finding.loc),
      finding.value ?? "",
      finding.message,
      finding.proposal ?? finding.suggestion ?? "",
      finding.code,
    ]),
  ]);
}

/** @param {Fix[]} fixes */
export function fixesTable(fixes) {
  return csv([
    ["fiche", "ligne", "colonne", "champ", "avant", "après", "raison"],
    ...fixes.map(({ record, line, column, loc, from, to, why }) => [
      record + 1,
      line,
      column,
      path(loc),
      from,
      to,
      why,
    ]),
  ]);
}

/**
 * The report as the package gives it, with the file's name.
 *
 * @param {Report & { handle?: number }} report
 * @param {string} name
 */
export function reportJson({ handle: _, fixes, ...report }, name) {
  // What to splice into the file is of no use without it.
  const changes = fixes.map(({ replacement: _, ...fix }) => fix);
  const text = JSON.stringify({ file: name, ...report, fixes: changes }, null, 2);
  return new Blob([text], { type: "application/json" });
}

/**
 * The file with its certain corrections: every other byte as it was, none read again.
 *
 * @param {Blob} file
 * @param {Fix[]} fixes in the order of the file
 */
export function corrected(file, fixes) {
  /** @type {BlobPart[]} */
  const parts = [];
  let at = 0;
  for (const { start, end, replacement } of fixes) {
    if (start < at || end < start)
      throw new AtlasError("load", "Deux corrections se recouvrent : la copie ne peut pas être faite.");
    parts.push(file.slice(at, start), /** @type {BlobPart} */ (replacement));
    at = end;
  }
  parts.push(file.slice(at));
  return new Blob(parts, { type: file.type || "application/octet-stream" });
}

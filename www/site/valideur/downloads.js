// What a producer takes away: the findings for a spreadsheet, the report as JSON, the corrected copy and its changes.

import { AtlasError } from "../../pkg/errors.js";
import { h } from "../common/dom.js";
import { severityWords } from "./words.js";

/** @typedef {import("../../pkg/inclusion-atlas.js").Report} Report */
/** @typedef {import("../../pkg/inclusion-atlas.js").Fix} Fix */

/**
 * Hands a file over to the browser's downloads.
 *
 * @param {Blob} content
 * @param {string} name
 */
export function save(content, name) {
  const address = URL.createObjectURL(content);
  h("a", { href: address, download: name }).click();
  // The browser has taken hold of it by then.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

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

/**
 * A table as Excel opens it in French: byte order mark, semicolons.
 *
 * @param {(string | number)[][]} rows
 */
function table(rows) {
  const lines = rows.map((row) => row.map(cell).join(";"));
  return new Blob([`\ufeff${lines.join("\r\n")}\r\n`], { type: "text/csv;charset=utf-8" });
}

/** @param {string | number} value */
function cell(value) {
  let text = String(value);
  // A spreadsheet would run what begins like a formula. Numbers with a sign are only numbers.
  if (typeof value === "string" && /^[=+\-@\t\r]/.test(text) && !/^[+-][\d\s.,]*$/.test(text))
    text = `'${text}`;
  return /[;"\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

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
  return table([
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
  return table([
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

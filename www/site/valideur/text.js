// Sentences with values in them: « … » is shown as a value.

import { h } from "../common/dom.js";

/** What can't be seen, made visible. */
const SIGNS = /** @type {Record<string, string>} */ ({ "\n": "↵", "\r": "↵", "\t": "⇥", "\u00a0": "⍽" });

/**
 * A value as it is in the file.
 *
 * @param {string} value
 * @param {"bad" | "good" | ""} [look]
 */
export function chip(value, look = "") {
  const shown = value.replaceAll(/\r\n|[\n\r\t\u00a0]/g, (sign) => SIGNS[sign] ?? "↵");
  return h("code", { class: look }, shown === "" ? "(vide)" : shown);
}

/**
 * The value of a finding as its user wrote it: an empty cell is told as JSON's null.
 *
 * @param {{ value: string | null, code: string }} finding
 * @param {string} format
 */
export function written({ value, code }, format) {
  const table = format === "csv" || format === "xlsx";
  return table && value === "null" && code.endsWith("_type") ? "" : value;
}

/**
 * @param {string} text
 * @param {string | null} [bad] the value that the sentence is about
 * @returns {(Node | string)[]}
 */
export function sentence(text, bad) {
  return text
    .split(/(«[\s\u00a0\u202f][^»]*?[\s\u00a0\u202f]»)/)
    .filter(Boolean)
    .map((part) => {
      if (!part.startsWith("«")) return part;
      const value = part.slice(2, -2);
      return chip(value, value === bad ? "bad" : "");
    });
}

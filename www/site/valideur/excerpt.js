// One finding in its context, and the next ones of its group.

import { h } from "../common/dom.js";
import { number } from "../common/format.js";
import { chip, written } from "./text.js";
import { place } from "./words.js";

/** @typedef {import("../../pkg/inclusion-atlas.js").Report} Report */
/** @typedef {import("../../pkg/inclusion-atlas.js").Finding} Finding */

/**
 * @param {Finding[]} findings
 * @param {Report} report
 */
export function excerpt(findings, report) {
  let at = 0;
  const where = h("p", { class: "small", role: "status" });
  const context = h("div", {});
  const go = (/** @type {number} */ by) => () => {
    at = Math.max(0, Math.min(findings.length - 1, at + by));
    show();
  };
  const before = h("button", { type: "button", class: "button", onclick: go(-1) }, "Précédent");
  const after = h("button", { type: "button", class: "button", onclick: go(1) }, "Suivant");

  function show() {
    const finding = findings[at];
    const rank = findings.length > 1 ? `${number(at + 1)} sur ${number(findings.length)} · ` : "";
    where.replaceChildren(rank, h("b", {}, whose(finding, report)), `, ${place(finding, report.format)}`);
    context.replaceChildren(marked(finding, report.format));
    // A button that has the focus keeps it: at the end it only does nothing.
    before.setAttribute("aria-disabled", String(at === 0));
    after.setAttribute("aria-disabled", String(at === findings.length - 1));
  }
  show();
  return h(
    "div",
    { class: "excerpt" },
    where,
    context,
    findings.length > 1 ? h("div", { class: "actions" }, before, after) : null,
  );
}

/**
 * @param {Finding} finding
 * @param {Report} report
 */
function whose({ id, kind, record }, report) {
  const one = kind === "structures" ? "Structure" : "Service";
  if (id) return `${one} « ${id} »`;
  const both = report.kind === "mixed" || report.format === "xlsx";
  return both ? `${one} sans identifiant` : `${one} n° ${number(record + 1)}`;
}

/**
 * @param {Finding} finding
 * @param {string} format
 */
function marked(finding, format) {
  const { excerpt, loc } = finding;
  const value = written(finding, format);
  if (!excerpt || value === "") {
    const field = loc.filter((part) => typeof part === "string").join(" › ");
    return h("p", {}, field, field ? "\u00a0: " : "", value === null ? "rien" : chip(value, "bad"));
  }
  return h(
    "pre",
    // It may scroll: by keys too.
    { tabindex: "0", role: "group", "aria-label": "Extrait du fichier" },
    excerpt.before,
    h("mark", {}, excerpt.value),
    excerpt.after,
  );
}

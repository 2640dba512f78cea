// The findings, grouped: what is wrong, where, and what to write instead; filtered by severity and by field.

import { byId, h } from "../common/dom.js";
import { number, several } from "../common/format.js";
import { excerpt } from "./excerpt.js";
import { chip, sentence, written } from "./text.js";
import { KINDS, SEVERITIES, endedReading, places, ranges, records, severityWords } from "./words.js";

/** @typedef {import("../../pkg/inclusion-atlas.js").Report} Report */
/** @typedef {import("../../pkg/inclusion-atlas.js").Finding} Finding */
/** @typedef {import("../../pkg/inclusion-atlas.js").Group} Group */
/** @typedef {import("../../pkg/inclusion-atlas.js").Severity} Severity */
/**
 * @typedef {object} Around
 * @property {(kind: string, field: string) => void} showField opens the schema at a field
 * @property {(code: string) => void} showCode says why something is checked that isn't in the schema
 * @property {Set<string>} codes of such checks
 */

/** Groups at a time, and ranges of lines that a group shows. */
const SHOWN = 50;
const RANGES = 12;
/** Groups that a printed report has room for. */
const PRINTED = 2_000;

export class Groups {
  /** @type {Group[]} */ #all;
  /** @type {Map<string, Finding[]>} */ #findings = new Map();
  /** Findings of each field, for the counts beside the filters. @type {Map<string, { kind: string, field: string, counts: Record<Severity, number> }>} */
  #fields = new Map();
  /** @type {Group[]} */ #kept = [];
  /** @type {Severity | ""} */ #severity = "";
  #field = "";
  /** A file on one line: the ranks of its records say more than lines. */
  #flat;
  #list = h("ol", { class: "groups" });
  #more = h("button", { type: "button", class: "button", onclick: () => this.#showMore() });
  #filters = h("div", { class: "filters" });

  /**
   * @param {Report} report
   * @param {Around} around
   */
  constructor(report, around) {
    this.report = report;
    this.around = around;
    // The worst and the most frequent come first already.
    this.#all = report.groups.toSorted((a, b) => Number(endedReading(b)) - Number(endedReading(a)));
    for (const { severity, field, kind, count } of this.#all) {
      const key = fieldKey({ kind, field });
      const of = this.#fields.get(key) ?? { kind, field, counts: { error: 0, warning: 0, info: 0 } };
      of.counts[severity] += count;
      this.#fields.set(key, of);
    }
    for (const finding of report.findings) {
      const key = keyOf(finding);
      const same = this.#findings.get(key);
      if (same) same.push(finding);
      else this.#findings.set(key, [finding]);
    }
    this.#flat =
      report.format === "json" && report.records > 1 && report.groups.every(({ lines }) => lines === "1");
    this.element = h("div", { class: "found" }, this.#filters, this.#list, this.#more);
    this.#filter();
  }

  /** Shows all that fits on paper, and gives the way back. */
  print() {
    const before = this.#list.childElementCount;
    this.#append(PRINTED - before);
    return () => {
      while (this.#list.childElementCount > before) this.#list.lastElementChild?.remove();
    };
  }

  #filter() {
    const count = (/** @type {Severity | ""} */ severity, /** @type {string} */ field) => {
      let sum = 0;
      for (const [key, { counts }] of this.#fields) {
        if (field && key !== field) continue;
        for (const one of SEVERITIES) if (!severity || one === severity) sum += counts[one];
      }
      return sum;
    };
    this.#kept = this.#all.filter(
      (group) =>
        (!this.#severity || group.severity === this.#severity) &&
        (!this.#field || fieldKey(group) === this.#field),
    );
    const focused = this.#filters.contains(document.activeElement) ? document.activeElement?.id : undefined;

    const radio = (/** @type {Severity | ""} */ value, /** @type {string} */ label) => {
      const onchange = () => {
        this.#severity = value;
        this.#filter();
      };
      const checked = this.#severity === value;
      const id = `severity-${value || "all"}`;
      return h(
        "label",
        { class: "choice" },
        h("input", { type: "radio", name: "severity", id, value, checked, onchange }),
        h("span", {}, label, " ", h("b", { class: "num" }, number(count(value, this.#field)))),
      );
    };
    const onchange = (/** @type {{ target: HTMLSelectElement }} */ { target }) => {
      this.#field = target.value;
      this.#filter();
    };
    const select = h(
      "select",
      { id: "field", onchange },
      h("option", { value: "" }, `Tous les champs (${number(count(this.#severity, ""))})`),
      ...this.#options((key) => count(this.#severity, key)),
    );
    select.value = this.#field;
    this.#filters.replaceChildren(
      h(
        "fieldset",
        { class: "choices" },
        h("legend", { class: "unseen" }, "Gravité"),
        radio("", "Tout"),
        ...SEVERITIES.filter((severity) => this.report.counts[severity]).map((severity) =>
          radio(severity, severityWords[severity].many),
        ),
      ),
      h("div", { class: "pick" }, h("label", { for: "field" }, "Champ"), select),
    );
    if (focused) document.getElementById(focused)?.focus();

    this.#list.replaceChildren();
    this.#append(SHOWN);
    if (this.#severity || this.#field) {
      const shown = this.#kept.reduce((sum, group) => sum + group.count, 0);
      byId("status").textContent =
        `${several(shown, "constat")}, en ${several(this.#kept.length, "groupe")}.`;
    }
  }

  /**
   * Options, a heading for each kind where a file has both.
   *
   * @param {(key: string) => number} count
   */
  #options(count) {
    const of = (/** @type {[string, { kind: string, field: string }][]} */ fields) =>
      fields
        .toSorted(([, a], [, b]) => a.field.localeCompare(b.field, "fr"))
        .map(([key, { field }]) =>
          h("option", { value: key }, `${field || "fiche entière"} (${number(count(key))})`),
        );
    const fields = [...this.#fields];
    if (this.report.kind !== "mixed") return of(fields);
    return KINDS.map((kind) => {
      const label = kind === "structures" ? "Structures" : "Services";
      return h("optgroup", { label }, ...of(fields.filter(([, field]) => field.kind === kind)));
    });
  }

  /** @param {number} count */
  #append(count) {
    const shown = this.#list.childElementCount;
    const next = this.#kept.slice(shown, shown + count).map((group) => this.#item(group));
    this.#list.append(...next);
    const left = this.#kept.length - this.#list.childElementCount;
    this.#more.hidden = left <= 0;
    this.#more.textContent = `Afficher plus : ${several(left, "groupe")} encore`;
    return next;
  }

  #showMore() {
    const [first] = this.#append(SHOWN);
    first?.querySelector("button")?.focus();
  }

  /** @param {Group} group */
  #item(group) {
    const { severity, field, kind, message, suggestion, proposal } = group;
    const value = written(group, this.report.format);
    const words = severityWords[severity];
    const first = this.report.findings[group.first];
    const same = first ? (this.#findings.get(keyOf(first)) ?? []) : [];
    const fix = first?.fix === undefined ? undefined : this.report.fixes[first.fix];
    const item = h("li", { class: "group" });
    item.append(
      h("div", {}, h("span", { class: `tag ${words.tag}` }, words.one)),
      h(
        "div",
        { class: "what" },
        h(
          "h3",
          {},
          field
            ? h(
                "button",
                {
                  type: "button",
                  class: "link",
                  "aria-label": `${field} : ce que dit le schéma`,
                  onclick: () => this.around.showField(kind, field),
                },
                field,
              )
            : endedReading(group)
              ? "Fichier"
              : "Fiche entière",
        ),
        endedReading(group) ? null : h("div", { class: "small soft" }, records(group.records, kind)),
      ),
      h(
        "div",
        { class: "said" },
        h(
          "p",
          {},
          ...(value !== null && !message.includes(`« ${value} »`) ? [chip(value, "bad"), " "] : []),
          ...sentence(message, value),
        ),
        remedy(fix?.to, proposal, suggestion),
        this.around.codes.has(group.code)
          ? h(
              "button",
              { type: "button", class: "link small", onclick: () => this.around.showCode(group.code) },
              "Pourquoi ce contrôle ?",
            )
          : null,
      ),
      h("div", { class: "where small" }, ...this.#where(group, same), see(item, same, this.report)),
    );
    return item;
  }

  /**
   * @param {Group} group
   * @param {Finding[]} same
   */
  #where(group, same) {
    const flat = this.#flat && same.length > 0;
    const text = flat ? ranges(same.map(({ record }) => record + 1)) : group.lines;
    const parts = text.split(/,\s*/);
    const what = flat ? "fiche" : "ligne";
    if (parts.length <= RANGES) return [h("span", {}, places(text, what))];
    const others = parts.length - RANGES;
    return [
      h("span", { class: "screen" }, places(parts.slice(0, RANGES).join(", "), what), ` et ${others} autres`),
      h("span", { class: "paper" }, places(text, what)),
    ];
  }
}

/** What findings of one group have in common, but for their field's name, which a group may word otherwise. */
const keyOf = (/** @type {Finding} */ { kind, severity, code, loc, value, message }) =>
  JSON.stringify([kind, severity, code, value, message, ...loc.filter((part) => typeof part === "string")]);

const fieldKey = (/** @type {{ kind: string, field: string }} */ { kind, field }) => `${kind} ${field}`;

/**
 * What to write instead.
 *
 * @param {string | undefined} to the certain correction
 * @param {string | undefined} proposal
 * @param {string | undefined} suggestion the same as a sentence, or something that isn't a value
 */
function remedy(to, proposal, suggestion) {
  if (to !== undefined)
    return h(
      "p",
      { class: "fix" },
      "Écrire ",
      chip(to, "good"),
      h("span", { class: "soft" }, "correction sûre"),
    );
  if (proposal !== undefined)
    return h("p", { class: "fix" }, "Vouliez-vous dire ", chip(proposal, "good"), "\u00a0?");
  return suggestion ? h("p", { class: "fix" }, ...sentence(suggestion)) : null;
}

/**
 * The button that opens a group's findings one by one.
 *
 * @param {HTMLElement} item
 * @param {Finding[]} same
 * @param {Report} report
 */
function see(item, same, report) {
  if (!same.length) return null;
  /** @type {HTMLElement | undefined} */
  let panel;
  const button = h(
    "button",
    {
      type: "button",
      class: "link see",
      "aria-expanded": "false",
      onclick: () => {
        if (panel) {
          panel.remove();
          panel = undefined;
        } else {
          panel = excerpt(same, report);
          item.append(panel);
        }
        button.setAttribute("aria-expanded", String(panel !== undefined));
        button.textContent = panel ? "Fermer" : "Voir";
      },
    },
    "Voir",
  );
  return button;
}

// A section of the page: its sentence, its chart, its table, and both as files.

import { h } from "../common/dom.js";
import { inFrench } from "../common/failure.js";
import { number } from "../common/format.js";
import { save } from "../common/save.js";
import { table as csv } from "../common/table.js";
import { Chart } from "./chart.js";

/** @typedef {import("./sections.js").Section} Section */
/** @typedef {import("./sections.js").Figure} Figure */
/** @typedef {import("../../pkg/charts.js").Charts} Charts */

/** Rows of a table that are shown at once. */
const SHOWN = 12;

export class SectionView {
  #chart = new Chart();
  #sentence = h("p", { class: "says" });
  #note = h("p", { class: "small soft" });
  #table = h("div", { class: "scroll", role: "group" });
  #details = h("details", { class: "table" }, h("summary", {}, "Tableau"), this.#table);
  /** @type {HTMLSelectElement | undefined} */ #choice;
  /** @type {Section} */ #section;
  /** @type {Figure | undefined} */ #figure;

  /** @param {Section} section */
  constructor(section) {
    const { id, title, wide, choice } = section;
    this.#section = section;
    if (choice) {
      this.#choice = h("select", { id: `choix-${id}`, onchange: () => this.#show() });
      this.#choice.append(...choice.options.map(({ value, label }) => h("option", { value }, label)));
    }
    const button = (/** @type {string} */ label, /** @type {() => void} */ onclick) =>
      h(
        "button",
        { type: "button", class: "link", onclick },
        h("span", { class: "aloud" }, "Télécharger "),
        label,
        h("span", { class: "aloud" }, `\u00a0: ${title}`),
      );
    this.element = h(
      "section",
      { class: wide ? "figure wide" : "figure", id, "aria-labelledby": `titre-${id}`, tabindex: "-1" },
      h(
        "div",
        { class: "title" },
        h("h2", { id: `titre-${id}` }, title),
        choice && this.#choice
          ? h("label", { class: "choose small" }, `${choice.name} `, this.#choice)
          : null,
      ),
      this.#sentence,
      this.#chart.element,
      this.#note,
      this.#details,
      h(
        "div",
        { class: "take" },
        h("span", { class: "small soft", "aria-hidden": "true" }, "Télécharger\u00a0:"),
        button("tableau (CSV)", () => this.#saveTable()),
        button("image (SVG)", () => this.#saveImage()),
      ),
    );
    // What is wider than its place can be moved by keyboard too.
    new ResizeObserver(() => {
      const wider = this.#table.scrollWidth > this.#table.clientWidth;
      if (wider) this.#table.tabIndex = 0;
      else this.#table.removeAttribute("tabindex");
    }).observe(this.#table);
    this.#show();
  }

  /**
   * Another overview of the same page: what was chosen stays where it can.
   *
   * @param {Section} section
   */
  renew(section) {
    this.#section = section;
    const { choice } = section;
    if (choice && this.#choice) {
      const before = this.#choice.value;
      this.#choice.replaceChildren(
        ...choice.options.map(({ value, label }) => h("option", { value }, label)),
      );
      this.#choice.value = choice.options.some(({ value }) => value === before) ? before : "";
    }
    this.#show();
  }

  #show() {
    const figure = (this.#figure = this.#section.figure(this.#choice?.value ?? ""));
    this.#sentence.textContent = figure.sentence;
    this.#note.textContent = figure.note ?? "";
    this.#note.hidden = !figure.note;
    const summary = this.#details.querySelector("summary");
    if (summary) summary.textContent = `Tableau\u00a0: ${lower(figure.caption)}`;
    this.#table.setAttribute("aria-label", figure.caption);
    this.#table.replaceChildren(...tableOf(figure));
    this.#chart.show(figure);
  }

  /** @param {Charts} charts */
  draw(charts) {
    if (this.#figure) this.#chart.show(this.#figure, charts);
  }

  /** Draws again, in other colours or for paper. */
  redraw() {
    this.#chart.draw();
  }

  /** @param {unknown} error why there is no chart */
  failed(error) {
    this.#chart.element.replaceChildren(
      h("p", { class: "notice bad" }, `${inFrench(error)} Le tableau reste complet.`),
    );
    this.#details.open = true;
  }

  #saveTable() {
    if (!this.#figure) return;
    const { head, rows } = this.#figure;
    const text = csv([head, ...rows.map(({ cells }) => cells)]);
    save(new Blob([text], { type: "text/csv;charset=utf-8" }), `${this.#section.id}.csv`);
  }

  #saveImage() {
    const image = this.#chart.file();
    if (image) save(image, `${this.#section.id}.svg`);
  }
}

const lower = (/** @type {string} */ text) => text[0].toLowerCase() + text.slice(1);

/**
 * @param {Figure} figure
 * @returns {HTMLElement[]}
 */
function tableOf({ caption, head, rows }) {
  const linked = rows.some(({ href }) => href);
  const body = h("tbody", {}, ...rows.slice(0, SHOWN).map((row) => line(row, linked)));
  const table = h(
    "table",
    {},
    h("caption", {}, caption),
    h(
      "thead",
      {},
      h(
        "tr",
        {},
        ...head.map((name, at) => h("th", { scope: "col", class: isNumber(rows, at) ? "num" : "" }, name)),
        linked ? h("th", { scope: "col" }, h("span", { class: "aloud" }, "Lien")) : null,
      ),
    ),
    body,
  );
  const left = rows.slice(SHOWN);
  if (!left.length) return [table];
  const more = h(
    "button",
    {
      type: "button",
      class: "link",
      onclick: () => {
        const lines = left.map((row) => line(row, linked));
        body.append(...lines);
        more.remove();
        lines[0].tabIndex = -1;
        lines[0].focus();
      },
    },
    `Afficher les ${number(rows.length)} lignes`,
  );
  return [table, more];
}

/** Columns of numbers, and of numbers as they are written. */
const isNumber = (/** @type {Figure["rows"]} */ rows, /** @type {number} */ at) =>
  at > 0 && rows.every(({ cells }) => /^$|^[<>\d]/.test(String(cells[at])));

/**
 * @param {Figure["rows"][number]} row
 * @param {boolean} linked
 */
function line({ cells, href, see }, linked) {
  const said = (/** @type {string | number} */ cell) => (typeof cell === "number" ? number(cell) : cell);
  const [name, ...others] = cells;
  const link = href ? h("a", { href }, "Voir", h("span", { class: "aloud" }, ` ${see}`)) : "";
  return h(
    "tr",
    {},
    h("th", { scope: "row" }, said(name)),
    ...others.map((cell) =>
      h("td", { class: typeof cell === "number" || /^[<>\d]/.test(cell) ? "num" : "" }, said(cell)),
    ),
    linked ? h("td", { class: "see" }, link) : null,
  );
}

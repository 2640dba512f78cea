// A chart in the page: drawn as wide as its place, in the page's colours, anew when either changes.

import { h } from "../common/dom.js";
import { several } from "../common/format.js";

/** @typedef {import("../../pkg/charts.js").Charts} Charts */
/** @typedef {import("../../pkg/charts.js").Drawing} Drawing */
/** @typedef {import("./sections.js").Figure} Figure */

/** Colours of charts by the custom property that holds each. */
const COLOURS = /** @type {const} */ ([
  ["surface", "--chart-surface"],
  ["sunken", "--chart-sunken"],
  ["line", "--chart-line"],
  ["ink", "--chart-ink"],
  ["accent", "--chart-accent"],
  ["faint", "--chart-faint"],
]);
/** Below this many CSS pixels nothing can be read. */
const NARROWEST = 160;

const pen = /** @type {CanvasRenderingContext2D} */ (
  h("canvas", { width: "1", height: "1" }).getContext("2d", { willReadFrequently: true })
);

/**
 * `#rrggbb` of any colour that CSS can say.
 *
 * @param {string} colour
 */
function hex(colour) {
  pen.clearRect(0, 0, 1, 1);
  pen.fillStyle = colour;
  pen.fillRect(0, 0, 1, 1);
  const [red, green, blue] = pen.getImageData(0, 0, 1, 1).data;
  return `#${[red, green, blue].map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}

/** The page's colours now, by their names in charts. */
export function palette() {
  const probe = h("span", { hidden: true });
  // Where colours are forced, theirs is already what the properties say.
  probe.style.forcedColorAdjust = "none";
  document.body.append(probe);
  const entries = COLOURS.map(([name, property]) => {
    probe.style.color = `var(${property})`;
    return [name, hex(getComputedStyle(probe).color)];
  });
  probe.remove();
  return Object.fromEntries(entries);
}

/**
 * How wide a text is in a font.
 *
 * @param {string} family
 */
const measureIn =
  (family) => (/** @type {string} */ text, /** @type {number} */ size, /** @type {boolean} */ bold) => {
    pen.font = `${bold ? 700 : 400} ${size}px ${family}`;
    return pen.measureText(text).width;
  };

export class Chart {
  element = h("div", { class: "chart" });
  /** @type {Figure | undefined} */ #figure;
  /** @type {Charts | undefined} */ #charts;
  #width = 0;

  constructor() {
    new ResizeObserver(() => {
      if (Math.abs(this.element.clientWidth - this.#width) >= 1) this.draw();
    }).observe(this.element);
  }

  /**
   * @param {Figure} figure
   * @param {Charts} [charts] once they are there
   */
  show(figure, charts = this.#charts) {
    this.#figure = figure;
    this.#charts = charts;
    this.draw();
  }

  /** Draws what is shown, in the width and the colours of now. */
  draw() {
    const width = (this.#width = this.element.clientWidth);
    if (!this.#figure || !this.#charts || width < NARROWEST) return;
    // Who has enlarged the text of pages has enlarged that of charts.
    const scale = parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
    const { chart, sentence } = this.#figure;
    const measure = measureIn(getComputedStyle(this.element).fontFamily);
    const look = { width: Math.floor(width / scale), palette: palette(), measure };
    const drawing =
      "bars" in chart
        ? this.#charts.bars(chart.bars, look)
        : this.#charts.departements(chart.departements, look);
    const svg = parse(drawing.svg);
    svg.setAttribute("width", String(look.width * scale));
    svg.setAttribute("height", String(drawing.height * scale));
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", sentence);
    if ("bars" in chart) this.element.replaceChildren(svg, links(chart.hrefs, drawing, scale));
    else {
      nameAreas(svg, drawing, chart.names);
      this.element.replaceChildren(svg);
    }
  }

  /** The chart as a file of its own: on paper, whatever lies behind it. */
  file() {
    const drawn = this.element.querySelector("svg");
    if (!drawn) return undefined;
    const svg = /** @type {SVGSVGElement} */ (drawn.cloneNode(true));
    const title = document.createElementNS(svg.namespaceURI, "title");
    title.textContent = svg.getAttribute("aria-label");
    const paper = document.createElementNS(svg.namespaceURI, "rect");
    paper.setAttribute("width", "100%");
    paper.setAttribute("height", "100%");
    paper.setAttribute("fill", palette().surface);
    svg.prepend(title, paper);
    return new Blob([new XMLSerializer().serializeToString(svg)], { type: "image/svg+xml" });
  }
}

/**
 * @param {string} text
 * @returns {SVGSVGElement}
 */
function parse(text) {
  const { documentElement } = new DOMParser().parseFromString(text, "image/svg+xml");
  return /** @type {any} */ (document.importNode(documentElement, true));
}

/**
 * Bars lead to their services, for who points at them; others find the same links in the table.
 *
 * @param {(string | undefined)[]} hrefs
 * @param {Drawing} drawing
 * @param {number} scale
 */
function links(hrefs, { rows }, scale) {
  const layer = h("div", { class: "bars", "aria-hidden": "true" });
  for (const [at, [top, height]] of rows.entries()) {
    const href = hrefs[at];
    if (!href) continue;
    const link = h("a", { href, tabindex: "-1" });
    link.style.top = `${top * scale}px`;
    link.style.height = `${height * scale}px`;
    layer.append(link);
  }
  return layer;
}

/**
 * Names the départements for who points at them.
 *
 * @param {SVGSVGElement} svg
 * @param {Drawing} drawing
 * @param {Map<string, import("./sections.js").Row>} names
 */
function nameAreas(svg, { codes }, names) {
  const polygons = svg.querySelectorAll("polygon");
  for (const [at, code] of codes.entries()) {
    const polygon = polygons[at];
    const row = names.get(code);
    if (!polygon || !row) continue;
    const [name, services, , coverage] = row.cells;
    const title = document.createElementNS(svg.namespaceURI, "title");
    const rate = coverage === "" ? "" : `, ${coverage} pour 10\u202f000 habitants`;
    title.textContent = `${name}\u00a0: ${several(Number(services), "service")}${rate}`;
    polygon.append(title);
    const { href } = row;
    if (!href) continue;
    polygon.classList.add("leads");
    polygon.addEventListener("click", () => location.assign(href));
  }
}

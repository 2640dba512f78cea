// « Vue d’ensemble »: what there is, all together, or what a search finds.

import { startCharts } from "../../pkg/charts.js";
import { AtlasError, startEngine } from "../../pkg/inclusion-atlas.js";
import { Data, reload } from "../common/data.js";
import { byId, h, refill } from "../common/dom.js";
import { number, several } from "../common/format.js";
import { loadLabels } from "../common/labels.js";
import { clearNotice, showFailure } from "../common/loading.js";
import { workOffline } from "../common/offline.js";
import { PlaceField } from "../common/place-field.js";
import { showCount } from "../desk/selection.js";
import { FilterSheet } from "../search/filter-sheet.js";
import { fold, listenToForm, showForm } from "../search/form.js";
import { FilterPanel } from "../search/panel.js";
import { fromAddress, isNothing, nothing, toAddress, toParams, withoutFilters } from "../search/question.js";
import { chipLabel, chips, heading } from "../search/wording.js";
import { SectionView } from "./section.js";
import { sections } from "./sections.js";
import { lessThan } from "./words.js";

/** @typedef {import("../search/question.js").Question} Question */
/** @typedef {import("../../pkg/engine.js").Overview} Overview */

const sentence = byId("sentence");
const lead = byId("lead");
const figures = byId("figures");
const contents = byId("contents");

const starting = startEngine();
const place = new PlaceField(
  async (text, limit) => (await starting).suggestPlaces(text, limit),
  (chosen) => change({ place: chosen, bbox: undefined }),
);
/** What is asked. */
let current = nothing();
/** The kind of the last change: changes of one kind that follow one another are one step back. */
let lastKind = "";
/** @type {FilterPanel | undefined} */
let panel;
const filters = new FilterSheet({ clear: () => ask(withoutFilters(current)) });
const data = new Data({ clear, ready: () => void answer() });
/** @type {Map<string, SectionView>} The sections of the page, by their id. */
const views = new Map();
/** @type {Promise<import("../../pkg/charts.js").Charts> | undefined} */
let charts;

void start();
workOffline();

async function start() {
  sentence.textContent = "Chargement…";
  listen();
  try {
    const engine = await starting;
    await loadLabels();
    panel = new FilterPanel(byId("panel"), change);
    filters.hold(byId("panel"));
    await readAddress();
    await data.open(engine);
  } catch (error) {
    byId("form").inert = true;
    showFailure("La vue d’ensemble ne peut pas fonctionner ici.", error, [{ ...reload, label: "Réessayer" }]);
  }
}

async function readAddress() {
  const address = new URLSearchParams(location.search);
  const { question, dropped } = await fromAddress(address, (types, code) => place.find(types, code));
  current = { ...question, at: Date.now() };
  lastKind = "";
  // Figures first: on a narrow screen the form waits to be asked for.
  fold(true);
  render();
  byId("dropped").replaceChildren(...(dropped.length ? [droppedNotice(dropped)] : []));
}

/** @param {string[]} dropped */
const droppedNotice = (dropped) =>
  h(
    "p",
    { class: "notice warn", role: "alert" },
    `L’adresse n’est pas comprise en entier\u00a0; ceci est ignoré\u00a0: ${dropped.map((part) => `«\u00a0${part}\u00a0»`).join(", ")}.`,
  );

/**
 * @param {Partial<Question>} part
 * @param {string} [kind]
 */
function change(part, kind) {
  ask({ ...current, ...part }, kind);
}

/**
 * Asks a question and puts it into the address.
 *
 * @param {Question} question
 * @param {string} [kind] of changes that follow one another
 */
function ask(question, kind = "") {
  current = { ...question, at: Date.now() };
  byId("dropped").replaceChildren();
  const address = location.pathname + toAddress(current);
  if (address !== location.pathname + location.search) {
    if (kind && kind === lastKind) history.replaceState(null, "", address);
    else history.pushState(null, "", address);
  }
  lastKind = kind;
  render();
  void answer();
}

/** Shows what is asked, before it is answered. */
function render() {
  showForm(current, place);
  panel?.show(current);
  filters.asked(current);
  const all = chips(current);
  const list = byId("chips");
  list.hidden = !all.length;
  refill(
    list,
    ...all.map((chip) => {
      const label = chipLabel(chip);
      const cross = h("span", { class: "cross", "aria-hidden": "true" }, "✕");
      const onclick = () => ask(chip.without);
      const name = `Retirer le filtre ${label}`;
      return h(
        "li",
        {},
        h("button", { type: "button", class: "chip", "aria-label": name, onclick }, label, cross),
      );
    }),
  );
}

/** Takes away what was said of other data. */
function clear() {
  views.clear();
  refill(figures);
  contents.hidden = true;
  lead.replaceChildren();
}

async function answer() {
  const { atlas } = data;
  if (!atlas) return;
  const asked = current;
  try {
    const overview = await atlas.overview(toParams(asked), localDay(asked.at));
    if (asked !== current || atlas !== data.atlas) return;
    clearNotice();
    data.sayWhose();
    say(overview, atlas.counts, asked);
    show(overview, asked);
    filters.answered(overview.services);
    await panel?.count(atlas, asked);
  } catch (error) {
    if (asked !== current) return;
    clear();
    const code = error instanceof AtlasError ? error.code : undefined;
    const again = [{ label: "Réessayer", act: () => void answer() }];
    const ways = code === "load" ? [reload] : code === "fetch" || code === "format" ? again : [];
    showFailure("Cette vue ne peut pas être montrée.", error, ways);
  }
}

/** @param {number} [at] ms since 1970 */
function localDay(at = Date.now()) {
  const day = new Date(at);
  const two = (/** @type {number} */ value) => String(value).padStart(2, "0");
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}

/**
 * @param {Overview} overview
 * @param {{ services: number, structures: number, sources: number }} counts
 * @param {Question} asked
 */
function say(overview, counts, asked) {
  const { services, structures, sources, fraicheur } = overview;
  const parts = (/** @type {{ services: number, structures: number, sources: number }} */ of) => [
    several(of.services, "service"),
    several(of.structures, "structure"),
    several(of.sources, "source"),
  ];
  const all = isNothing(asked);
  sentence.textContent = all ? parts(counts).join(", ") : heading(asked, services);
  const median = fraicheur.mediane && lessThan(fraicheur.mediane, asked.at ?? Date.now());
  const of = all || !services ? "" : `${parts({ services, structures, sources }).slice(1).join(", ")}. `;
  const half = services > 1 && median ? `La moitié ont été mis à jour il y a ${median}.` : "";
  const see = h(
    "a",
    { class: "button", href: `./${toAddress(asked)}` },
    services === 1 ? "Voir ce service" : `Voir ces ${number(services)} services`,
  );
  lead.replaceChildren(h("p", {}, `${of}${half}`), ...(services && !all ? [see] : []));
  document.title = `Vue d’ensemble\u00a0: ${sentence.textContent} – ${byId("title").textContent}`;
}

/**
 * @param {Overview} overview
 * @param {Question} asked
 */
function show(overview, asked) {
  if (!overview.services) return clearFigures();
  const told = sections(overview, asked);
  for (const section of told) {
    const view = views.get(section.id);
    if (view) view.renew(section);
    else views.set(section.id, new SectionView(section));
  }
  if (!figures.childElementCount) {
    figures.append(...[...views.values()].map(({ element }) => element));
    contents.replaceChildren(...told.map(({ id, title }) => h("li", {}, h("a", { href: `#${id}` }, title))));
  }
  contents.hidden = false;
  void draw();
}

/** Nothing is found: there is nothing to be drawn. */
function clearFigures() {
  views.clear();
  contents.hidden = true;
  refill(figures, h("p", {}, "Aucun service ne correspond à ces critères dans les données ouvertes."));
}

/** Draws one after another, so that the page can be used meanwhile. */
async function draw() {
  try {
    charts ??= startCharts();
    const ready = await charts;
    for (const view of [...views.values()]) {
      view.draw(ready);
      await new Promise((resolve) => setTimeout(resolve));
    }
  } catch (error) {
    // Another try comes with the next question.
    charts = undefined;
    for (const view of views.values()) view.failed(error);
  }
}

function listen() {
  listenToForm({
    place,
    change,
    refused: (error) => {
      clear();
      showFailure("Ce lieu est introuvable.", error);
    },
  });
  showCount(byId("selection"));
  addEventListener("popstate", async () => {
    await readAddress();
    await answer();
  });
  const redraw = () => views.forEach((view) => view.redraw());
  for (const query of ["(prefers-color-scheme: dark)", "(forced-colors: active)"])
    matchMedia(query).addEventListener("change", redraw);
  // On paper nobody opens a table.
  /** @type {HTMLDetailsElement[]} */
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = [...figures.querySelectorAll("details")].filter(({ open }) => !open);
    for (const details of closed) details.open = true;
  });
  addEventListener("afterprint", () => {
    for (const details of closed) details.open = false;
  });
}

// The search page: data in, question asked, list and map out.

import { AtlasError, startEngine } from "../pkg/inclusion-atlas.js";
import { card } from "./card.js";
import { byId, h } from "./dom.js";
import { tellApart } from "./files.js";
import { km, of, several } from "./format.js";
import { loadLabels } from "./labels.js";
import { clearNotice, inFrench, showFailure, showProgress, showStopped } from "./loading.js";
import { MapPane } from "./map.js";
import { PlaceField } from "./place-field.js";
import { fillForm, fromAddress, inShort, prepareForm, readForm, toAddress, toParams } from "./question.js";
import { showPlace, showSheet } from "./sheet.js";

/** @typedef {import("./question.js").Question} Question */
/** @typedef {import("../pkg/inclusion-atlas.js").Source} Source */
/** @typedef {{ structures?: Source, services?: Source }} Files */

const SHOWN = 20;
/** Radii that are proposed when nothing was found, km. */
const WIDER = [20, 50, 100];

const sentence = byId("sentence");
const list = byId("list");
const more = byId("more");
const question = document.querySelector(".question");

/** @type {import("../pkg/inclusion-atlas.js").Engine} */
let engine;
/** @type {import("../pkg/inclusion-atlas.js").AsyncAtlas | undefined} */
let atlas;
/** @type {MapPane | undefined} */
let map;
/** @type {PlaceField} */
let place;
/** @type {Question | undefined} What was asked last. */
let current;
/** What the list shows. */
let shown = { params: {}, page: 0, total: 0 };
/** Searches asked: an answer to an older one is not shown. */
let asked = 0;

await start();

async function start() {
  try {
    engine = await startEngine();
  } catch (error) {
    showFailure("La recherche ne peut pas fonctionner ici.", error, [
      { label: "Réessayer", act: () => location.reload() },
    ]);
    return;
  }
  place = new PlaceField((text, limit) => engine.suggestPlaces(text, limit));
  listen();
  const config = await readConfig();
  await loadLabels().catch(() => {});
  prepareForm();
  void openMap();
  if (config) await load(config);
}

/** The file that an operator changes. */
async function readConfig() {
  try {
    const response = await fetch("config.json");
    if (!response.ok) throw new Error(`réponse ${response.status}`);
    const { title, structures, services, attribution, fictif } = await response.json();
    byId("title").textContent = document.title = title;
    byId("attribution").textContent = `Données : ${attribution}.`;
    byId("fictif").hidden = fictif !== true;
    return { structures, services };
  } catch {
    const message =
      "Le fichier « config.json » du site est absent ou mal écrit. Vous pouvez ouvrir vos propres fichiers.";
    showFailure("Le site n’est pas bien réglé.", new AtlasError("load", message));
    return undefined;
  }
}

async function openMap() {
  const canvas = /** @type {HTMLCanvasElement} */ (byId("canvas"));
  try {
    map = new MapPane(await engine.map(canvas), {
      open: (ids) => void openServices(ids),
      point: mark,
      name: (id) => cardOf(id)?.querySelector("h2")?.textContent ?? undefined,
      failed: mapFailed,
    });
    if (atlas) await ask(undefined);
  } catch (error) {
    mapFailed(error);
  }
}

/** @param {unknown} error */
function mapFailed(error) {
  const text = `La carte ne peut pas être dessinée. ${inFrench(error)} La liste reste complète.`;
  byId("surface").replaceChildren(h("p", { class: "notice bad", role: "alert" }, text));
}

/** @param {Files} files */
async function load(files) {
  const control = new AbortController();
  empty();
  const onProgress = showProgress(() => control.abort());
  try {
    atlas = await engine.open({ ...files, onProgress, signal: control.signal });
    clearNotice();
    await askAddress();
  } catch (error) {
    const again = () => void load(files);
    if (error instanceof AtlasError && error.code === "aborted") showStopped(again);
    else showFailure("Les données n’ont pas pu être ouvertes.", error, [{ label: "Réessayer", act: again }]);
  }
}

/** @param {Iterable<File>} files */
async function loadFiles(files) {
  try {
    const told = await tellApart(files);
    byId("fictif").hidden = true;
    byId("attribution").textContent = "Données : vos fichiers, lus dans votre navigateur.";
    await load(told);
  } catch (error) {
    showFailure("Ces fichiers ne peuvent pas être ouverts.", error);
  }
}

/** Asks what the address asks. */
async function askAddress() {
  const { asked, ...wanted } = await fromAddress(new URLSearchParams(location.search), (code) =>
    place.find(code),
  );
  place.set(wanted.place);
  fillForm(wanted);
  fold(asked);
  await (asked ? ask(wanted) : welcome());
}

/** Nothing is asked yet: what there is, on the map of the whole country. */
async function welcome() {
  if (!atlas) return;
  const { services, structures } = atlas.counts;
  asked++;
  empty();
  sentence.textContent = `${several(services, "service")} et ${several(structures, "structure")}. Où cherchez-vous ?`;
  list.after(
    h(
      "p",
      { class: "notice nothing" },
      "Indiquez une commune, un code postal ou un code INSEE, puis ce que vous cherchez. La carte montre d’ici là tous les services dont l’adresse est connue.",
    ),
  );
  await map?.show({});
}

/**
 * Asks a question, or the last one again, and shows its first answers.
 *
 * @param {Question | undefined} wanted
 */
async function ask(wanted) {
  current = wanted ?? current;
  if (!atlas) return;
  if (!current) return welcome();
  const mine = ++asked;
  const about = current;
  const params = toParams(about);
  byId("summary").textContent = inShort(about);
  try {
    const page = await atlas.searchServices({ ...params, page: 1, size: SHOWN });
    if (mine !== asked) return;
    shown = { params, page: 1, total: page.total };
    clearNotice();
    sentence.textContent = heading(about, page.total);
    document.title = `${sentence.textContent} – ${byId("title").textContent}`;
    empty();
    list.append(...page.items.map((item) => card(item, showSheet)));
    showMore();
    if (!page.total) list.after(noResult(about));
    await map?.show(params, about.place);
  } catch (error) {
    if (mine !== asked) return;
    empty();
    showFailure("Cette recherche ne peut pas aboutir.", error);
  }
}

/**
 * @param {Question} about
 * @param {number} total
 */
function heading({ place, rayon_km, thematique, mode }, total) {
  const where = place ? `à ${km(rayon_km)} ${of(place.nom)}` : "dans toute la France";
  if (total) return `${several(total, "service")} ${where}`;
  return thematique || mode ? `Aucun service de ce type ${where}` : `Aucun service ${where}`;
}

/** @param {Question} about */
function noResult(about) {
  const wider = about.place && WIDER.find((kilometres) => kilometres > about.rayon_km);
  const change = (/** @type {Partial<Question>} */ part) => () => submit({ ...about, ...part });
  const button = (/** @type {string} */ label, /** @type {() => void} */ onclick) =>
    h("button", { type: "button", class: "button", onclick }, label);
  return h(
    "div",
    { class: "notice nothing" },
    h("p", {}, "Rien ne correspond à cette recherche dans les données ouvertes."),
    h(
      "div",
      { class: "actions" },
      wider && button(`Chercher à ${km(wider)}`, change({ rayon_km: wider })),
      about.thematique && button("Toutes les thématiques", change({ thematique: undefined })),
      about.mode && button("Tous les modes d’accueil", change({ mode: undefined })),
    ),
  );
}

function showMore() {
  const left = shown.total - list.childElementCount;
  more.hidden = left <= 0;
  more.textContent = `Afficher ${several(Math.min(left, SHOWN), "service")} de plus`;
}

async function loadMore() {
  if (!atlas) return;
  const mine = asked;
  const { items } = await atlas.searchServices({ ...shown.params, page: shown.page + 1, size: SHOWN });
  if (mine !== asked) return;
  shown.page++;
  const cards = items.map((item) => card(item, showSheet));
  list.append(...cards);
  showMore();
  /** @type {HTMLElement | null | undefined} */ (cards[0]?.querySelector("button"))?.focus();
}

/** Takes all answers away. */
function empty() {
  document.querySelector(".nothing")?.remove();
  list.replaceChildren();
  more.hidden = true;
}

/** @param {string[]} ids */
async function openServices(ids) {
  if (!atlas) return;
  const { retrieveService } = atlas;
  const services = await Promise.all(ids.map((id) => retrieveService(id)));
  if (services.length === 1) showSheet(services[0]);
  else showPlace(services);
}

/** @param {string} id */
const cardOf = (id) => list.querySelector(`[data-id="${CSS.escape(id)}"]`);

/**
 * Marks the cards of a point of the map.
 *
 * @param {string[]} ids
 */
function mark(ids) {
  for (const old of list.querySelectorAll(".on")) old.classList.remove("on");
  for (const id of ids) cardOf(id)?.classList.add("on");
}

/**
 * Asks a question and puts it into the address.
 *
 * @param {Question} wanted
 */
function submit(wanted) {
  fillForm(wanted);
  history.pushState(null, "", toAddress(wanted));
  fold(true);
  void ask(wanted);
}

/** @param {boolean} folded only seen on a narrow screen */
function fold(folded) {
  question?.classList.toggle("folded", folded);
  byId("unfold").setAttribute("aria-expanded", String(!folded));
}

function listen() {
  byId("form").addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      submit(readForm(await place.take()));
    } catch (error) {
      showFailure("Où cherchez-vous ?", error);
    }
  });
  byId("unfold").addEventListener("click", () => {
    fold(false);
    byId("where").focus();
  });
  addEventListener("popstate", () => {
    current = undefined;
    void askAddress();
  });
  more.addEventListener("click", () => void loadMore());
  // A card shows its point, by mouse and by keyboard.
  const point = (/** @type {Event} */ event) => {
    const item = event.target instanceof Element ? event.target.closest(".card") : null;
    void map?.highlight(item instanceof HTMLElement ? item.dataset.id : undefined);
  };
  list.addEventListener("pointerover", point);
  list.addEventListener("focusin", point);
  list.addEventListener("pointerleave", () => void map?.highlight(undefined));
  list.addEventListener("focusout", () => void map?.highlight(undefined));

  const chosen = /** @type {HTMLInputElement} */ (byId("files"));
  chosen.addEventListener("change", () => void loadFiles(chosen.files ?? []));
  let depth = 0;
  const dropping = (/** @type {number} */ change) => {
    depth += change;
    document.body.classList.toggle("dropping", depth > 0);
  };
  addEventListener("dragenter", (event) => {
    event.preventDefault();
    dropping(1);
  });
  addEventListener("dragleave", () => dropping(-1));
  addEventListener("dragover", (event) => event.preventDefault());
  addEventListener("drop", (event) => {
    event.preventDefault();
    dropping(-depth);
    void loadFiles(event.dataTransfer?.files ?? []);
  });

  const jump = document.querySelector(".jump");
  new IntersectionObserver(([entry]) => jump?.classList.toggle("there", entry.isIntersecting)).observe(
    byId("carte"),
  );
}

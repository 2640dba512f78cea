// The search page: data in, question asked, list and map out.

import { AtlasError, startEngine } from "../../pkg/inclusion-atlas.js";
import { answers } from "./answers.js";
import { byId, h } from "../common/dom.js";
import { inFrench } from "../common/failure.js";
import { listenForFiles, tellApart } from "../common/files.js";
import { categories, loadLabels } from "../common/labels.js";
import { clearNotice, showFailure, showProgress, showStopped } from "../common/loading.js";
import { workOffline } from "../common/offline.js";
import { MapPane } from "./map.js";
import { PlaceField } from "../common/place-field.js";
import { fillForm, fold, fromAddress, inShort, prepareForm, readForm, toAddress } from "./question.js";
import { questionOf, recordOf } from "../sheet/address.js";
import { SheetView } from "../sheet/view.js";
import { Zones } from "../common/zones.js";

/** @typedef {import("./question.js").Question} Question */
/** @typedef {import("../../pkg/inclusion-atlas.js").AsyncAtlas} AsyncAtlas */
/** @typedef {import("../../pkg/inclusion-atlas.js").Source} Source */
/** @typedef {{ structures: Source, services: Source }} Files */

const sentence = byId("sentence");

/** @type {import("../../pkg/inclusion-atlas.js").Engine} */
let engine;
/** @type {AsyncAtlas | undefined} What can be searched now. */
let atlas;
/** @type {AsyncAtlas | undefined} What could be searched before other files were given. */
let previous;
/** @type {AbortController | undefined} Stops the loading under way. */
let loading;
/** @type {MapPane | undefined} */
let map;
const starting = startEngine();
/** Proposes places as soon as the engine is there, long before the data. */
const place = new PlaceField(async (text, limit) => (await starting).suggestPlaces(text, limit));
/** @type {Question | undefined} What is asked; nothing at the welcome. */
let current;
/** @type {string | undefined} The address that `current` was read from. */
let read;
/** @type {string | undefined} The address that the list answers. */
let answered;
/** @type {Zones} */
let zones;
const sheets = new SheetView({ follow, site: () => byId("title").textContent });

const reload = { label: "Recharger la page", act: () => location.reload() };

void start();
workOffline();

async function start() {
  sentence.textContent = "Chargement…";
  listen();
  try {
    engine = await starting;
  } catch (error) {
    byId("form").inert = true;
    showFailure("La recherche ne peut pas fonctionner ici.", error, [{ ...reload, label: "Réessayer" }]);
    return;
  }
  const [config] = await Promise.all([readConfig(), loadLabels()]);
  prepareForm();
  zones = new Zones((text, limit) => engine.suggestPlaces(text, limit));
  answers.prepare({
    zones,
    go: (href) => sheets.go(href),
    pointAt: (id) => map?.highlight(id),
    submit,
  });
  void openMap();
  // Nothing asked: what has been typed meanwhile stays.
  if (location.search) await readAddress();
  if (config) await load(config.files, config.describe);
}

/** The file that an operator changes. Without it one's own files can still be opened. */
async function readConfig() {
  try {
    const response = await fetch("config.json");
    const { title, structures, services, attribution, fictif } = await response.json();
    if (![title, structures, services].every((text) => typeof text === "string"))
      throw new Error("incomplete");
    byId("title").textContent = document.title = title;
    const describe = () => {
      byId("attribution").textContent = attribution ? `Données : ${attribution}.` : "";
      byId("fictif").hidden = fictif !== true;
    };
    describe();
    return { files: { structures, services }, describe };
  } catch {
    const message =
      "Le fichier « config.json » du site est absent ou mal écrit : prévenez la personne qui tient ce site. Vous pouvez ouvrir vos propres fichiers.";
    showFailure("Le site n’est pas bien réglé.", new AtlasError("load", message));
    return undefined;
  }
}

async function openMap() {
  try {
    map = new MapPane(await engine.map(/** @type {HTMLCanvasElement} */ (byId("canvas"))), {
      open: (ids) => answers.openServices(ids),
      point: (ids) => answers.mark(ids),
      name: (id) => answers.name(id),
      failed: mapFailed,
    });
    if (atlas) await showOnMap();
  } catch (error) {
    mapFailed(error);
  }
}

/** @param {unknown} error */
function mapFailed(error) {
  const text = `La carte ne peut pas être dessinée. ${inFrench(error)} La liste reste complète.`;
  map = undefined;
  byId("carte").replaceChildren(h("p", { class: "notice bad", role: "alert" }, text));
}

/**
 * Reads files in place of those read before.
 *
 * @param {Files} files
 * @param {() => void} describe says what they are, once they are read
 */
async function load(files, describe) {
  loading?.abort();
  const control = (loading = new AbortController());
  previous = atlas ?? previous;
  atlas = undefined;
  answered = undefined;
  sheets.wait();
  answers.clear();
  const report = showProgress(() => control.abort());
  try {
    const opened = await engine.open({ ...files, onProgress: report, signal: control.signal });
    if (loading !== control) return;
    atlas = opened;
    previous = undefined;
    clearNotice();
    describe();
    await answer();
  } catch (error) {
    // Other files have been given meanwhile: theirs is the screen.
    if (loading !== control) return;
    const again = { label: "Réessayer", act: () => void load(files, describe) };
    const code = error instanceof AtlasError ? error.code : "load";
    if (code === "aborted") showStopped([{ ...again, label: "Reprendre" }, ...back()]);
    else
      showFailure(
        "Les données n’ont pas pu être ouvertes.",
        error,
        code === "load" ? [reload] : [again, ...back()],
      );
  } finally {
    if (loading === control) loading = undefined;
  }
}

/** The way back to what could be searched before. */
function back() {
  if (!previous) return [];
  const act = () => {
    atlas = previous;
    clearNotice();
    void answer();
  };
  return [{ label: "Revenir aux données d’avant", act }];
}

/** @param {Iterable<File>} files */
async function loadOwn(files) {
  try {
    const told = await tellApart(files);
    // Other data, other records: a sheet is left for the search.
    if (recordOf(location.search)) history.pushState(null, "", questionOf(location.search) || "./");
    await load(told, () => {
      byId("fictif").hidden = true;
      byId("attribution").textContent = "Données : vos fichiers, lus dans votre navigateur.";
    });
  } catch (error) {
    if (loading) return;
    previous = atlas ?? previous;
    answers.clear();
    showFailure("Ces fichiers ne peuvent pas être ouverts.", error, back());
  }
}

/** Shows what the address asks, after a link, Back or Forward. */
async function follow() {
  if (questionOf(location.search) !== read) await readAddress();
  await answer();
}

/** Takes the question from the address. */
async function readAddress() {
  read = questionOf(location.search);
  const { asked, ...wanted } = await fromAddress(new URLSearchParams(read), (code) => place.find(code));
  place.set(wanted.place);
  fillForm(wanted);
  fold(asked);
  current = asked ? wanted : undefined;
  byId("summary").textContent = current ? inShort(current) : "Votre recherche";
}

/**
 * Asks a question and puts it into the address.
 *
 * @param {Question} wanted
 */
function submit(wanted) {
  current = wanted;
  place.set(wanted.place);
  fillForm(wanted);
  fold(true);
  byId("summary").textContent = inShort(wanted);
  const address = (read = toAddress(wanted));
  if (address !== location.search) history.pushState(null, "", address);
  if (loading) sentence.textContent = "Chargement des données… Votre recherche suivra.";
  void answer();
}

/** Answers the question, where there is data to answer from. */
async function answer() {
  if (!atlas) return;
  const record = recordOf(location.search);
  if (record) return await sheets.show(record, { atlas, engine, zones, question: current });
  if (sheets.hide() && answered === location.search) return sheets.restore();
  answered = undefined;
  try {
    if (current) await answers.show(atlas, current);
    else answers.welcome(atlas, categories());
    const title = byId("title").textContent;
    document.title = current ? `${sentence.textContent} – ${title}` : `${title}`;
    answered = location.search;
    await showOnMap();
  } catch (error) {
    answers.clear();
    const lost = error instanceof AtlasError && error.code === "load";
    showFailure("Cette recherche ne peut pas aboutir.", error, lost ? [reload] : []);
  }
}

async function showOnMap() {
  await map?.show(current).catch(mapFailed);
}

function listen() {
  byId("form").addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      submit(readForm(await place.take()));
    } catch (error) {
      answers.clear();
      showFailure("Ce lieu est introuvable.", error);
    }
  });
  listenForFiles((files) => void loadOwn(files));

  const jump = document.querySelector(".jump");
  new IntersectionObserver(([entry]) => jump?.classList.toggle("there", entry.isIntersecting)).observe(
    byId("carte"),
  );
}

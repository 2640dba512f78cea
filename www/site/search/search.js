// The search page: data in, question asked, list and map out.

import { AtlasError } from "../../pkg/errors.js";
import { answers } from "./answers.js";
import { dataOf } from "../common/config.js";
import { byId, h } from "../common/dom.js";
import { inFrench } from "../common/failure.js";
import { listenForFiles, tellApart } from "../common/files.js";
import { keepLater, keptFirst, renewKept, sayKept, unsayKept } from "../common/kept.js";
import { loadLabels } from "../common/labels.js";
import { later } from "../common/later.js";
import { clearNotice, showFailure, showProgress, showStopped } from "../common/loading.js";
import { workOffline } from "../common/offline.js";
import { offerNewPublication, sayWhose } from "../common/publication.js";
import { say } from "../common/say.js";
import { showCount } from "../desk/selection.js";
import { offerTakingAway } from "../desk/take-away.js";
import { FilterSheet } from "./filter-sheet.js";
import { fold, listenToForm, showForm } from "./form.js";
import { Head } from "./head.js";
import { FilterPanel } from "./panel.js";
import { PlaceField } from "../common/place-field.js";
import {
  boxOf,
  fromAddress,
  isNothing,
  nothing,
  pointAt,
  toAddress,
  toParams,
  withoutFilters,
} from "./question.js";
import { where } from "./wording.js";
import { questionOf, recordOf } from "../sheet/address.js";
import { SheetView } from "../sheet/view.js";
import { configured, starting } from "./start.js";
import { Zones } from "../common/zones.js";

/** @typedef {import("./question.js").Question} Question */
/** @typedef {import("../../pkg/inclusion-atlas.js").AsyncAtlas} AsyncAtlas */
/** @typedef {import("../../pkg/inclusion-atlas.js").Source} Source */
/** @typedef {{ structures?: Source, services?: Source, pack?: URL, texts?: boolean, kept?: "site" | "vos-fichiers" }} Files */

const sentence = byId("sentence");
const tools = byId("tools");

/** @type {import("../../pkg/inclusion-atlas.js").Engine} */
let engine;
/** @type {AsyncAtlas | undefined} What can be searched now. */
let atlas;
/** @type {string | undefined} Whose data it is. */
let whose;
/** @type {AsyncAtlas | undefined} What could be searched before other files were given. */
let previous;
/** @type {AbortController | undefined} Stops the loading under way. */
let loading;
/** @type {(() => void) | undefined} Opens again what is open. */
let reopen;
/** What is open is a pack: each further place that is asked about is fetched. */
let inParts = false;
/** @type {import("./map.js").MapPane | undefined} */
let map;
/** Proposes places as soon as the engine is there, long before the data. */
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
const head = new Head((question) => ask(question));
const filters = new FilterSheet({ clear: () => ask(withoutFilters(current)) });
/** @type {string | undefined} The address that `current` was read from. */
let read;
/** @type {string | undefined} The address that the list answers. */
let answered;
/** @type {(() => void) | undefined} Asks again what could not be answered for want of a connection. */
let failed;
/** After this long without an answer the page says that it is searching, ms. */
const PATIENCE = 500;
/** @type {Zones} */
let zones;
const sheets = new SheetView({ follow, site: () => byId("title").textContent });

const reload = { label: "Recharger la page", act: () => location.reload() };

void start();
workOffline();

async function start() {
  sentence.textContent = "Chargement…";
  listen();
  const settling = Promise.all([configure(), loadLabels()]);
  try {
    engine = await starting;
  } catch (error) {
    byId("form").inert = true;
    showFailure("La recherche ne peut pas fonctionner ici.", error, [{ ...reload, label: "Réessayer" }]);
    return;
  }
  const [config] = await settling;
  panel = new FilterPanel(byId("panel"), change);
  filters.hold(byId("panel"));
  zones = new Zones((text, limit) => engine.suggestPlaces(text, limit));
  answers.prepare({
    zones,
    go: (href) => sheets.go(href),
    grown: remember,
    pointAt: (id) => map?.highlight(id),
    ask,
    renewed,
    find: (types, code) => place.find(types, code),
  });
  // The first answer of a pack comes before its map; files that are read for long come after.
  const quick = config?.files.pack !== undefined;
  if (!quick) void openMap();
  // Nothing asked: what has been typed meanwhile stays.
  if (location.search) await readAddress();
  else fold(false);
  if (config) await openFirst(config);
  if (quick) await openMap();
}

/**
 * Opens what the site names, or what the device has kept of it or of one's own files.
 *
 * @param {{ files: Files, describe(): void }} config
 */
async function openFirst({ files, describe }) {
  const found = await keptFirst(engine, files);
  if (!found) return load(files, describe);
  const { name, since } = found;
  const site = () => load(files, describe);
  try {
    await load({ kept: name }, name === "site" ? describe : describeOwn, async () => {
      // It can't be read any more, or by this version of the site.
      await engine.forget(name);
      await openFirst({ files, describe });
    });
    if (!atlas) return;
    sayKept(engine, name, since, () => void site());
    if (name === "site") await renewKept(engine, files, () => void openFirst({ files, describe }));
  } catch {
    // What is open answers; whether there is something newer is asked next time.
  }
}

/** One's own files are open. */
function describeOwn() {
  byId("fictif").hidden = true;
  whose = "vos fichiers, lus dans votre navigateur";
}

/** The file that an operator changes. Without it one's own files can still be opened. */
async function configure() {
  try {
    const config = await configured;
    const { title, attribution, fictif } = config;
    byId("title").textContent = document.title = title;
    const describe = () => {
      whose = attribution;
      byId("fictif").hidden = fictif !== true;
    };
    byId("fictif").hidden = fictif !== true;
    return { files: dataOf(config), describe };
  } catch (error) {
    const message = `${inFrench(error)} Vous pouvez ouvrir vos propres fichiers.`;
    showFailure("Le site n’est pas bien réglé.", new AtlasError("load", message));
    return undefined;
  }
}

async function openMap() {
  try {
    const page = {
      open: (/** @type {string[]} */ ids) => answers.openServices(ids),
      point: (/** @type {string[]} */ ids) => answers.mark(ids),
      name: (/** @type {string} */ id) => answers.name(id),
      failed: mapFailed,
      searchHere: (/** @type {number[]} */ box) => change({ place: undefined, bbox: boxOf(...box) }),
      choosePoint: (/** @type {{ lon: number, lat: number }} */ { lon, lat }) =>
        change({ place: pointAt(lon, lat), bbox: undefined }),
      // Of places that nobody asked about: from a pack they would have to be fetched.
      totals: async (/** @type {import("../../pkg/engine.js").SearchServicesParams[]} */ questions) =>
        (!inParts && (await atlas?.totals(questions))) || [],
    };
    const canvas = /** @type {HTMLCanvasElement} */ (byId("canvas"));
    const [{ MapPane }, drawn] = await Promise.all([later(() => import("./map.js")), engine.map(canvas)]);
    map = new MapPane(drawn, page);
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
 * @param {() => Promise<void>} [otherwise] what to do where they can't be
 */
async function load(files, describe, otherwise) {
  loading?.abort();
  const control = (loading = new AbortController());
  previous = atlas ?? previous;
  atlas = undefined;
  answered = undefined;
  sheets.wait();
  answers.clear();
  unsayKept();
  const report = showProgress(() => control.abort());
  try {
    const opened = await engine.open({ ...files, onProgress: report, signal: control.signal });
    if (loading !== control) return;
    atlas = opened;
    previous = undefined;
    inParts = files.pack !== undefined;
    reopen = () => void load(files, describe);
    clearNotice();
    describe();
    void sayWhose(opened, whose);
    if (!files.pack && !files.kept)
      keepLater(
        engine,
        files.structures instanceof URL ? "site" : "vos-fichiers",
        files,
        () => atlas === opened,
      );
    await answer(history.state ?? undefined);
  } catch (error) {
    // Other files have been given meanwhile: theirs is the screen.
    if (loading !== control) return;
    const again = { label: "Réessayer", act: () => void load(files, describe) };
    const code = error instanceof AtlasError ? error.code : "load";
    if (otherwise && code !== "aborted") return await otherwise();
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
    await load(told, describeOwn);
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
  await answer(history.state ?? undefined);
}

/** Takes the question from the address. */
async function readAddress() {
  read = questionOf(location.search);
  const address = new URLSearchParams(read);
  const { question, dropped } = await fromAddress(address, (types, code) => place.find(types, code));
  current = { ...question, at: Date.now() };
  lastKind = "";
  fold(!isNothing(current));
  render();
  if (dropped.length) tellDropped(dropped);
}

/** @param {string[]} dropped */
function tellDropped(dropped) {
  const close = () => byId("dropped").replaceChildren();
  const said = dropped.map((part) => `« ${part} »`).join(", ");
  byId("dropped").replaceChildren(
    h(
      "div",
      { class: "notice warn", role: "alert" },
      h(
        "p",
        {},
        dropped.length > 1
          ? `Ces parties de l’adresse ne sont pas comprises, et sont ignorées : ${said}.`
          : `Cette partie de l’adresse n’est pas comprise, et est ignorée : ${said}.`,
        dropped.some((part) => part.startsWith("code_")) ? " Ce lieu n’existe pas." : "",
      ),
      h("button", { type: "button", class: "button", onclick: close }, "Compris"),
    ),
  );
}

/**
 * Asks what is asked now with something otherwise.
 *
 * @param {Partial<Question>} part
 * @param {string} [kind] of changes that follow one another
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
  const address = `./${toAddress(current)}`;
  if (new URL(address, location.href).href !== location.href) {
    remember();
    if (kind && kind === lastKind) history.replaceState(null, "", address);
    else history.pushState(null, "", address);
  }
  lastKind = kind;
  read = location.search;
  if (loading) sentence.textContent = "Chargement des données… Votre recherche suivra.";
  const mine = current;
  // Each part of the work in a task of its own: the next letter needn't wait.
  setTimeout(() => {
    if (mine !== current) return;
    render();
    void answer();
  });
}

/** Shows what is asked, before it is answered. */
function render() {
  showForm(current, place);
  setTimeout(() => panel?.show(current));
  head.asked(current);
  filters.asked(current);
}

/**
 * Answers the question, where there is data to answer from.
 *
 * @param {import("./answers.js").Position} [position] where one was in the list
 */
async function answer(position) {
  if (!atlas) return;
  const asked = current;
  const record = recordOf(location.search);
  if (record) {
    const question = isNothing(asked) ? undefined : asked;
    return await sheets.show(record, { atlas, engine, zones, question });
  }
  if (sheets.hide() && answered === location.search) return sheets.restore();
  answered = undefined;
  failed = undefined;
  // Back and Forward may change it before the answer is there.
  const { search } = location;
  // What stands there answers another question.
  const before = sentence.textContent;
  const slow = setTimeout(() => {
    if (asked === current && sentence.textContent === before) sentence.textContent = "Recherche…";
  }, PATIENCE);
  try {
    const page = await answers.show(atlas, asked, position);
    clearTimeout(slow);
    if (!page || asked !== current) return;
    void sayWhose(atlas, whose);
    tools.hidden = isNothing(asked);
    byId("panel").classList.remove("uncounted");
    const title = byId("title").textContent;
    document.title = isNothing(asked) ? `${title}` : `${sentence.textContent} – ${title}`;
    answered = search;
    head.answered(asked, page);
    filters.answered(isNothing(asked) ? atlas.counts.services : page.total);
    remember();
    await showOnMap();
    await panel?.count(atlas, asked, page.facets);
  } catch (error) {
    clearTimeout(slow);
    if (asked !== current) return;
    answers.clear();
    const code = error instanceof AtlasError ? error.code : undefined;
    const again = () => void answer(position);
    if (code === "fetch") failed = again;
    // Of the map and the counts nothing may stand for what isn't answered.
    tools.hidden = true;
    byId("panel").classList.add("uncounted");
    void map?.clear().catch(mapFailed);
    if (code === "fetch" && !navigator.onLine) return sayLacking(asked, again);
    const retry = code === "fetch" || code === "format" ? [{ label: "Réessayer", act: again }] : [];
    showFailure("Cette recherche ne peut pas aboutir.", error, code === "load" ? [reload] : retry);
  }
}

/**
 * Without a network: what isn't there.
 *
 * @param {Question} asked
 * @param {() => void} again
 */
function sayLacking(asked, again) {
  const text =
    "Les lieux que vous avez déjà cherchés y sont. Cette recherche reprendra dès que le réseau sera revenu.";
  showFailure(
    `Hors connexion\u00a0: les services ${where(asked)} ne sont pas tous sur cet appareil.`,
    new AtlasError("fetch", text),
    [{ label: "Réessayer", act: again }],
  );
}

async function showOnMap() {
  try {
    await map?.show(isNothing(current) ? undefined : current);
  } catch (error) {
    // Files of a pack that don't come now may come with the next question. Where the list fails too, it says why.
    if (!(error instanceof AtlasError && (error.code === "fetch" || error.code === "format")))
      mapFailed(error);
    else if (answered === location.search) say(`La carte n’est pas à jour. ${error.message}`);
  }
}

/** Another publication has taken the place of the one that the list is of: its pages don't follow those. */
function renewed() {
  say("Une nouvelle publication des données est arrivée\u00a0: la liste est refaite.");
  void answer();
}

/** Keeps in this entry of the history where one is in the list: going back, or loading the page again, leads there. */
function remember() {
  // Only of the list that is on the screen.
  if (answered === location.search && !isNothing(current)) history.replaceState(answers.position(), "");
}

function listen() {
  listenToForm({
    place,
    change,
    refused(error) {
      answers.clear();
      showFailure("Ce lieu est introuvable.", error);
    },
  });
  history.scrollRestoration = "manual";
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let still;
  const moved = () => {
    clearTimeout(still);
    still = setTimeout(remember, 200);
  };
  byId("resultats").addEventListener("scroll", moved, { passive: true });
  addEventListener("scroll", moved, { passive: true });
  addEventListener("pagehide", remember);
  listenForFiles((files) => void loadOwn(files));
  showCount(byId("selection"));
  offerTakingAway(byId("tools"), () => (atlas ? { atlas, params: toParams(current) } : undefined), answers);
  offerNewPublication(
    () => atlas,
    () => reopen?.(),
  );
  addEventListener("online", () => failed?.());
}

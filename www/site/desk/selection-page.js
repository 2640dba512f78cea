// The page of the selection: cards in the person's order, their notes, what can be taken away.

import { startEngine } from "../../pkg/inclusion-atlas.js";
import { nameSite } from "../common/config.js";
import { hide, show } from "../common/dialog.js";
import { byId, h } from "../common/dom.js";
import { inFrench } from "../common/failure.js";
import { several } from "../common/format.js";
import { loadLabels } from "../common/labels.js";
import { workOffline } from "../common/offline.js";
import { say } from "../common/say.js";
import { own } from "../sheet/facts.js";
import { comparison } from "./comparison.js";
import { download, saveServices } from "./exports.js";
import { day, nameOf, sheetAddress } from "./facts.js";
import { inWords } from "./hours.js";
import { hoursOf, toIcal } from "./ical.js";
import { keptCard } from "./kept-card.js";
import { openPublished } from "./published.js";
import { attempt, selection } from "./selection.js";

const list = byId("kept");
const table = byId("comparison");
const sentence = byId("sentence");
const compare = byId("compare");
const renew = /** @type {HTMLButtonElement} */ (byId("renew"));

/** @type {Map<string, ReturnType<typeof keptCard>>} */
const cards = new Map();
/** @type {Map<string, string[]>} Opening hours in words, of those that could be read. */
const hours = new Map();
/** @type {Promise<import("../../pkg/inclusion-atlas.js").Engine> | undefined} */
let starting;

workOffline();
void start();

async function start() {
  void nameSite("Ma sélection");
  listen();
  await loadLabels();
  render();
  selection.addEventListener("change", render);
}

/** Only hours need it. */
const engine = () => (starting ??= startEngine());

function render() {
  const kept = selection.list();
  for (const [id, card] of cards) if (card.kept.copie !== selection.get(id)?.copie) forget(id);
  for (const one of kept) {
    const { id } = one.service;
    const card = cards.get(id) ?? newCard(one);
    cards.set(id, card);
    card.setNote(one.note);
  }
  place(kept.map(({ service }) => cardOf(service.id).element));
  for (const [at, { service }] of kept.entries()) {
    const { up, down } = cardOf(service.id);
    up.disabled = at === 0;
    down.disabled = at === kept.length - 1;
  }
  const count = kept.length;
  sentence.textContent = count
    ? `${several(count, "service")} ${count > 1 ? "gardés" : "gardé"} sur cet appareil.`
    : "Aucun service n’est gardé sur cet appareil.";
  byId("printed").textContent = `Imprimé le ${day(new Date().toISOString())}.`;
  byId("empty").hidden = count > 0;
  for (const id of ["tools", "after", "note-help"]) byId(id).hidden = count === 0;
  compare.hidden = count < 2;
  if (count < 2) compare.setAttribute("aria-pressed", "false");
  showComparison(kept);
  showAside();
  void showHours(kept);
}

/** @param {string} id */
function forget(id) {
  cards.delete(id);
  hours.delete(id);
}

/** @param {string} id */
const cardOf = (id) => /** @type {ReturnType<typeof keptCard>} */ (cards.get(id));

/**
 * The elements in this order; those that stand right aren't touched, so that the focus stays.
 *
 * @param {Element[]} elements
 */
function place(elements) {
  for (const old of [...list.children]) if (!elements.includes(old)) old.remove();
  for (const [at, element] of elements.entries())
    if (list.children[at] !== element) list.insertBefore(element, list.children[at] ?? null);
}

/** @param {import("./store.js").Kept} kept */
function newCard(kept) {
  const { id } = kept.service;
  const card = keptCard(kept, {
    note: (text) => attempt(() => selection.note(id, text)),
    move: (step) => move(id, step),
    remove: () => remove(id),
  });
  const published = own(kept.service, "horaires_accueil");
  card.setHours(hours.get(id) ?? (published ? [published] : []));
  return card;
}

/**
 * @param {string} id
 * @param {-1 | 1} step
 */
function move(id, step) {
  if (!attempt(() => selection.move(id, step))) return;
  const { up, down, kept } = cardOf(id);
  const [pressed, other] = step < 0 ? [up, down] : [down, up];
  (pressed.disabled ? other : pressed).focus();
  const at = selection.list().findIndex(({ service }) => service.id === id) + 1;
  sentence.textContent = `«\u00a0${nameOf(kept.service)}\u00a0» est en place ${at} sur ${selection.count}.`;
}

/** @param {string} id */
function remove(id) {
  if (!cardOf(id).settle()) return;
  const before = selection.list();
  const at = before.findIndex(({ service }) => service.id === id);
  if (!attempt(() => selection.remove(id))) return;
  const next = selection.list()[Math.min(at, selection.count - 1)];
  if (next) cardOf(next.service.id).element.querySelector("a")?.focus();
  else byId("resultats").focus();
  undoable(`«\u00a0${nameOf(before[at].service)}\u00a0» est retiré de votre sélection.`, [before[at]], at);
}

/**
 * @param {string} text
 * @param {import("./store.js").Kept[]} removed
 * @param {number} at
 */
function undoable(text, removed, at) {
  const act = () => {
    if (attempt(() => selection.restore(removed, at)))
      cardOf(removed[0].service.id).element.querySelector("a")?.focus();
  };
  say(text, { label: "Annuler", act });
}

function confirmClear() {
  const { count } = selection;
  const clear = () => {
    hide();
    const removed = selection.list();
    if (!attempt(() => selection.clear())) return;
    byId("resultats").focus();
    undoable("Votre sélection est vide.", removed, 0);
  };
  show(
    "Tout retirer\u00a0?",
    h("p", {}, `${several(count, "service")} et vos notes seront retirés de cet appareil.`),
    h(
      "div",
      { class: "actions" },
      h("button", { type: "button", class: "button primary", onclick: clear }, "Tout retirer"),
      h("button", { type: "button", class: "button", onclick: hide }, "Garder ma sélection"),
    ),
  );
}

/** What was stored and can't be read: said, and given back. */
function showAside() {
  const aside = selection.setAside;
  const forget = () => void attempt(() => selection.forgetAside());
  const take = () => download("selection-illisible.txt", "text/plain;charset=utf-8", aside ?? "");
  byId("notice").replaceChildren(
    ...(aside === null
      ? []
      : [
          h(
            "div",
            { class: "notice bad", role: "alert" },
            h(
              "p",
              {},
              "Une partie de ce qui était enregistré sur cet appareil ne peut pas être lue\u00a0: elle est abîmée, ou vient d’une version plus récente du site. Elle a été mise de côté, telle quelle.",
            ),
            h(
              "div",
              { class: "actions" },
              h("button", { type: "button", class: "button", onclick: take }, "La télécharger"),
              h("button", { type: "button", class: "button", onclick: forget }, "L’effacer"),
            ),
          ),
        ]),
  );
}

/** @param {import("./store.js").Kept[]} kept */
function showComparison(kept) {
  const shown = compare.getAttribute("aria-pressed") === "true";
  table.hidden = !shown;
  list.hidden = shown;
  table.replaceChildren(...(shown ? [comparison(kept, hours)] : []));
}

/**
 * Puts hours into words, once for each copy.
 *
 * @param {import("./store.js").Kept[]} kept
 */
async function showHours(kept) {
  const services = kept.map(({ service }) => service);
  const unread = services.filter((service) => own(service, "horaires_accueil") && !hours.has(service.id));
  if (!unread.length) return;
  try {
    const days = await hoursOf(await engine(), unread, new Date());
    for (const [at, { id }] of unread.entries()) {
      const known = days[at];
      const published = own(unread[at], "horaires_accueil") ?? "";
      hours.set(id, known ? inWords(known, published) : [published]);
      cards.get(id)?.setHours(hours.get(id) ?? []);
    }
    showComparison(selection.list());
  } catch {
    // The hours stay as they are published.
  }
}

async function saveCalendar() {
  const now = new Date();
  const services = selection.list().map(({ service }) => service);
  const days = await hoursOf(await engine(), services, now);
  const open = services.flatMap((service, at) => {
    const known = days[at];
    return known?.some(({ plages }) => plages.length) ? [{ service, days: known }] : [];
  });
  const unknown = services.length - open.length;
  if (!open.length)
    return say(
      "Aucun de ces services ne publie d’horaires lisibles\u00a0: il n’y a rien à mettre dans un agenda.",
    );
  const addressOf = (/** @type {string} */ id) => new URL(sheetAddress(id), document.baseURI).href;
  download("horaires.ics", "text/calendar;charset=utf-8", toIcal(open, { now, addressOf }));
  if (unknown)
    say(
      `L’agenda contient les horaires de ${several(open.length, "service")}. ${unknown > 1 ? `${unknown} autres n’en publient pas de lisibles.` : "Un autre n’en publie pas de lisibles."}`,
    );
}

/** @param {string | undefined} format */
async function take(format) {
  settleAll();
  if (format === "ical") return saveCalendar();
  const kept = selection.list();
  saveServices(
    "selection",
    /** @type {import("./exports.js").Format} */ (format),
    kept.map(({ service }) => service),
    kept.map(({ note, depuis, copie }) => ({
      note,
      garde_le: depuis.slice(0, 10),
      copie_du: copie.slice(0, 10),
    })),
  );
}

/** Copies again what is published now. */
async function renewAll() {
  renew.disabled = true;
  try {
    const atlas = await openPublished(byId("notice"));
    /** @type {string[]} */
    const gone = [];
    for (const { service } of selection.list()) {
      try {
        selection.add(await atlas.retrieveService(service.id));
      } catch (error) {
        if (/** @type {{ code?: string }} */ (error).code !== "query") throw error;
        gone.push(nameOf(service));
      }
    }
    atlas.close();
    say(
      gone.length
        ? `Les copies sont à jour, sauf celles de services qui ne sont plus publiés\u00a0: ${gone.join(", ")}.`
        : "Les copies sont à jour.",
    );
  } catch (error) {
    say(`Les copies n’ont pas pu être mises à jour. ${inFrench(error)}`);
  } finally {
    renew.disabled = false;
    showAside();
  }
}

/** Stores what is typed; tells whether nothing is left. */
function settleAll() {
  return [...cards.values()].map((card) => card.settle()).every(Boolean);
}

function listen() {
  byId("print").addEventListener("click", () => print());
  byId("clear").addEventListener("click", confirmClear);
  renew.addEventListener("click", () => void renewAll());
  compare.addEventListener("click", () => {
    settleAll();
    compare.setAttribute("aria-pressed", String(compare.getAttribute("aria-pressed") !== "true"));
    showComparison(selection.list());
  });
  for (const button of document.querySelectorAll("[data-format]"))
    button.addEventListener("click", () => {
      const { format } = /** @type {HTMLElement} */ (button).dataset;
      take(format).catch((error) => say(`Le fichier n’a pas pu être fait. ${inFrench(error)}`));
    });
  addEventListener("pagehide", settleAll);
  addEventListener("beforeunload", (event) => {
    if (!settleAll()) event.preventDefault();
  });
}

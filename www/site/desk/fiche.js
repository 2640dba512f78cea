// The fiche d’orientation: filled on the device, printed, gone. Nothing of the person is stored anywhere.

import { startEngine } from "../../pkg/inclusion-atlas.js";
import { nameSite } from "../common/config.js";
import { hide, show } from "../common/dialog.js";
import { byId, h } from "../common/dom.js";
import { inFrench } from "../common/failure.js";
import { loadLabels } from "../common/labels.js";
import { workOffline } from "../common/offline.js";
import { own } from "../sheet/facts.js";
import { counsellor, listenToCounsellor } from "./counsellor.js";
import { nameOf, structureOf } from "./facts.js";
import { handedOver } from "./hand-over.js";
import { inWords } from "./hours.js";
import { hoursOf } from "./ical.js";
import { leaf, papers } from "./leaf.js";
import { openPublished } from "./published.js";
import { selection } from "./selection.js";

/** @typedef {import("./leaf.js").Oriented} Oriented */

const names = /** @type {const} */ (["person", "born", "reach", "why", "agreed", "date", "time", "bring"]);
const field = (/** @type {string} */ id) => /** @type {HTMLInputElement} */ (byId(id));
const bring = field("bring");
const consent = field("consent");

/** @type {Oriented[]} */
let services = [];
/** @type {Set<string>} */
const chosen = new Set();
/** @type {Map<string, string[]>} */
const hours = new Map();
/** What the records themselves say of papers: nobody wrote it. */
let proposed = "";

workOffline();
void start();

async function start() {
  void nameSite("Fiche d’orientation");
  listenToCounsellor();
  listen();
  await loadLabels();
  const asked = new URLSearchParams(location.search).getAll("service");
  services = selection.list();
  for (const id of asked.length ? asked : services.map(({ service }) => service.id)) chosen.add(id);
  const copie = new Date().toISOString();
  for (const id of asked) {
    const service = selection.has(id) ? undefined : handedOver(id);
    if (service) services = [{ service, copie }, ...services];
  }
  showAll();
  const missing = asked.filter((id) => !services.some(({ service }) => service.id === id));
  if (missing.length) await read(missing);
}

/** @param {string[]} ids of records that only the published data has */
async function read(ids) {
  const notice = byId("notice");
  try {
    const atlas = await openPublished(notice);
    const found = await Promise.all(ids.map((id) => atlas.retrieveService(id)));
    atlas.close();
    const copie = new Date().toISOString();
    services = [...found.map((service) => ({ service, copie })), ...services];
    showAll();
  } catch (error) {
    const again = () => void read(ids);
    notice.replaceChildren(
      h(
        "div",
        { class: "notice bad", role: "alert" },
        h(
          "p",
          {},
          `Le service demandé n’a pas pu être lu. ${inFrench(error)} Vous pouvez remplir la fiche sans lui.`,
        ),
        h("button", { type: "button", class: "button", onclick: again }, "Réessayer"),
      ),
    );
  }
}

function showAll() {
  const boxes = services.map(({ service }) => {
    const box = h("input", { type: "checkbox", checked: chosen.has(service.id) });
    box.addEventListener("change", () => {
      if (box.checked) chosen.add(service.id);
      else chosen.delete(service.id);
      propose();
      showLeaf();
    });
    return h(
      "label",
      { class: "check" },
      box,
      h("span", {}, nameOf(service), h("span", { class: "soft" }, ` · ${structureOf(service)}`)),
    );
  });
  const none = h(
    "p",
    { class: "small" },
    "Votre sélection est vide. ",
    h("a", { href: "./" }, "Cherchez un service"),
    ", ou laissez les lignes à remplir à la main.",
  );
  const legend = byId("services").querySelector("legend");
  byId("services").replaceChildren(...(legend ? [legend] : []), ...(boxes.length ? boxes : [none]));
  propose();
  showLeaf();
  void showHours();
}

const going = () => services.filter(({ service }) => chosen.has(service.id));

/** Proposes what to bring, as long as nobody wrote something else. */
function propose() {
  if (bring.value !== proposed) return;
  bring.value = proposed = going()
    .flatMap(({ service }) => papers(service))
    .join("\n");
  byId("bring-help").hidden = !proposed;
}

function showLeaf() {
  const written = /** @type {import("./leaf.js").Fiche["written"]} */ (
    Object.fromEntries(names.map((id) => [id, field(id).value.trim()]))
  );
  byId("leaf").replaceChildren(
    ...leaf({ services: going(), written, consent: consent.checked, counsellor: counsellor(), hours }),
  );
}

async function showHours() {
  const unread = services
    .map(({ service }) => service)
    .filter((service) => own(service, "horaires_accueil") && !hours.has(service.id));
  if (!unread.length) return;
  try {
    const engine = await startEngine();
    const days = await hoursOf(engine, unread, new Date());
    for (const [at, { id }] of unread.entries()) {
      const known = days[at];
      if (known) hours.set(id, inWords(known, own(unread[at], "horaires_accueil") ?? ""));
    }
    engine.close();
    showLeaf();
  } catch {
    // The hours stay as they are published.
  }
}

/** Whether something would be lost. */
const touched = () =>
  consent.checked ||
  names.some((id) => field(id).value.trim() && !(id === "bring" && bring.value === proposed));

function erase() {
  for (const id of names) field(id).value = "";
  consent.checked = false;
  proposed = "";
  propose();
  showLeaf();
}

function confirmErase() {
  const yes = () => {
    hide();
    erase();
    field("person").focus();
  };
  show(
    "Effacer la saisie\u00a0?",
    h(
      "p",
      {},
      "Ce que vous avez écrit sur la personne et sur l’orientation sera perdu. Vos coordonnées restent.",
    ),
    h(
      "div",
      { class: "actions" },
      h("button", { type: "button", class: "button primary", onclick: yes }, "Effacer"),
      h("button", { type: "button", class: "button", onclick: hide }, "Garder"),
    ),
  );
}

function listen() {
  byId("form").addEventListener("input", showLeaf);
  byId("form").addEventListener("submit", (event) => event.preventDefault());
  byId("print").addEventListener("click", () => print());
  byId("erase").addEventListener("click", confirmErase);
  addEventListener("beforeunload", (event) => {
    if (touched()) event.preventDefault();
  });
  // A page that a browser keeps for « Back » would show it to the next person.
  addEventListener("pagehide", erase);
}

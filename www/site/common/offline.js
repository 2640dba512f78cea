// The site without a network: starts its service worker, and says when a new version waits or when there is no network.

import { h } from "./dom.js";
import { date } from "./format.js";
import { tell, untell } from "./lines.js";

/** Asks the host for a new version this often on a page that stays open, ms. */
const PATIENCE = 60 * 60 * 1000;

/** Makes the site work offline from the next visit on; does nothing where a browser can't. */
export function workOffline() {
  sayWhenOffline();
  const { serviceWorker } = navigator;
  // Not on an unsafe address, and not in some private windows: the site then needs its host, as any.
  if (!serviceWorker) return;
  const start = async () => {
    try {
      const registration = await serviceWorker.register("service-worker.js", { updateViaCache: "none" });
      watch(registration);
      setInterval(() => void registration.update().catch(() => {}), PATIENCE);
    } catch {
      // Storage may be denied: what was said above holds.
    }
  };
  // The first answer comes before what is kept for later visits.
  setTimeout(() => void start(), 3000);
}

/** @param {ServiceWorkerRegistration} registration */
function watch(registration) {
  const look = () => {
    if (registration.waiting && navigator.serviceWorker.controller) offer(registration.waiting);
  };
  look();
  registration.addEventListener("updatefound", () => {
    registration.installing?.addEventListener("statechange", look);
  });
}

/** @param {ServiceWorker} waiting */
function offer(waiting) {
  const update = () => {
    navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
    waiting.postMessage("take-over");
  };
  tell(
    "version",
    "Une nouvelle version du site est prête.",
    h("button", { type: "button", class: "button", onclick: update }, "Mettre à jour"),
    h("button", { type: "button", class: "button quiet", onclick: () => untell("version") }, "Plus tard"),
  );
}

/** What is said of the network now. */
let said = "";
/** What the page answers from. */
let publication = { date: /** @type {string | null} */ (null), kept: false };

/**
 * Says which day the data is of, where that matters: without a network, or without an answer of its host.
 *
 * @param {{ date: string | null, kept: boolean }} known
 */
export function answerFrom({ date, kept }) {
  publication = { date, kept };
  look();
}

function sayWhenOffline() {
  addEventListener("online", look);
  addEventListener("offline", look);
  look();
}

function look() {
  const day = publication.date ? `, du ${date(publication.date)}` : "";
  const text = !navigator.onLine
    ? `Vous êtes hors connexion. Le site répond avec les données gardées sur cet appareil${day}.`
    : publication.kept
      ? `Le serveur des données ne répond pas. Le site répond avec celles gardées sur cet appareil${day}.`
      : "";
  // What is said again is read out again.
  if (text === said) return;
  said = text;
  if (text) tell("network", text);
  else untell("network");
}

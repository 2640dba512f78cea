// The site without a network: starts its service worker, and says when a new version waits or when there is no network.

import { h } from "./dom.js";

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
  say(
    "version",
    "Une nouvelle version du site est prête.",
    h("button", { type: "button", class: "button", onclick: update }, "Mettre à jour"),
    h("button", { type: "button", class: "button quiet", onclick: () => unsay("version") }, "Plus tard"),
  );
}

function sayWhenOffline() {
  const look = () => {
    if (navigator.onLine) unsay("network");
    else
      say("network", "Vous êtes hors connexion. Le site répond avec les données gardées sur cet appareil.");
  };
  addEventListener("online", look);
  addEventListener("offline", look);
  look();
}

/**
 * A line at the top of the page.
 *
 * @param {string} about one line for each
 * @param {string} text
 * @param {...HTMLElement} actions
 */
function say(about, text, ...actions) {
  unsay(about);
  const line = h(
    "div",
    { class: "site-notice", "data-about": about },
    h("p", { role: "status" }),
    ...actions,
  );
  document.querySelector("header")?.append(line);
  // Filled once it is there, so that it is read out.
  const [status] = line.children;
  setTimeout(() => (status.textContent = text));
}

/** @param {string} about */
function unsay(about) {
  document.querySelector(`.site-notice[data-about="${about}"]`)?.remove();
}

// The selection of this device, and the button that keeps a service in it.

import { h } from "../common/dom.js";
import { inFrench } from "../common/failure.js";
import { say } from "../common/say.js";
import { Store } from "./store.js";

/** @typedef {import("../../pkg/engine.js").DetailedService} Service */
/** @typedef {import("./store.js").Kept} Kept */

// Two sites under one host keep two selections.
const key = `selection ${new URL("../..", import.meta.url).pathname}`;

export const selection = new Store(() => localStorage, key);

addEventListener("storage", ({ key: changed }) => {
  // Without a key: everything was cleared.
  if (changed === key || changed === null) selection.refresh();
});
addEventListener("pageshow", ({ persisted }) => {
  // A page that slept has heard of nothing.
  if (persisted) selection.refresh();
});

/** @type {Map<WeakRef<HTMLButtonElement>, () => void>} Buttons follow the selection, in the page or out of it. */
const buttons = new Map();
selection.addEventListener("change", () => {
  for (const [reference, show] of buttons)
    if (reference.deref()) show();
    else buttons.delete(reference);
});

/**
 * « Garder », « Gardé »: for a card and a sheet.
 *
 * @param {Service} service
 * @param {() => Promise<Service>} [whole] brings its long texts, where it comes without
 */
export function keepButton(service, whole = async () => service) {
  const name = h("span", { class: "aloud" }, `\u00a0: ${service.nom ?? "service sans nom"}`);
  const onclick = () => void toggle(service.id, whole);
  const button = h("button", { type: "button", class: "button keep", onclick }, h("span"), name);
  const reference = new WeakRef(button);
  const show = () => {
    const kept = selection.has(service.id);
    const [word] = reference.deref()?.children ?? [];
    if (word) word.textContent = kept ? "Gardé" : "Garder";
    reference.deref()?.setAttribute("aria-pressed", String(kept));
  };
  buttons.set(reference, show);
  show();
  return button;
}

/**
 * @param {string} id
 * @param {() => Promise<Service>} whole
 */
async function toggle(id, whole) {
  const kept = selection.get(id);
  if (!kept) {
    try {
      const service = await whole();
      attempt(() => selection.add(service));
    } catch (error) {
      refused(error);
    }
    return;
  }
  const at = selection.list().findIndex(({ service }) => service.id === id);
  // A note took time to write: it doesn't go with a press.
  if (attempt(() => selection.remove(id)) && kept.note)
    say("Ce service et votre note sont retirés de votre sélection.", {
      label: "Annuler",
      act: () => void attempt(() => selection.restore([kept], at)),
    });
}

/**
 * Changes the selection; where that fails, says why.
 *
 * @param {() => void} change
 * @returns {boolean} whether it is done
 */
export function attempt(change) {
  try {
    change();
    return true;
  } catch (error) {
    refused(error);
    return false;
  }
}

/** @param {unknown} error */
const refused = (error) => say(`Votre sélection n’a pas changé. ${inFrench(error)}`);

/**
 * Shows how many services are kept, beside a link to them.
 *
 * @param {Element} link
 */
export function showCount(link) {
  const count = h("span", { class: "count num" });
  link.append(count);
  const show = () => {
    count.textContent = selection.count ? ` (${selection.count})` : "";
  };
  selection.addEventListener("change", show);
  show();
}

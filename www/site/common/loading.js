// The data on its way: what has come, what went wrong, and what to do.

import { byId, h, refill } from "./dom.js";
import { inFrench } from "./failure.js";
import { several, size } from "./format.js";

const notice = byId("notice");
const sentence = byId("sentence");

/** @typedef {{ label: string, act(): void }} Action */

/** @param {Action[]} actions */
const buttons = (actions) =>
  actions.length
    ? h(
        "div",
        { class: "actions" },
        ...actions.map(({ label, act }) =>
          h("button", { type: "button", class: "button", onclick: act }, label),
        ),
      )
    : null;

/** Takes away what was said of the data. */
export function clearNotice() {
  refill(notice);
}

/**
 * Shows that the data is coming.
 *
 * @param {() => void} cancel
 * @returns {(progress: import("../../pkg/inclusion-atlas.js").Progress) => void}
 */
export function showProgress(cancel) {
  sentence.textContent = "Chargement des données…";
  const bar = h("progress", { max: "1", "aria-label": "Chargement des données" });
  const detail = h("p", { class: "small num" }, "Connexion…");
  refill(notice, h("div", { class: "notice" }, bar, detail, buttons([{ label: "Annuler", act: cancel }])));
  return ({ phase, loadedBytes, totalBytes, records }) => {
    if (phase === "index") {
      bar.value = 1;
      detail.textContent = `Préparation de la recherche : ${several(records, "fiche")}.`;
      return;
    }
    if (totalBytes) bar.value = loadedBytes / totalBytes;
    const bytes = totalBytes ? `${size(loadedBytes)} sur ${size(totalBytes)}` : size(loadedBytes);
    detail.textContent = `${bytes} · ${several(records, "fiche")}`;
  };
}

/**
 * The loading was stopped by its user.
 *
 * @param {Action[]} actions
 */
export function showStopped(actions) {
  sentence.textContent = "Le chargement est arrêté.";
  const text = h("p", {}, "Vous pouvez le reprendre, ou ouvrir vos propres fichiers.");
  refill(notice, h("div", { class: "notice" }, text, buttons(actions)));
}

/**
 * @param {string} heading
 * @param {unknown} error
 * @param {Action[]} actions
 */
export function showFailure(heading, error, actions = []) {
  sentence.textContent = heading;
  refill(
    notice,
    h("div", { class: "notice bad", role: "alert" }, h("p", {}, inFrench(error)), buttons(actions)),
  );
}

// What is said while a file is read, and when it can't be.

import { AtlasError } from "../../pkg/errors.js";
import { byId, h } from "../common/dom.js";
import { inFrench } from "../common/failure.js";
import { number, several, size } from "../common/format.js";

/** Milliseconds before progress is shown: most files are read sooner. */
const PATIENCE = 200;
/** Bytes of a file shown before and after the place that can't be read. */
const AROUND = 160;

const notice = byId("notice");

/** @param {...Node} nodes */
export function showNotice(...nodes) {
  notice.replaceChildren(...nodes);
}

/** What has been read so far, and the way to stop. */
export class Progress {
  #bar = h("progress", { max: "1", "aria-label": "Vérification" });
  #title = h("p", {});
  #detail = h("p", { class: "small num" });
  #cancel;
  #timer;

  /** @param {() => void} cancel */
  constructor(cancel) {
    notice.replaceChildren();
    this.#cancel = h("button", { type: "button", class: "button", onclick: cancel }, "Annuler");
    const panel = h(
      "div",
      { class: "notice" },
      this.#title,
      this.#bar,
      this.#detail,
      h("div", { class: "actions" }, this.#cancel),
    );
    this.#timer = setTimeout(() => notice.replaceChildren(panel), PATIENCE);
  }

  /**
   * @param {string} name
   * @param {number} at
   * @param {number} files
   */
  of(name, at, files) {
    const rank = files > 1 ? ` (fichier ${at + 1} sur ${files})` : "";
    this.#title.replaceChildren("Vérification de ", h("b", {}, name), rank);
    this.#bar.removeAttribute("value");
    this.#detail.textContent = "Ouverture…";
    return (/** @type {import("../../pkg/inclusion-atlas.js").ValidationProgress} */ progress) => {
      const { phase, loadedBytes, totalBytes, records, invalid } = progress;
      if (totalBytes) this.#bar.value = loadedBytes / totalBytes;
      if (phase === "index") this.#bar.removeAttribute("value");
      const bytes = totalBytes ? `${size(loadedBytes)} sur ${size(totalBytes)}` : size(loadedBytes);
      const wrong = invalid ? `, dont ${number(invalid)} à corriger` : "";
      this.#detail.textContent =
        phase === "index" ? "Préparation du résultat…" : `${bytes} · ${several(records, "fiche")}${wrong}`;
    };
  }

  /** Another file has taken the place of this one, and the screen. */
  forget() {
    clearTimeout(this.#timer);
  }

  end() {
    this.forget();
    notice.replaceChildren();
  }
}

/**
 * @param {string} heading
 * @param {unknown} error
 * @param {{ label: string, act(): void }[]} [actions]
 */
export function failure(heading, error, actions = []) {
  return h(
    "div",
    { class: "notice bad", role: "alert" },
    h("h2", {}, heading),
    h("p", {}, inFrench(error)),
    actions.length
      ? h(
          "div",
          { class: "actions" },
          ...actions.map(({ label, act }) =>
            h("button", { type: "button", class: "button", onclick: act }, label),
          ),
        )
      : null,
  );
}

/**
 * Why a file has no report: the sentence, the place, and what lies there.
 *
 * @param {File} file
 * @param {unknown} error
 */
export function unreadable(file, error) {
  const place = h("div", {});
  if (error instanceof AtlasError && error.code === "format" && error.byteOffset !== undefined)
    void showPlace(place, file, error.byteOffset);
  const broken = error instanceof AtlasError && error.code === "load";
  return h(
    "div",
    { class: "notice bad", role: "alert" },
    h("h2", { id: "verdict", tabindex: "-1" }, "Ce fichier n’a pas pu être lu"),
    h("p", {}, inFrench(error)),
    place,
    broken
      ? h(
          "div",
          { class: "actions" },
          h(
            "button",
            { type: "button", class: "button", onclick: () => location.reload() },
            "Recharger la page",
          ),
        )
      : h("p", {}, "Corrigez ce point dans le logiciel qui a fait le fichier, puis déposez-le de nouveau."),
  );
}

/**
 * @param {HTMLElement} element
 * @param {File} file
 * @param {number} offset
 */
async function showPlace(element, file, offset) {
  const text = (/** @type {number} */ from, /** @type {number} */ to) =>
    file.slice(Math.max(0, from), to).text();
  try {
    const [before, after] = await Promise.all([text(offset - AROUND, offset), text(offset, offset + AROUND)]);
    // Bytes that aren't text would say nothing to anyone.
    if (/\0/.test(before + after)) return;
    const label = "Extrait du fichier";
    element.replaceChildren(
      h(
        "pre",
        { tabindex: "0", role: "group", "aria-label": label },
        before,
        h("mark", {}, after.slice(0, 1) || "fin du fichier"),
        after.slice(1),
      ),
    );
  } catch {
    // The sentence has said where; the excerpt is only a help.
  }
}

// The corrected copy: every change is listed before it is taken.

import { show } from "../common/dialog.js";
import { h } from "../common/dom.js";
import { inFrench } from "../common/failure.js";
import { several } from "../common/format.js";
import { save } from "../common/save.js";
import { corrected, fixesTable, renamed } from "./downloads.js";
import { chip } from "./text.js";
import { place } from "./words.js";

/** @typedef {import("../../pkg/inclusion-atlas.js").Report} Report */

/** Changes at a time. */
const SHOWN = 200;

/**
 * @param {File} file
 * @param {Report} report
 * @param {(copy: File) => void} check validates the copy
 */
export function showCorrected(file, { fixes, format }, check) {
  const name = renamed(file.name, "corrige");
  const failed = h("p", { role: "alert" });
  /** Gives the copy to something, once the file is known to be as it was read. */
  const copy = (/** @type {(copy: Blob) => void} */ take) => async () => {
    failed.replaceChildren();
    try {
      // A file that has changed meanwhile can't be read any more.
      await file.slice(0, 1).arrayBuffer();
      take(corrected(file, fixes));
    } catch (error) {
      const gone = "Le fichier a été modifié ou déplacé depuis sa vérification. Choisissez-le de nouveau.";
      failed.replaceChildren(error instanceof DOMException ? gone : inFrench(error));
    }
  };
  const list = h("ol", { class: "changes" });
  const more = h("button", { type: "button", class: "button", onclick: () => append()?.focus() });
  const button = (/** @type {string} */ label, /** @type {() => void} */ onclick, look = "") =>
    h("button", { type: "button", class: `button ${look}`, onclick }, label);

  function append() {
    const shown = list.childElementCount;
    const next = fixes
      .slice(shown, shown + SHOWN)
      .map((fix) =>
        h(
          "li",
          { tabindex: "-1" },
          h(
            "p",
            { class: "small soft" },
            `${place(fix, format)} · `,
            h("b", {}, fix.loc.filter((part) => typeof part === "string").join(" › ")),
          ),
          h("p", {}, chip(fix.from, "bad"), " → ", chip(fix.to, "good")),
          h("p", { class: "small" }, fix.why),
        ),
      );
    list.append(...next);
    const left = fixes.length - list.childElementCount;
    more.hidden = left <= 0;
    more.textContent = `Afficher plus : ${several(left, "correction")} encore`;
    return next[0];
  }
  append();
  show(
    `Copie corrigée : ${fixes.length < 2 ? "1 correction sûre" : `${several(fixes.length, "correction")} sûres`}`,
    h(
      "p",
      {},
      "Seules les corrections dont le résultat ne fait pas de doute sont faites. Tout le reste est recopié à l’identique. Votre fichier ne change pas : la copie est un autre fichier.",
    ),
    h(
      "div",
      { class: "actions" },
      button(
        "Télécharger la copie",
        copy((blob) => save(blob, name)),
        "primary",
      ),
      button("Liste des corrections (CSV)", () =>
        save(fixesTable(fixes), renamed(file.name, "corrections", ".csv")),
      ),
      button(
        "Vérifier la copie",
        copy((blob) => check(new File([blob], name, { type: blob.type }))),
      ),
    ),
    failed,
    h("h3", {}, "Ce qui change"),
    list,
    more,
  );
}

// What is taken away from the results: the list on paper, all of them as a file.

import { AtlasError } from "../../pkg/errors.js";
import { byId, h } from "../common/dom.js";
import { inFrench } from "../common/failure.js";
import { number, several } from "../common/format.js";
import { hush, say } from "../common/say.js";
import { exportResults } from "./exports.js";
import { day } from "./facts.js";

/** @typedef {import("../../pkg/inclusion-atlas.js").AsyncAtlas} AsyncAtlas */
/** @typedef {{ atlas: AsyncAtlas, params: import("../../pkg/engine.js").SearchServicesParams }} Asked */

/** @type {[import("./exports.js").Format, string][]} */
const formats = [
  ["csv", "Tableur (CSV)"],
  ["geojson", "Carte (GeoJSON)"],
  ["json", "Données (JSON)"],
];

/**
 * Puts « Imprimer » and « Exporter » into the tools over the results.
 *
 * @param {Element} tools
 * @param {() => Asked | undefined} asked what is on the screen
 * @param {{ short: boolean, forPaper(): Promise<void> }} list brings what paper shows and the screen doesn't
 */
export function offerTakingAway(tools, asked, list) {
  const details = h(
    "details",
    { class: "export" },
    h("summary", {}, "Exporter"),
    h(
      "div",
      { class: "actions" },
      ...formats.map(([format, label]) => {
        const onclick = () => {
          details.open = false;
          details.querySelector("summary")?.focus();
          void take(asked(), format);
        };
        return h("button", { type: "button", class: "button", onclick }, label);
      }),
    ),
  );
  // Without it the list is printed all the same, and says what it lacks.
  const onPaper = () => void list.forPaper().then(print, print);
  tools.append(h("button", { type: "button", class: "link", onclick: onPaper }, "Imprimer"), details);
  const signed = h("div", { class: "signed" });
  addEventListener("beforeprint", () => {
    // The list goes on below what is printed.
    const part = byId("more").hidden
      ? ""
      : `Les ${number(byId("list").childElementCount)} premiers services. `;
    const lack = list.short
      ? " Les compléments d’adresse manquent\u00a0: le bouton «\u00a0Imprimer\u00a0» de la page les ajoute, avec une connexion."
      : "";
    signed.replaceChildren(
      h("p", {}, `${part}Imprimé le ${day(new Date().toISOString())}.${lack}`),
      h("p", {}, location.href),
    );
    byId("sentence").closest(".head")?.append(signed);
  });
  addEventListener("afterprint", () => signed.remove());
}

/**
 * @param {Asked | undefined} asked
 * @param {import("./exports.js").Format} format
 */
async function take(asked, format) {
  if (!asked) return;
  const control = new AbortController();
  const stop = { label: "Arrêter", act: () => control.abort() };
  const onProgress = (/** @type {number} */ done, /** @type {number} */ total) => {
    if (done < total) say(`Export\u00a0: ${number(done)} services sur ${number(total)}.`, stop);
  };
  try {
    const count = await exportResults(asked.atlas, asked.params, format, {
      onProgress,
      signal: control.signal,
    });
    say(`${several(count, "service")} dans le fichier «\u00a0services.${format}\u00a0».`);
  } catch (error) {
    if (error instanceof AtlasError && error.code === "aborted") hush();
    else say(`L’export n’a pas abouti. ${inFrench(error)}`);
  }
}

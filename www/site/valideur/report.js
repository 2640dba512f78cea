// A file's report on the screen, and what can be taken away from it.

import { h } from "../common/dom.js";
import { number, several } from "../common/format.js";
import { save } from "../common/save.js";
import { showCorrected } from "./corrected.js";
import { findingsTable, renamed, reportJson } from "./downloads.js";
import { Groups } from "./groups.js";
import { summary } from "./summary.js";
import { endedReading, form, places } from "./words.js";

/** @typedef {import("../../pkg/validation.js").HandledReport} Report */

const today = new Intl.DateTimeFormat("fr-FR", { dateStyle: "long" });

export class ReportView {
  /**
   * @param {File} file
   * @param {Report} report
   * @param {import("./groups.js").Around & { check(copy: File): void }} around
   */
  constructor(file, report, around) {
    const groups = (current = report.groups.length ? new Groups(report, around) : undefined);
    const button = (/** @type {string} */ label, /** @type {() => void} */ onclick, look = "") =>
      h("button", { type: "button", class: `button ${look}`, onclick }, label);
    const fixes = report.fixes.length;
    /** @type {Node[]} */
    this.nodes = [
      h(
        "p",
        { class: "paper" },
        `Rapport de vérification du ${today.format(new Date())} · ${file.name} · ${form(report)} · schéma ${report.schema}`,
      ),
      ...summary(report).filter((node) => node !== null),
      h(
        "div",
        { class: "toolbar" },
        h("h2", {}, groups ? "À corriger, le plus grave et le plus fréquent d’abord" : "Rien à corriger"),
        h(
          "div",
          { class: "actions" },
          fixes
            ? button(
                `Copie corrigée · ${fixes < 2 ? "1 correction sûre" : `${several(fixes, "correction")} sûres`}`,
                () => showCorrected(file, report, around.check),
                "primary",
              )
            : null,
          button("Tableur (CSV)", () => save(findingsTable(report), renamed(file.name, "rapport", ".csv"))),
          button("JSON", () => save(reportJson(report, file.name), renamed(file.name, "rapport", ".json"))),
          button("Imprimer", () => window.print()),
        ),
      ),
      groups?.element ??
        h(
          "p",
          { class: "notice fine" },
          report.records
            ? "Ce fichier respecte le schéma. Il est prêt à être partagé."
            : "Ce fichier ne contient aucune fiche : il n’y a rien à vérifier.",
        ),
    ];
    const ended = report.groups.find(endedReading);
    if (ended) {
      this.nodes.splice(
        1,
        0,
        h(
          "div",
          { class: "notice bad" },
          h("p", {}, h("b", {}, `La lecture s’est arrêtée à la ${places(ended.lines)}. `), ended.message),
        ),
      );
    }
    if (report.truncated) {
      const text = `Il y a trop de constats pour les garder tous : les ${number(report.findings.length)} premiers sont détaillés, et tous sont comptés. Corrigez d’abord les plus fréquents, puis vérifiez de nouveau.`;
      this.nodes.splice(-1, 0, h("p", { class: "notice" }, text));
    }
  }
}

/** @type {Groups | undefined} */
let current;

/** A printed report has all that fits on paper, however it is asked for. */
export function listenForPrinting() {
  /** @type {(() => void) | undefined} */
  let back;
  addEventListener("beforeprint", () => {
    document.querySelector(".quality")?.setAttribute("open", "");
    back = current?.print();
  });
  addEventListener("afterprint", () => back?.());
}

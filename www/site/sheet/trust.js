// « Peut-on s’y fier ? »: how fresh a record is, how complete, whose it is, and what to do when it is wrong.

import { byId, h } from "../common/dom.js";
import { age, date } from "../common/format.js";
import { out, said, web } from "./facts.js";
import { folded, present } from "./parts.js";
import { explained } from "./quality.js";
import { reportButton } from "./report.js";

const decimals = new Intl.NumberFormat("fr-FR", { maximumFractionDigits: 2 });

/**
 * @param {import("./facts.js").Fields} record
 * @param {string} url of its sheet
 */
export function trust(record, url) {
  const score = record.score_qualite;
  const source = web(record.lien_source);
  const licence = byId("attribution").textContent?.trim();
  const service = "structure_id" in record;
  return h(
    "div",
    { class: "plate small trust" },
    h("h2", {}, "Peut-on s’y fier ?"),
    h("p", {}, ...fresh(record.date_maj)),
    ...present([
      typeof score === "number"
        ? h(
            "p",
            {},
            service ? "Qualité de la fiche : " : "Qualité moyenne de ses services : ",
            h("b", {}, decimals.format(score)),
            " sur 1",
          )
        : h("p", {}, "La qualité de la fiche n’est pas notée."),
      service ? folded("D’où vient cette note ?", ...explained(record, Date.now())) : undefined,
      h(
        "p",
        {},
        `Producteur : ${said(record.source) ?? "inconnu"}`,
        ...(source ? [" · ", out(source, "fiche d’origine")] : []),
      ),
      !source && said(record.lien_source)
        ? h("p", {}, `Fiche d’origine : ${said(record.lien_source)}`)
        : undefined,
      licence ? h("p", {}, licence) : undefined,
      h("p", {}, reportButton(record, url)),
      h("p", { class: "on-paper" }, `Fiche : ${url}`),
    ]),
  );
}

/** @param {unknown} day */
function fresh(day) {
  const published = said(day);
  if (!published) return ["La date de mise à jour n’est pas connue."];
  if (Number.isNaN(Date.parse(published))) return [`Mise à jour : ${published}`];
  const { text, old } = age(published);
  return [
    h("span", { class: old ? "old" : "" }, `Mis à jour ${text}`),
    `, le ${date(published)}.`,
    old ? " Vérifiez avant de vous déplacer." : "",
  ];
}

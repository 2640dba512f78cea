// The summary of a report: how many records are good, how much there is to correct, what quality the services have.

import { h } from "../common/dom.js";
import { number } from "../common/format.js";
import { KINDS, advice, criterion, records, score, severityWords, unpublished, verdict } from "./words.js";

/** @typedef {import("../../pkg/inclusion-atlas.js").Report} Report */
/** @typedef {import("../../pkg/inclusion-atlas.js").Quality} Quality */

/** @param {Report} report */
export function summary(report) {
  const { counts, quality } = report;
  const kinds = KINDS.filter((kind) => report.kinds[kind]);
  const details = quality ? qualityDetails(quality) : null;
  return [
    h(
      "div",
      { class: "verdict" },
      h(
        "div",
        { class: "good-ones" },
        ...(kinds.length
          ? kinds.map((kind, at) => part(kind, report.kinds[kind] ?? { records: 0, invalid: 0 }, at === 0))
          : [h("h2", { id: "verdict", tabindex: "-1" }, verdict(0, 0, report.kind))]),
      ),
      count("error", counts.error),
      count("warning", counts.warning),
      counts.info ? count("info", counts.info) : null,
      quality
        ? h(
            "div",
            {},
            h("b", { class: "num" }, score(quality.score)),
            h("p", {}, "qualité moyenne"),
            h(
              "button",
              {
                type: "button",
                class: "link small",
                onclick: () => {
                  if (!details) return;
                  details.open = true;
                  details.querySelector("summary")?.focus();
                },
              },
              "Ce qui la ferait monter",
            ),
          )
        : null,
    ),
    details,
  ];
}

/**
 * @param {import("./words.js").Kind} kind
 * @param {{ records: number, invalid: number }} of
 * @param {boolean} first
 */
function part(kind, { records: all, invalid }, first) {
  const good = h("span", { class: "good" });
  // A part that is there is seen, however small.
  good.style.flexGrow = String(all - invalid);
  const bad = h("span", { class: "bad" });
  bad.style.flexGrow = String(invalid);
  return h(
    "div",
    {},
    h("h2", first ? { id: "verdict", tabindex: "-1" } : {}, verdict(all - invalid, all, kind)),
    all
      ? h("div", { class: "meter", "aria-hidden": "true" }, all > invalid ? good : null, invalid ? bad : null)
      : null,
    h(
      "p",
      { class: "small soft" },
      invalid ? unpublished(invalid, kind) : all ? "Rien ne s’oppose à leur publication." : "",
    ),
  );
}

/**
 * @param {import("./words.js").Severity} severity
 * @param {number} value
 */
function count(severity, value) {
  const { one, many, tag, means } = severityWords[severity];
  return h(
    "div",
    {},
    h("b", { class: `num ${value ? tag : ""}` }, number(value)),
    h("p", {}, (value < 2 ? one : many).toLowerCase()),
    h("p", { class: "small soft" }, means),
  );
}

/** @param {Quality} quality */
function qualityDetails({ score: mean, criteria, services, gains }) {
  const known = Object.entries(criteria);
  return h(
    "details",
    { class: "quality" },
    h("summary", {}, `Qualité\u00a0: ${score(mean)} sur 1, critère par critère`),
    h(
      "div",
      { class: "inside" },
      h(
        "p",
        { class: "small soft" },
        `C’est le score de qualité officiel, calculé sur ${services < 2 ? "le service" : `les ${records(services, "services")}`} sans erreur. Par défaut, le widget de data·inclusion ne montre que les services notés 0,8 ou plus.`,
      ),
      gains.length
        ? h(
            "ol",
            { class: "gains" },
            ...gains.map(({ criterion: code, points, services }) =>
              h(
                "li",
                {},
                h("b", {}, criterion(code)),
                `\u00a0: + ${points < 0.005 ? "moins de 0,01" : score(points)} `,
                h("span", { class: "soft" }, `(${records(services, "services")}). ${advice(code)}`),
              ),
            ),
          )
        : h("p", {}, "Tous les critères sont remplis."),
      h("h3", {}, "Par critère"),
      h(
        "dl",
        { class: "criteria" },
        ...known.map(([code, value]) =>
          h("div", {}, h("dt", {}, criterion(code)), h("dd", {}, ...bar(value))),
        ),
      ),
    ),
  );
}

/** @param {number | null} value */
function bar(value) {
  if (value === null) return [h("span", { class: "soft small" }, "ne s’applique à aucun service")];
  const filled = h("span", {});
  filled.style.width = `${Math.round(value * 100)}%`;
  return [
    h("span", { class: "bar-of", "aria-hidden": "true" }, filled),
    h("span", { class: "num" }, score(value)),
  ];
}

// The fiche as it is printed: what is known in words, what isn't as lines to fill by hand.

import { h } from "../common/dom.js";
import { date } from "../common/format.js";
import { label } from "../common/labels.js";
import { hour } from "../common/opening.js";
import { own, spaced, web } from "../sheet/facts.js";
import { address, askedBy, day, nameOf, sheetAddress, structureOf, updatedOn, ways } from "./facts.js";

/** @typedef {import("./facts.js").Service} Service */
/**
 * @typedef {object} Oriented a service and the day of its record
 * @property {Service} service
 * @property {string} copie ISO 8601
 */
/**
 * @typedef {object} Fiche texts; empty where nothing was written, dates YYYY-MM-DD
 * @property {Oriented[]} services
 * @property {Record<"person" | "born" | "reach" | "why" | "agreed" | "date" | "time" | "bring", string>} written
 * @property {boolean} consent
 * @property {import("./counsellor.js").Counsellor} counsellor
 * @property {Map<string, string[]>} hours in words, by id
 */

const weekday = new Intl.DateTimeFormat("fr-FR", { weekday: "long", timeZone: "UTC" });

/**
 * @param {Fiche} fiche
 * @returns {Element[]}
 */
export function leaf({ services, written, consent, counsellor, hours }) {
  return [
    h(
      "div",
      { class: "leaf-head" },
      h("h2", {}, "Fiche d’orientation"),
      h("p", {}, `Faite le ${day(new Date().toISOString())}`),
    ),
    h(
      "div",
      { class: "two" },
      block(
        "La personne",
        line("Nom et prénom", written.person),
        line("Née ou né le", written.born && date(written.born)),
        line("Téléphone ou courriel", written.reach),
      ),
      block(
        "Orientée par",
        line("Nom", counsellor.name),
        line("Organisation", counsellor.organisation),
        line("Téléphone", counsellor.phone && spaced(counsellor.phone)),
        line("Courriel", counsellor.mail),
      ),
    ),
    h(
      "section",
      { class: "where" },
      h("h3", {}, "Où aller"),
      ...(services.length ? services.map((one) => going(one, hours.get(one.service.id))) : [lines(5)]),
    ),
    h(
      "section",
      { class: "meeting" },
      h("h3", {}, "Rendez-vous"),
      h(
        "p",
        {},
        "Le ",
        filled(written.date && `${weekday.format(new Date(written.date))} ${date(written.date)}`, "long"),
      ),
      h("p", {}, "à ", filled(written.time && hour(written.time), "short")),
    ),
    block("À apporter", text(written.bring, 2)),
    block("Motif de l’orientation", text(written.why, 3)),
    block("Ce qui a été convenu", text(written.agreed, 3)),
    h(
      "section",
      { class: "agreement" },
      h(
        "p",
        {},
        h(
          "span",
          { class: "box", role: "img", "aria-label": consent ? "Coché\u00a0: " : "À cocher\u00a0: " },
          consent ? "✓" : "",
        ),
        "La personne est d’accord pour que cette fiche soit transmise à la structure.",
      ),
      h(
        "div",
        { class: "two signatures" },
        h("p", {}, "Signature de la personne"),
        h("p", {}, "Signature de la conseillère ou du conseiller"),
      ),
    ),
    h("p", { class: "origin" }, services.map(origin).join(" ")),
  ];
}

/**
 * @param {string} title
 * @param {...(Element | null)} content
 */
const block = (title, ...content) => h("section", {}, h("h3", {}, title), ...content);

/**
 * @param {string} name
 * @param {string} value
 */
const line = (name, value) => h("p", { class: "line" }, h("span", {}, name), filled(value));

/**
 * @param {string} value
 * @param {"long" | "short" | ""} size of the blank
 */
const filled = (value, size = "") =>
  value ? h("b", {}, value) : h("span", { class: `blank ${size}`, role: "img", "aria-label": "à remplir" });

/**
 * @param {string} value
 * @param {number} count of lines where there is none
 */
const text = (value, count) => (value ? h("p", { class: "text" }, value) : lines(count));

/** @param {number} count */
const lines = (count) =>
  h(
    "div",
    { class: "lines", role: "img", "aria-label": "à remplir" },
    ...Array.from({ length: count }, () => h("span", { class: "blank" })),
  );

/**
 * @param {Oriented} oriented
 * @param {string[] | undefined} hours
 */
function going({ service }, hours) {
  const phone = own(service, "telephone");
  const asked = askedBy(service);
  const how = ways(service);
  /** @type {[string, (string | undefined)[]][]} */
  const facts = [
    ["Adresse", address(service)],
    ["Téléphone", [phone && spaced(phone)]],
    ["Courriel", [own(service, "courriel")]],
    ["Contact", [own(service, "contact_nom_prenom")]],
    ["Horaires", hours ?? [own(service, "horaires_accueil")]],
    ["Frais", [service.frais ? label("Frais", service.frais) : undefined, own(service, "frais_precisions")]],
    ["Conditions", [own(service, "conditions_acces")]],
    [
      "Comment y entrer",
      [
        how.length ? how.join(", ") : undefined,
        asked.length ? `Peuvent le demander\u00a0: ${asked.join(", ").toLowerCase()}` : undefined,
        own(service, "mobilisation_precisions"),
        web(service.lien_mobilisation),
      ],
    ],
  ];
  return h(
    "div",
    { class: "going" },
    h("h4", {}, nameOf(service)),
    h("p", {}, structureOf(service)),
    h(
      "dl",
      {},
      ...facts.map(([name, values]) => {
        const known = values.filter((value) => value !== undefined && value !== "");
        return known.length
          ? h("div", {}, h("dt", {}, name), h("dd", {}, ...known.map((value) => h("div", {}, value))))
          : null;
      }),
    ),
  );
}

/** @param {Oriented} oriented */
function origin({ service, copie }) {
  const last = updatedOn(service);
  const updated = last ? `mise à jour le ${date(last)}, ` : "";
  const where = new URL(sheetAddress(service.id), document.baseURI).href;
  return `«\u00a0${nameOf(service)}\u00a0»\u00a0: fiche de ${service.source}, ${updated}copiée le ${day(copie)}. ${where}`;
}

const PAPERS =
  /pièces?\b|justifi|document|attestation|munir|apporter|\bcartes?\b|titre de séjour|avis d[’']impos|livret|\bRIB\b|\bCV\b|ordonnance|certificat/i;

/**
 * Sentences of a record that speak of papers.
 *
 * @param {Service} service
 */
export const papers = (service) =>
  ["conditions_acces", "mobilisation_precisions", "publics_precisions", "frais_precisions"]
    .flatMap((name) => (own(service, name) ?? "").split(/\n+|(?<=[.!?…])\s+/))
    .map((sentence) => sentence.replace(/^[-•*]\s*/, "").trim())
    .filter((sentence) => PAPERS.test(sentence));

// `score_qualite` explained: what each criterion asks, and what the published record answers.

import { h } from "../common/dom.js";
import { list, said } from "./facts.js";

/** @typedef {import("./facts.js").Fields} Fields */

const DAY = 86_400_000;
/** Six months and two years, as the score counts them, in days. */
const RECENT = 180;
const OLD = 730;
/** Sources whose dates say nothing of the service. */
const UNDATED = ["agefiph", "france-travail"];

/** @typedef {{ asks: string, met: number | null, why?: string }} Criterion `met` from 0 to 1; null where it doesn't apply */

/**
 * The criteria of the schema's score, for a service as it is published; the rules are those of the engine's `quality.rs`.
 *
 * @param {Fields} service
 * @param {number} now ms since 1970
 * @returns {Criterion[]}
 */
export function criteria(service, now) {
  const modes = list(service.modes_mobilisation);
  const has = (/** @type {string} */ field) => said(service[field]) !== undefined;
  const truth = (/** @type {string} */ field) => Number(has(field));
  const where = (/** @type {boolean} */ applies, /** @type {string} */ field) =>
    applies ? truth(field) : null;
  const onSite = list(service.modes_accueil).includes("en-presentiel") || modes.includes("se-presenter");
  const length = [...(said(service.description) ?? "")].length;
  const days = Math.floor(now / DAY) - Math.floor(Date.parse(String(service.date_maj)) / DAY);
  return [
    { asks: "L’adresse est donnée, puisqu’on y est reçu.", met: where(onSite, "adresse") },
    {
      asks: "On sait comment y entrer, et qui peut le demander.",
      met: (truth("modes_mobilisation") + truth("mobilisable_par")) / 2,
    },
    { asks: "Au moins un public est indiqué.", met: truth("publics") },
    { asks: "Au moins une thématique est indiquée.", met: truth("thematiques") },
    {
      asks: "Un téléphone, un courriel ou un formulaire est donné.",
      met: Number(["telephone", "courriel", "lien_mobilisation"].some(has)),
    },
    {
      asks: "Le courriel est donné, puisqu’on peut écrire.",
      met: where(modes.includes("envoyer-un-courriel"), "courriel"),
    },
    {
      asks: "Le téléphone est donné, puisqu’on peut appeler.",
      met: where(modes.includes("telephoner"), "telephone"),
    },
    {
      asks: "La fiche a été mise à jour il y a moins de six mois.",
      met: UNDATED.includes(String(service.source)) ? null : fresh(days),
      why: "La note baisse peu à peu, jusqu’à deux ans.",
    },
    {
      asks: "Le coût est indiqué, et précisé s’il faut payer.",
      met: service.frais === "gratuit" ? 1 : has("frais") ? (has("frais_precisions") ? 1 : 0.5) : 0,
    },
    {
      asks: "La description a entre 200 et 2 000 caractères.",
      met: length >= 200 && length < 2000 ? 1 : length >= 50 ? 0.5 : 0,
      why: `Elle en a ${length}.`,
    },
  ];
}

/** @param {number} days */
function fresh(days) {
  if (Number.isNaN(days) || Math.abs(days) >= OLD) return 0;
  return Math.abs(days) <= RECENT ? 1 : (OLD - Math.abs(days)) / (OLD - RECENT);
}

/**
 * @param {Fields} service
 * @param {number} now
 */
export function explained(service, now) {
  const applying = criteria(service, now).filter(({ met }) => met !== null);
  return [
    h(
      "p",
      {},
      "data·inclusion donne à chaque fiche une note de 0 à 1, le jour où elle est publiée : la moyenne de critères simples. ",
      "Voici ce que la fiche y répond aujourd’hui.",
    ),
    h(
      "ul",
      { class: "criteria" },
      ...applying.map(({ asks, met, why }) =>
        h(
          "li",
          {},
          h("b", {}, met === 1 ? "Oui" : met ? "En partie" : "Non"),
          ` : ${asks}`,
          why && met !== 1 ? ` ${why}` : null,
        ),
      ),
    ),
  ];
}

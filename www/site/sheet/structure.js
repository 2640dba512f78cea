// The sheet of a structure: what it is, how to reach it, and all of its services.

import { h } from "../common/dom.js";
import { several } from "../common/format.js";
import { labels } from "../common/labels.js";
import { tags, updated } from "../search/card.js";
import { contactButtons, contacts } from "./entry.js";
import { address, all, linked, out, permanent, said } from "./facts.js";
import { openingsOf, openTag, week } from "./hours.js";
import { aboutStructure } from "./letters.js";
import { markdown } from "./markdown.js";
import { answer, head, line, present, small } from "./parts.js";
import { rest } from "./rest.js";
import { tools } from "./tools.js";
import { trust } from "./trust.js";
import { wayThere } from "./way.js";

/** @typedef {import("../../pkg/engine.js").DetailedStructure} Structure */
/** @typedef {import("./view.js").Context} Context */

/** Fields that a question answers. */
const TOLD = new Set(
  `nom services doublons description date_maj source lien_source siret adresse complement_adresse code_postal commune
   telephone courriel site_web horaires_accueil accessibilite_lieu reseaux_porteurs score_qualite`.split(
    /\s+/,
  ),
);

/**
 * @param {HTMLElement} container
 * @param {string} id
 * @param {Context} context
 * @returns {Promise<{ title: string }>}
 */
export async function showStructure(container, id, { atlas, engine, back, addressOf }) {
  const structure = await atlas.retrieveStructure(id);
  const title = said(structure.nom) ?? "Structure sans nom";
  const openings = await openingsOf(engine, structure.horaires_accueil, structure.code_insee);
  const letter = aboutStructure(structure);
  const url = permanent({ structure: id });
  const lines = address(structure);
  const networks = all("ReseauPorteur", structure.reseaux_porteurs);
  const { services, doublons } = structure;
  const parts = present([
    answer("De quoi s’agit-il ?", markdown(structure.description)),
    answer(
      "Où et quand ?",
      lines.length ? h("p", { class: "where" }, lines.join(", ")) : undefined,
      lines.length ? wayThere(structure) : undefined,
      line("Accessibilité du lieu", linked("voir le détail", structure.accessibilite_lieu)),
      week(structure.horaires_accueil, openings, "Horaires"),
    ),
    answer("Comment la joindre ?", ...contacts(structure, letter)),
    answer(
      "Qui est-ce ?",
      line(networks.length > 1 ? "Réseaux" : "Réseau", networks.join(", ")),
      line("SIRET", siret(structure.siret)),
      doublons.length
        ? h(
            "div",
            {},
            h("p", {}, "La même structure figure aussi ici, d’après data·inclusion :"),
            h(
              "ul",
              {},
              ...doublons.map((one) =>
                h(
                  "li",
                  {},
                  h("a", { href: addressOf({ structure: one.id }) }, one.nom),
                  ` (source : ${one.source})`,
                ),
              ),
            ),
          )
        : undefined,
    ),
  ]);
  container.className = "sheet-page";
  container.append(
    head(
      back,
      title,
      h("p", { class: "soft" }, ["Structure", said(structure.commune)].filter(Boolean).join(" · ")),
      h(
        "div",
        { class: "tags" },
        ...present([openTag(openings), ...networks.map((name) => h("span", { class: "tag" }, name))]),
      ),
    ),
    h(
      "div",
      { class: "answers-and-services" },
      parts.length ? h("div", { class: "answers" }, ...parts) : "",
      h(
        "section",
        { class: "services" },
        h("h2", {}, services.length ? several(services.length, "service") : "Aucun service publié"),
        h(
          "ol",
          { class: "list" },
          ...services.map((service) => card(service, addressOf({ service: service.id }))),
        ),
      ),
    ),
    h(
      "aside",
      { "aria-label": "Contact et informations sur la fiche" },
      h("div", { class: "plate act" }, contactButtons(structure, letter)),
      tools({ title, text: title, url }),
      trust(structure, url),
      rest(structure, TOLD) ?? "",
    ),
  );
  return { title };
}

/**
 * A service of the structure, without what all of them share.
 *
 * @param {import("../../pkg/engine.js").Service} service
 * @param {string} href
 */
function card(service, href) {
  const themes = labels("Thematique", service.thematiques);
  return h(
    "li",
    { class: "card" },
    h("h3", {}, h("a", { href }, service.nom ?? "Service sans nom")),
    themes.length
      ? h("div", { class: "small" }, themes.map((name, at) => (at ? small(name) : name)).join(", "))
      : null,
    h("div", { class: "tags" }, ...tags({ ...service, structure: null })),
    h("div", { class: "small soft" }, updated(service.date_maj)),
  );
}

/** @param {unknown} number */
function siret(number) {
  const digits = said(number);
  if (!digits || !/^\d{14}$/.test(digits)) return digits;
  const read = digits.replace(/^(\d{3})(\d{3})(\d{3})/, "$1\u00a0$2\u00a0$3\u00a0");
  return out(`https://annuaire-entreprises.data.gouv.fr/etablissement/${digits}`, read);
}

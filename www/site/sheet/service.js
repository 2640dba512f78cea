// The sheet of a service.

import { tags, updated } from "../search/card.js";
import { h } from "../common/dom.js";
import { date, phone, several } from "../common/format.js";
import { label, labels } from "../common/labels.js";

/** @typedef {import("../../pkg/engine.js").DetailedService} Service */

/**
 * What people ask about a service, in their words and their order.
 *
 * @param {HTMLElement} container
 * @param {string} id
 * @param {import("./view.js").Context} context
 * @returns {Promise<{ title: string }>}
 */
export async function showService(container, id, { atlas, zones, back, addressOf }) {
  const service = await atlas.retrieveService(id);
  const zone = await zones.long(service.zone_eligibilite);
  const { structure } = service;
  const own = (/** @type {string} */ field) => service[field] ?? structure?.[field];
  const where = service.commune;
  const day = service.date_maj;
  const title = service.nom ?? "Service sans nom";
  container.className = "sheet-page";
  container.append(
    h("a", { class: "back", href: back.href }, `← ${back.label}`),
    h("h1", { tabindex: "-1" }, title),
    h(
      "p",
      {},
      structure
        ? h("a", { href: addressOf({ structure: structure.id }) }, structure.nom)
        : "Structure non publiée",
      where ? h("span", { class: "soft" }, ` · ${where}`) : null,
    ),
    h("div", { class: "tags" }, ...tags(service)),
    contacts(service),
    h(
      "dl",
      { class: "sheet" },
      part("De quoi s’agit-il ?", text(service.description), list(labels("Thematique", service.thematiques))),
      part(
        "Est-ce pour moi ?",
        list(labels("Public", service.publics)) ?? text("Les publics ne sont pas précisés."),
        text(service.publics_precisions),
      ),
      part("À quelles conditions ?", text(service.conditions_acces)),
      part("D’où peut-on venir ?", text(`${zone}.`)),
      part(
        "Où et quand ?",
        text(address(service)),
        text(own("horaires_accueil") && `Horaires : ${own("horaires_accueil")}`),
        text(service.volume_horaire_hebdomadaire && `${service.volume_horaire_hebdomadaire} h par semaine`),
        text(service.nombre_semaines && several(Number(service.nombre_semaines), "semaine")),
      ),
      part(
        "Combien ?",
        text(service.frais ? `${label("Frais", service.frais)}.` : "Les frais ne sont pas précisés."),
        text(service.frais_precisions),
      ),
      part(
        "Comment y entrer ?",
        list(labels("ModeMobilisation", service.modes_mobilisation)),
        text(who(service.mobilisable_par)),
        text(service.mobilisation_precisions),
        text(service.contact_nom_prenom && `Contact : ${service.contact_nom_prenom}`),
      ),
      part(
        "Peut-on s’y fier ?",
        h(
          "p",
          {},
          "Source : ",
          service.source,
          ", ",
          updated(day),
          day && Date.parse(day) ? ` (${date(day)}).` : ".",
        ),
        link("Fiche d’origine", service.lien_source),
      ),
    ),
  );
  return { title };
}

/**
 * The ways to make contact: they come first, as buttons.
 *
 * @param {Service} service
 */
function contacts(service) {
  const own = (/** @type {string} */ field) => service[field] ?? service.structure?.[field];
  const button = (/** @type {string} */ label, /** @type {string | undefined} */ href) =>
    href ? h("a", { class: "button", href, ...outside(href) }, label) : null;
  const number = filled(own("telephone"));
  const mail = filled(own("courriel"));
  const ways = [
    button(`Appeler le ${phone(number ?? "")}`, number && `tel:${number.replaceAll(/[^\d+]/g, "")}`),
    button("Écrire un courriel", mail && `mailto:${encodeURIComponent(mail.trim()).replaceAll("%40", "@")}`),
    button("Aller au formulaire", web(service.lien_mobilisation)),
    button("Site de la structure", web(service.structure?.site_web)),
  ].filter((way) => way !== null);
  ways[0]?.classList.add("primary");
  return ways.length
    ? h("div", { class: "actions" }, ...ways)
    : h("p", { class: "soft" }, "Aucun moyen de contact n’est publié.");
}

/** @param {unknown} persons mobilisable_par */
function who(persons) {
  const names = labels("PersonneMobilisatrice", persons);
  return names.length ? `Peuvent le demander : ${names.join(", ").toLowerCase()}.` : undefined;
}

/**
 * @param {string} question
 * @param {...(Node | undefined)} content
 */
function part(question, ...content) {
  const known = content.filter((node) => node !== undefined);
  return known.length ? h("div", {}, h("dt", {}, question), h("dd", {}, ...known)) : null;
}

/** @param {unknown} value */
const filled = (value) => (typeof value === "string" && value.trim() ? value : undefined);

/** @param {unknown} value */
const text = (value) => (filled(value) ? h("p", {}, String(value)) : undefined);

/** @param {string[]} items */
const list = (items) => (items.length ? h("ul", {}, ...items.map((item) => h("li", {}, item))) : undefined);

/** @param {Service} service */
function address({ adresse, complement_adresse, code_postal, commune }) {
  const town = [code_postal, commune].filter(Boolean).join(" ");
  return [adresse, complement_adresse, town].filter(Boolean).join("\n");
}

/**
 * Only what leads to a web page: a published link may be anything.
 *
 * @param {unknown} value
 */
const web = (value) => (typeof value === "string" && /^https?:\/\//i.test(value) ? value : undefined);

/** @param {string} href */
const outside = (href) =>
  /** @type {Record<string, string>} */ (web(href) ? { rel: "noopener noreferrer", target: "_blank" } : {});

/**
 * @param {string} what
 * @param {unknown} value
 */
function link(what, value) {
  const href = web(value);
  return href ? h("p", {}, h("a", { href, ...outside(href) }, `${what} (nouvel onglet)`)) : undefined;
}

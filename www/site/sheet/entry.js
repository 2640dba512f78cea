// How to get in, for the person and for a professional: `mobilisable_par` and `modes_mobilisation` as one sentence each.

import { h } from "../common/dom.js";
import { call, list, out, own, said, spaced, web, write } from "./facts.js";
import { line } from "./parts.js";
import { labels } from "../common/labels.js";

/** @typedef {import("../../pkg/engine.js").DetailedService} Service */

/** @type {Record<string, string>} */
const WAYS = {
  telephoner: "téléphoner",
  "envoyer-un-courriel": "envoyer un courriel",
  "se-presenter": "se présenter sur place",
  "utiliser-lien-mobilisation": "remplir le formulaire en ligne",
};

/**
 * @param {Service} service
 * @returns {HTMLElement[]}
 */
export function waysIn(service) {
  const published = list(service.modes_mobilisation);
  const known = published.map((mode) => WAYS[String(mode)] ?? labels("ModeMobilisation", [mode])[0]);
  const ways = known.length ? `peut ${either(known)}.` : "peut le demander ; la fiche ne dit pas comment.";
  const persons = list(service.mobilisable_par);
  const said = (/** @type {string} */ who) => h("p", {}, h("b", {}, who), ` ${ways}`);
  if (!persons.length) {
    if (!known.length) return [];
    return [
      h("p", {}, `On ${ways}`),
      h(
        "p",
        { class: "soft" },
        "La fiche ne dit pas si c’est à la personne ou à un professionnel de le demander.",
      ),
    ];
  }
  const others = persons.filter((person) => person !== "usagers" && person !== "professionnels");
  return [
    persons.includes("usagers") ? said("La personne elle-même") : undefined,
    persons.includes("professionnels") ? said("Un professionnel de l’insertion") : undefined,
    persons.length === 1 && persons[0] === "professionnels"
      ? h("p", { class: "soft" }, "La personne seule ne peut pas le demander : un professionnel l’oriente.")
      : undefined,
    ...labels("PersonneMobilisatrice", others).map(said),
  ].filter((part) => part !== undefined);
}

/** @param {string[]} ways */
const either = (ways) =>
  ways.length < 2 ? ways.join("") : `${ways.slice(0, -1).join(", ")} ou ${ways.at(-1)}`;

/**
 * Ways to make contact, each with what it leads to, so that paper has them too.
 *
 * @param {import("./facts.js").Fields} record
 * @param {{ subject: string, body: string }} letter
 */
export function contacts(record, letter) {
  const number = own(record, "telephone");
  const mail = own(record, "courriel");
  const to = write(mail, letter);
  const dial = call(number);
  const form = record.lien_mobilisation;
  const site = own(record, "site_web");
  const whose = (/** @type {string} */ field) =>
    said(record[field]) === undefined && record.structure ? " de la structure" : "";
  return [
    line("Contact", said(record.contact_nom_prenom)),
    line(
      `Téléphone${whose("telephone")}`,
      number && (dial ? h("a", { href: dial }, spaced(number)) : number),
    ),
    line(`Courriel${whose("courriel")}`, mail && (to ? h("a", { href: to }, mail) : mail)),
    line("Formulaire", address(form)),
    line("Site", address(site)),
  ];
}

/** @param {unknown} value */
function address(value) {
  const href = web(value);
  return href ? h("span", { class: "address" }, out(href, href.replace(/^https?:\/\//, ""))) : said(value);
}

/**
 * The same as buttons, which stay in reach.
 *
 * @param {import("./facts.js").Fields} record
 * @param {{ subject: string, body: string }} letter
 */
export function contactButtons(record, letter) {
  const number = own(record, "telephone");
  const dial = call(number);
  const form = web(record.lien_mobilisation);
  const site = web(own(record, "site_web"));
  const ways = [
    number && dial ? button(h("a", { href: dial }), `Appeler le ${spaced(number)}`, "Appeler") : undefined,
    mailButton(write(own(record, "courriel"), letter)),
    form ? button(out(form), "Remplir le formulaire", "Formulaire") : undefined,
    site ? button(out(site), "Aller sur le site", "Site") : undefined,
  ].filter((way) => way !== undefined);
  ways[0]?.classList.add("primary");
  return ways.length
    ? h("div", { class: "contact" }, ...ways)
    : h("p", { class: "small soft" }, "Aucun moyen de contact n’est publié.");
}

/** @param {string | undefined} href */
const mailButton = (href) => (href ? button(h("a", { href }), "Écrire un courriel", "Écrire") : undefined);

/**
 * @param {HTMLAnchorElement} link
 * @param {string} long
 * @param {string} short where there is little room
 */
function button(link, long, short) {
  link.classList.add("button");
  link.prepend(h("span", { class: "long" }, long), h("span", { class: "short" }, short));
  return link;
}

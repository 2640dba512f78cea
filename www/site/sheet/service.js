// The sheet of a service: what people ask, in their words and their order.

import { h } from "../common/dom.js";
import { number, several } from "../common/format.js";
import { label } from "../common/labels.js";
import { ficheLink } from "../desk/hand-over.js";
import { keepButton } from "../desk/selection.js";
import { contactButtons, contacts, waysIn } from "./entry.js";
import { address, all, linked, list, own, permanent, said } from "./facts.js";
import { openingsOf, openTag, week } from "./hours.js";
import { aboutService } from "./letters.js";
import { markdown } from "./markdown.js";
import { answer, head, line, present, sentence, small, text } from "./parts.js";
import { rest } from "./rest.js";
import { tools } from "./tools.js";
import { trust } from "./trust.js";
import { wayThere } from "./way.js";
import { from, zoneInWords } from "./zone.js";

/** @typedef {import("../../pkg/engine.js").DetailedService} Service */

/** Thématiques at the head, and other services of the structure. */
const FEW = 3;
const OTHERS = 8;

/** Fields that a question answers. */
const TOLD = new Set(
  `nom structure description date_maj source lien_source type thematiques frais frais_precisions publics
   publics_precisions conditions_acces adresse complement_adresse code_postal commune modes_accueil zone_eligibilite
   telephone courriel contact_nom_prenom lien_mobilisation modes_mobilisation mobilisable_par mobilisation_precisions
   horaires_accueil volume_horaire_hebdomadaire nombre_semaines score_qualite`.split(/\s+/),
);

/** @type {Awaited<ReturnType<typeof from>>} */
const nowhere = { distance: null };

/**
 * @param {HTMLElement} container
 * @param {string} id
 * @param {import("./view.js").Context} context
 * @returns {Promise<{ title: string }>}
 */
export async function showService(container, id, context) {
  const { atlas, engine, back, addressOf } = context;
  const service = await atlas.retrieveService(id);
  const { structure } = service;
  const title = said(service.nom) ?? "Service sans nom";
  const hours = own(service, "horaires_accueil");
  const commune = own(service, "code_insee");
  const [openings, zone, here, whole] = await Promise.all([
    openingsOf(engine, hours, commune),
    zoneInWords(service.zone_eligibilite, engine),
    // The sheet stands without these two.
    from(service, context).catch(() => nowhere),
    structure ? atlas.retrieveStructure(structure.id).catch(() => null) : undefined,
  ]);
  const letter = aboutService(service);
  const url = permanent({ service: id });
  const parts = present([
    answer("Est-ce pour moi ?", forWhom(service.publics), quoted(service.publics_precisions)),
    answer("À quelles conditions ?", markdown(service.conditions_acces)),
    answer("D’où peut-on venir ?", ...zone, belonging(here)),
    answer(
      "Où et quand ?",
      ...where(service),
      line(
        "Accessibilité du lieu",
        structure ? linked("voir le détail", structure.accessibilite_lieu) : undefined,
      ),
      week(hours, openings, said(service.horaires_accueil) ? "Horaires" : "Horaires de la structure"),
      duration(service),
    ),
    answer("Combien ?", price(service), markdown(service.frais_precisions)),
    answer("Comment y entrer ?", ...entry(service), ...contacts(service, letter)),
    answer(
      "De quoi s’agit-il ?",
      service.type ? h("p", {}, h("b", {}, `${label("TypeService", said(service.type))}.`)) : undefined,
      markdown(service.description),
      themes(service.thematiques),
    ),
    structure
      ? answer(
          "Qui le propose ?",
          h("p", {}, h("a", { href: addressOf({ structure: structure.id }) }, structure.nom)),
          networks(structure.reseaux_porteurs),
          others(whole?.services, id, structure.id, addressOf),
        )
      : null,
  ]);
  container.className = "sheet-page";
  container.append(
    head(
      back,
      title,
      h(
        "p",
        {},
        structure
          ? h("a", { href: addressOf({ structure: structure.id }) }, structure.nom)
          : "Structure non publiée",
        h("span", { class: "soft" }, ...place(service, here.distance)),
      ),
      h("div", { class: "tags" }, ...present([openTag(openings), priceTag(service), ...headTags(service)])),
    ),
    h("div", { class: "answers" }, ...parts),
    h(
      "aside",
      { "aria-label": "Contact et informations sur la fiche" },
      h("div", { class: "plate act" }, contactButtons(service, letter), ficheLink(service)),
      tools({ title, text: `${title}${structure ? `, ${structure.nom}` : ""}`, url }, keepButton(service)),
      trust(service, url),
      rest({ ...service, structure_id: service.structure_id }, TOLD) ?? "",
    ),
  );
  return { title };
}

/** @param {unknown} publics */
function forWhom(publics) {
  const known = all("Public", publics);
  return known.length
    ? h("p", {}, sentence(known) ?? "")
    : h("p", {}, "Les publics ne sont pas précisés : à vérifier auprès de la structure.");
}

/** @param {unknown} words */
function quoted(words) {
  const prose = markdown(words);
  prose?.classList.add("soft");
  return prose;
}

/** @param {{ open?: boolean, nom?: string }} here */
function belonging({ open, nom }) {
  if (open === undefined || !nom) return undefined;
  return open
    ? h("p", {}, h("span", { class: "tag good" }, `Votre commune, ${nom}, en fait partie`))
    : h(
        "p",
        {},
        h("span", { class: "tag warn" }, `Votre commune, ${nom}, n’en fait pas partie`),
        " Vérifiez auprès de la structure avant de vous déplacer.",
      );
}

/** @param {Service} service */
function where(service) {
  const modes = list(service.modes_accueil);
  const remote = modes.includes("a-distance");
  const own = address(service);
  const { structure } = service;
  // What is only remote is nowhere; else the structure's address is better than none.
  const only = remote && !modes.includes("en-presentiel");
  const lines = own.length || only || !structure ? own : address(structure);
  const unknown = modes.filter((mode) => mode !== "a-distance" && mode !== "en-presentiel");
  return [
    lines.length
      ? h(
          "p",
          { class: "where" },
          own.length ? null : h("b", {}, "Adresse de la structure : "),
          lines.join(", "),
        )
      : undefined,
    lines.length ? wayThere(own.length || !structure ? service : structure) : undefined,
    only
      ? text("À distance : on peut en bénéficier sans se déplacer.")
      : remote
        ? text("Sur place, et aussi à distance.")
        : modes.includes("en-presentiel")
          ? undefined
          : text("Le mode d’accueil n’est pas précisé.", "soft"),
    ...unknown.map((mode) => text(label("ModeAccueil", mode))),
  ];
}

/** @param {Service} service */
function duration({ volume_horaire_hebdomadaire: hours, nombre_semaines: weeks }) {
  const weekly =
    typeof hours === "number"
      ? `${number(hours)}\u00a0h par semaine`
      : said(hours) && `${said(hours)} par semaine`;
  const long = typeof weeks === "number" ? several(weeks, "semaine") : said(weeks);
  return line("Durée", weekly && long ? `${weekly}, pendant ${long}` : (weekly ?? long));
}

/** @param {Service} service */
const price = ({ frais }) =>
  text(said(frais) ? `${label("Frais", said(frais))}.` : "Le coût n’est pas précisé.");

/** @param {Service} service */
const priceTag = ({ frais }) =>
  said(frais)
    ? h("span", { class: frais === "gratuit" ? "tag good" : "tag" }, label("Frais", said(frais)))
    : h("span", { class: "tag soft" }, "Coût non précisé");

/** @param {Service} service */
function headTags({ type, thematiques, modes_accueil }) {
  const known = all("Thematique", thematiques);
  const few = known.length > FEW + 1 ? known.slice(0, FEW) : known;
  return [
    list(modes_accueil).includes("a-distance") ? "À distance" : undefined,
    said(type) && label("TypeService", said(type)),
    ...few,
    known.length > few.length ? `+ ${known.length - few.length} thématiques` : undefined,
  ]
    .filter((name) => name !== undefined)
    .map((name) => h("span", { class: "tag" }, name));
}

/** @param {Service} service */
function entry(service) {
  const ways = waysIn(service);
  const more = markdown(service.mobilisation_precisions);
  if (!ways.length && !more)
    return [text("La fiche ne dit pas comment y entrer : appelez ou écrivez.", "soft")];
  return [...ways, more];
}

/**
 * Thématiques under their categories.
 *
 * @param {unknown} thematiques
 */
function themes(thematiques) {
  const values = Array.isArray(thematiques) ? thematiques.map(String) : [said(thematiques)].filter(Boolean);
  if (!values.length) return undefined;
  /** @type {Map<string, string[]>} */
  const categories = new Map();
  for (const value of new Set(/** @type {string[]} */ (values))) {
    const [category] = value.split("--");
    categories.set(category, [...(categories.get(category) ?? []), label("Thematique", value)]);
  }
  return h(
    "ul",
    { class: "themes" },
    ...[...categories].map(([category, names]) =>
      h("li", {}, h("b", {}, `${label("Categorie", category)} : `), names.map(small).join(", ")),
    ),
  );
}

/** @param {unknown} reseaux */
const networks = (reseaux) => {
  const names = all("ReseauPorteur", reseaux);
  return line(names.length > 1 ? "Réseaux" : "Réseau", names.join(", "));
};

/**
 * @param {import("../../pkg/engine.js").Service[] | undefined} services not known where they could not be had
 * @param {string} id
 * @param {string} structure
 * @param {import("./view.js").Context["addressOf"]} addressOf
 */
function others(services, id, structure, addressOf) {
  if (!services) return h("p", { class: "small" }, "Ses autres services n’ont pas pu être lus.");
  const left = services.filter((one) => one.id !== id);
  if (!left.length) return undefined;
  const few = left.length > OTHERS + 1 ? left.slice(0, OTHERS) : left;
  return h(
    "div",
    {},
    h("h3", {}, "Autres services de cette structure"),
    h(
      "ul",
      { class: "others" },
      ...few.map((one) => h("li", {}, h("a", { href: addressOf({ service: one.id }) }, one.nom))),
      few.length < left.length
        ? h(
            "li",
            {},
            h("a", { href: addressOf({ structure }) }, `Voir ses ${several(services.length, "service")}`),
          )
        : null,
    ),
  );
}

/**
 * « · Charleville-Mézières, à 1 km ».
 *
 * @param {Service} service
 * @param {number | null} distance
 */
function place({ commune }, distance) {
  const far =
    distance === null ? undefined : distance === 0 ? "à moins d’1\u00a0km" : `à ${number(distance)}\u00a0km`;
  const words = [said(commune), far].filter(Boolean).join(", ");
  return words ? [` · ${words}`] : [];
}

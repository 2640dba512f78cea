// The sheet of a service, and the list of those that share a place: one dialog for both.

import { card, updated, zone } from "./card.js";
import { byId, h } from "./dom.js";
import { date, several } from "./format.js";
import { label, labels } from "./labels.js";

/** @typedef {import("../pkg/engine.js").DetailedService} Service */

const dialog = /** @type {HTMLDialogElement} */ (byId("dialog"));
const title = byId("dialog-title");
const body = byId("dialog-body");

byId("close").addEventListener("click", () => dialog.close());
dialog.addEventListener("click", (event) => {
  // Outside of the dialog's own box lies its backdrop.
  if (event.target === dialog) dialog.close();
});

/**
 * @param {string} heading
 * @param {Node} content
 */
function show(heading, content) {
  title.textContent = heading;
  body.replaceChildren(content);
  if (!dialog.open) dialog.showModal();
  dialog.scrollTop = 0;
  title.focus();
}

/** @param {Service} service */
export function showSheet(service) {
  const { structure } = service;
  const own = (/** @type {string} */ field) => service[field] ?? structure?.[field];
  show(
    service.nom ?? "Service sans nom",
    h(
      "div",
      { class: "sheet" },
      part("Qui le propose ?", text(structure?.nom ?? "Structure non publiée")),
      part("De quoi s’agit-il ?", text(service.description), list(labels("Thematique", service.thematiques))),
      part(
        "Est-ce pour moi ?",
        list(labels("Public", service.publics)) ?? text("Les publics ne sont pas précisés."),
        text(service.publics_precisions),
        text(service.conditions_acces),
      ),
      part("D’où peut-on venir ?", text(`${zone(service.zone_eligibilite)}.`)),
      part(
        "Où et quand ?",
        list(labels("ModeAccueil", service.modes_accueil)),
        text(address(service)),
        text(own("horaires_accueil") && `Horaires : ${own("horaires_accueil")}`),
      ),
      part(
        "Combien cela coûte-t-il ?",
        text(service.frais ? `${label("Frais", service.frais)}.` : "Les frais ne sont pas précisés."),
        text(service.frais_precisions),
      ),
      part(
        "Comment y accéder ?",
        list(labels("ModeMobilisation", service.modes_mobilisation)),
        text(service.mobilisation_precisions),
        contact("Téléphone", own("telephone"), "tel:"),
        contact("Courriel", own("courriel"), "mailto:"),
        link("Lien pour y accéder", service.lien_mobilisation),
        link("Site de la structure", structure?.site_web),
      ),
      part(
        "D’où vient l’information ?",
        h(
          "p",
          {},
          `Source : ${service.source}, `,
          updated(service.date_maj),
          service.date_maj && !Number.isNaN(Date.parse(service.date_maj))
            ? ` (${date(service.date_maj)}).`
            : ".",
        ),
        link("Fiche d’origine", service.lien_source),
      ),
    ),
  );
}

/**
 * Services that one point of the map stands for.
 *
 * @param {Service[]} services
 */
export function showPlace(services) {
  const heading = `${several(services.length, "service")} à cette adresse`;
  const cards = services.map((service) => card({ service, distance: null }, showSheet));
  for (const each of cards) each.querySelector("h2")?.replaceWith(asThird(each));
  show(heading, h("ol", { class: "list" }, ...cards));
}

/**
 * The dialog has the second level of headings.
 *
 * @param {Element} item
 */
function asThird(item) {
  return h("h3", { class: "third" }, ...(item.querySelector("h2")?.childNodes ?? []));
}

/**
 * @param {string} question
 * @param {...(Node | undefined)} content
 */
function part(question, ...content) {
  const known = content.filter((node) => node !== undefined);
  return known.length ? h("section", {}, h("h3", {}, question), ...known) : null;
}

/** @param {unknown} value */
const text = (value) => (typeof value === "string" && value ? h("p", {}, value) : undefined);

/** @param {string[]} items */
const list = (items) => (items.length ? h("ul", {}, ...items.map((item) => h("li", {}, item))) : undefined);

/** @param {Service} service */
function address({ adresse, complement_adresse, code_postal, commune }) {
  const town = [code_postal, commune].filter(Boolean).join(" ");
  return [adresse, complement_adresse, town].filter(Boolean).join("\n");
}

/**
 * @param {string} what
 * @param {unknown} value
 * @param {string} scheme
 */
function contact(what, value, scheme) {
  if (typeof value !== "string" || !value) return undefined;
  const target = scheme === "tel:" ? value.replaceAll(/[^\d+]/g, "") : value.trim();
  return h("p", {}, `${what} : `, h("a", { href: scheme + target }, value));
}

/**
 * @param {string} what
 * @param {unknown} value
 */
function link(what, value) {
  // Only what leads to a web page: a published link may be anything.
  if (typeof value !== "string" || !/^https?:\/\//i.test(value)) return undefined;
  return h(
    "p",
    {},
    h("a", { href: value, rel: "noopener noreferrer", target: "_blank" }, `${what} (nouvel onglet)`),
  );
}

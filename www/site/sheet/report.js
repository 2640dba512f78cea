// « Signaler une erreur »: what is wrong, and to whom to say it. Nothing is sent from here: a mail is prepared.

import { show } from "../common/dialog.js";
import { h } from "../common/dom.js";
import { copy } from "../common/share.js";
import { out, own, web, write } from "./facts.js";
import { aboutError } from "./letters.js";

const REASONS = [
  "Ce service ou cette structure n’existe plus.",
  "Les informations ne sont plus à jour.",
  "Le téléphone ou le courriel est faux.",
  "L’adresse ou les horaires sont faux.",
  "Les publics, la zone ou les conditions d’accès sont inexacts.",
  "Un lien ne fonctionne pas.",
  "Autre chose est à corriger.",
];

/**
 * @param {import("./facts.js").Fields} record
 * @param {string} address of its sheet
 */
export function reportButton(record, address) {
  const onclick = () => open(record, address);
  return h("button", { type: "button", class: "link", onclick }, "Signaler une erreur");
}

/**
 * @param {import("./facts.js").Fields} record
 * @param {string} address
 */
function open(record, address) {
  const boxes = REASONS.map((reason) => h("input", { type: "checkbox", value: reason }));
  const more = h("textarea", { rows: "3", id: "report-more" });
  const mail = own(record, "courriel");
  const letter = () =>
    aboutError(record, address, {
      reasons: boxes.filter(({ checked }) => checked).map(({ value }) => value),
      more: more.value.trim(),
    });
  const send = h("a", { class: "button primary" }, "Préparer le courriel");
  const change = () => {
    const href = write(mail, letter());
    if (href) send.href = href;
  };
  change();
  const page = web(record.lien_source);
  const source = page ? out(page, "Corriger chez le producteur") : undefined;
  source?.classList.add("button");
  const copied = () => void copy(letter().body, "Le texte est copié.");
  show(
    "Signaler une erreur",
    h(
      "form",
      { class: "report", oninput: change, onsubmit: (event) => event.preventDefault() },
      h(
        "p",
        {},
        "Les fiches sont tenues par leur producteur : c’est à lui, ou à la structure, de corriger. ",
        "Rien n’est envoyé d’ici.",
      ),
      h(
        "fieldset",
        {},
        h("legend", {}, "Qu’est-ce qui ne va pas ?"),
        ...REASONS.map((reason, at) => h("label", {}, boxes[at], ` ${reason}`)),
      ),
      h("label", { for: "report-more" }, "Ce qu’il faudrait lire à la place"),
      more,
      h(
        "div",
        { class: "actions" },
        write(mail) ? send : null,
        source,
        h("button", { type: "button", class: "button", onclick: copied }, "Copier le texte"),
      ),
      write(mail)
        ? h("p", { class: "small soft" }, `Votre messagerie s’ouvrira, avec un courriel pour ${mail}.`)
        : h("p", { class: "small soft" }, "Aucun courriel n’est publié sur cette fiche."),
    ),
  );
}

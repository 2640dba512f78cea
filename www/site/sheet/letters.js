// Mails prepared for their sender: a first contact, and an error to correct.

import { list, permanent, said } from "./facts.js";

/** @typedef {import("../../pkg/engine.js").DetailedService} Service */

/**
 * @param {Service} service
 * @returns {{ subject: string, body: string }}
 */
export function aboutService(service) {
  const persons = list(service.mobilisable_par);
  const by = service.structure ? ` (${service.structure.nom})` : "";
  const what = `« ${service.nom} »${by}`;
  const oneself = `Je souhaite bénéficier du service ${what}.`;
  const other = `J’accompagne une personne qui pourrait bénéficier du service ${what}.`;
  const why =
    persons.length !== 1
      ? `Je vous écris au sujet du service ${what}.`
      : persons[0] === "usagers"
        ? oneself
        : other;
  return {
    subject: `Demande : ${service.nom}`,
    body: `Bonjour,\n\n${why}\n\nPouvez-vous me dire si une place est disponible et comment procéder ?\n\nMerci par avance.\n\n\nFiche consultée : ${permanent({ service: service.id })}\n`,
  };
}

/**
 * @param {import("../../pkg/engine.js").Structure} structure
 */
export const aboutStructure = (structure) => ({
  subject: `Demande : ${structure.nom}`,
  body: `Bonjour,\n\nJe vous écris au sujet de ce que propose votre structure, ${structure.nom}.\n\n\nFiche consultée : ${permanent({ structure: structure.id })}\n`,
});

/**
 * @param {import("./facts.js").Fields} record
 * @param {string} address of its sheet
 * @param {{ reasons: string[], more: string }} found
 */
export function aboutError(record, address, { reasons, more }) {
  const wrong = reasons.map((reason) => `- ${reason}`);
  return {
    subject: `Erreur sur la fiche « ${said(record.nom) ?? record.id} »`,
    body: [
      "Bonjour,",
      "",
      `En consultant la fiche « ${said(record.nom) ?? record.id} », j’ai trouvé ceci à corriger :`,
      ...wrong,
      ...(more ? [more] : []),
      "",
      `Fiche : ${address}`,
      `Identifiant : ${record.id}`,
      ...(said(record.lien_source) ? [`Fiche d’origine : ${said(record.lien_source)}`] : []),
      "",
      "Merci de la mettre à jour.",
      "",
    ].join("\n"),
  };
}

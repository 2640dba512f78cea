// No sheet: an id that no record has, or a failure. What is said, and the ways out.

import { h } from "../common/dom.js";
import { inFrench } from "../common/failure.js";
import { AtlasError } from "../../pkg/errors.js";

/**
 * @param {HTMLElement} container
 * @param {import("./address.js").Named} record
 * @param {unknown} error
 * @param {import("./view.js").Context} context
 * @returns {{ title: string }}
 */
export function showMissing(container, { kind, id }, error, { back }) {
  const unknown = error instanceof AtlasError && error.code === "query";
  const what = kind === "service" ? "Ce service" : "Cette structure";
  const title = unknown ? `${what} est introuvable` : "La fiche ne peut pas être affichée";
  container.className = "sheet-page missing";
  container.append(
    h("h1", { tabindex: "-1" }, title),
    ...(unknown
      ? [
          h(
            "p",
            {},
            `Aucune fiche ne porte l’identifiant « ${id} » dans les données ouvertes ici. `,
            "Elle a pu être retirée par son producteur, ou l’adresse a été mal copiée.",
          ),
        ]
      : [h("p", { class: "notice bad", role: "alert" }, inFrench(error))]),
    h(
      "div",
      { class: "actions" },
      h("a", { class: "button primary", href: back.href }, back.label),
      back.href === "./" ? null : h("a", { class: "button", href: "./" }, "Nouvelle recherche"),
      unknown
        ? null
        : h(
            "button",
            { class: "button", type: "button", onclick: () => location.reload() },
            "Recharger la page",
          ),
    ),
  );
  return { title };
}

// The sheet of a structure.

import { card } from "../search/card.js";
import { h } from "../common/dom.js";
import { several } from "../common/format.js";

/**
 * @param {HTMLElement} container
 * @param {string} id
 * @param {import("./view.js").Context} context
 * @returns {Promise<{ title: string }>}
 */
export async function showStructure(container, id, { atlas, zones, back }) {
  const structure = await atlas.retrieveStructure(id);
  const title = structure.nom ?? "Structure sans nom";
  const cards = await Promise.all(
    structure.services.map(async (service) =>
      card(
        { service: { ...service, structure }, distance: null },
        await zones.short(service.zone_eligibilite),
        { heading: "h3" },
      ),
    ),
  );
  container.className = "sheet-page";
  container.append(
    h("a", { class: "back", href: back.href }, `← ${back.label}`),
    h("h1", { tabindex: "-1" }, title),
    h("h2", {}, several(cards.length, "service")),
    h("ol", { class: "list" }, ...cards),
  );
  return { title };
}

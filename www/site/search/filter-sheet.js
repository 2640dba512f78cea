// Where there is no room for the filters beside the answers: the same panel in a sheet over the page.

import { byId } from "../common/dom.js";
import { several } from "../common/format.js";
import { filterCount } from "./question.js";

/** @typedef {import("./question.js").Question} Question */

/** As in style/search.css: room for three panes. */
const wide = matchMedia("(min-width: 1100px)");

const sheet = /** @type {HTMLDialogElement} */ (byId("filter-sheet"));
const badge = byId("filter-count");
const opener = byId("open-filters");
const see = byId("see");
const clear = /** @type {HTMLButtonElement} */ (byId("clear-filters"));

export class FilterSheet {
  /** @param {{ clear(): void }} page */
  constructor(page) {
    opener.addEventListener("click", () => sheet.showModal());
    for (const id of ["close-filters", "see"]) byId(id).addEventListener("click", () => sheet.close());
    sheet.addEventListener("click", ({ target }) => {
      if (target === sheet) sheet.close();
    });
    clear.addEventListener("click", () => {
      page.clear();
      byId("filter-title").focus();
    });
    // The link that leads to the filters, where they are.
    document.querySelector('a[href="#filtres"]')?.addEventListener("click", (event) => {
      if (wide.matches) return;
      event.preventDefault();
      opener.focus();
    });
  }

  /**
   * Keeps a panel beside the answers or in the sheet, whichever there is room for.
   *
   * @param {HTMLElement} panel
   */
  hold(panel) {
    const move = () => {
      sheet.close();
      byId(wide.matches ? "filtres" : "filter-body").append(panel);
    };
    wide.addEventListener("change", move);
    move();
  }

  /** @param {Question} question */
  asked(question) {
    const count = filterCount(question);
    badge.textContent = String(count);
    badge.hidden = !count;
    clear.disabled = !count;
  }

  /** @param {number} total */
  answered(total) {
    see.textContent = total ? `Voir ${several(total, "résultat")}` : "Aucun résultat";
    byId("filter-status").textContent = sheet.open ? several(total, "résultat") : "";
  }
}

// The page of figures by what people see and hear of it.

import assert from "node:assert/strict";
import { plain } from "./valideur.js";

/** @typedef {import("playwright-core").Page} Page */

/** A number as it is written in French. */
const counted = (/** @type {string} */ text) => Number(plain(text).replaceAll(/[^\d]/g, ""));

/** @param {Page} page */
export function overview(page) {
  const parts = {
    heading: page.getByRole("heading", { level: 1 }),
    chips: page.getByRole("list", { name: "Filtres choisis" }).getByRole("button"),
    contents: page.getByRole("navigation", { name: "Sur cette page" }),
    see: page.getByRole("link", { name: /^Voir ce/ }),
    alert: page.getByRole("alert"),
    charts: page.locator("main").getByRole("img"),
    progress: page.getByRole("progressbar"),
    cancel: page.getByRole("button", { name: "Annuler" }),
    resume: page.getByRole("button", { name: "Reprendre" }),
  };
  return {
    ...parts,

    /** Waits until every section has its chart. */
    async ready() {
      await page.getByRole("region", { name: "Champs remplis" }).getByRole("img").waitFor();
      assert.equal(await parts.alert.count(), 0);
    },

    /** @param {string} title */
    section(title) {
      const region = page.getByRole("region", { name: title, exact: true });
      return {
        region,
        chart: region.getByRole("img"),
        choice: region.getByRole("combobox"),
        table: region.getByRole("table"),
        async openTable() {
          const summary = region.getByText(/^Tableau\s:/);
          if (!(await region.getByRole("table").isVisible())) await summary.click();
        },
        /** Its rows that lead to a search: the count that stands there, and where it leads. */
        async links() {
          await this.openTable();
          const rows = region
            .getByRole("table")
            .getByRole("row")
            .filter({ has: page.getByRole("link") });
          return Promise.all(
            (await rows.all()).map(async (row) => {
              const link = row.getByRole("link");
              const name = plain((await link.textContent()) ?? "");
              return {
                name,
                count: /le service :/.test(name) ? 1 : counted(/les ([\d ]+) services/.exec(name)?.[1] ?? ""),
                href: (await link.getAttribute("href")) ?? "",
              };
            }),
          );
        },
      };
    },

    /** How many services the page's sentence tells. */
    async total() {
      return counted(/^[^s]+/.exec(await parts.heading.innerText())?.[0] ?? "");
    },
  };
}

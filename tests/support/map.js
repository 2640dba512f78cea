// The map of the search page by what people see and hear of it.

import assert from "node:assert/strict";
import { search } from "./page.js";

/** A number as it is written in French: « 1 204 ». */
const read = (/** @type {string | undefined} */ text) => Number(text?.replaceAll(/\s/g, "") ?? NaN);

/** @param {import("playwright-core").Page} page */
export function map(page) {
  const ui = search(page);
  const button = (/** @type {string | RegExp} */ name) => ui.map.getByRole("button", { name });
  const parts = {
    surface: ui.map.getByRole("group", { name: /^Carte :/ }),
    zoomIn: button(/^Zoomer$/),
    zoomOut: button(/^Dézoomer$/),
    back: button("Recentrer"),
    searchHere: button("Chercher dans cette zone"),
    searchCentre: button(/^Chercher autour du centre/),
    searchPoint: button("Chercher autour de ce point"),
    overseas: ui.map.getByRole("group", { name: "Aller à" }),
    /** The sentence that says what is seen. */
    says: ui.map.locator("[aria-live]").first(),
    notice: ui.map.getByRole("status"),
    toggle: page.getByRole("button", { name: /^(Carte|Liste)$/ }),
    markers: ui.markers,
  };
  return {
    ...parts,

    /**
     * Waits until the map has said what it shows, and stands still.
     *
     * @param {RegExp} [text]
     */
    async still(text = /./) {
      await parts.says.filter({ hasText: text }).waitFor();
      let before = "";
      for (let attempt = 0; attempt < 100; attempt++) {
        const now = await parts.says.innerText();
        if (now === before) return now.replaceAll(/[\u00a0\u202f]/g, " ").replaceAll(/\n(?=,| ;)/g, "");
        before = now;
        await page.waitForTimeout(900);
      }
      throw new Error(`the map says ever other things: ${before}`);
    },

    /** What the map holds of the list, and what it can't: as it says itself. */
    async holds() {
      const text = await this.still(/sur la carte|sur \d|Aucun service/);
      const placed = /^Aucun service à montrer/.test(text)
        ? 0
        : read(/ en vue sur (\d[\d ]*\d|\d)/.exec(text)?.[1] ?? /^([\d ]+) service/.exec(text)?.[1]);
      const unplaced = read(/([\d ]+) sans lieu/.exec(text)?.[1] ?? "0");
      return { placed, unplaced };
    },

    /** How many services the markers in sight stand for. */
    async drawn() {
      const names = await parts.markers.evaluateAll((all) =>
        all.map((one) => one.getAttribute("aria-label") ?? ""),
      );
      assert.ok(names.length < 150, "not all markers have a button");
      return names.reduce((sum, name) => sum + (read(/^([\d\s]+) services?,/.exec(name)?.[1]) || 1), 0);
    },

    /** @param {RegExp} name */
    async fly(name) {
      await parts.overseas.getByRole("button", { name }).click();
      return this.still();
    },
  };
}

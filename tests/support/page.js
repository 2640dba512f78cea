// The search page by what people see and hear of it: roles and names. The one place to change when a label changes.

import assert from "node:assert/strict";

/** @typedef {import("playwright-core").Page} Page */

/** @param {Page} page */
export function search(page) {
  const dialog = page.getByRole("dialog");
  const results = page.getByRole("region", { name: "Résultats" });
  const map = page.getByRole("region", { name: "Carte" });
  const parts = {
    where: page.getByRole("combobox", { name: /^Où/ }),
    words: page.getByRole("searchbox", { name: "Quoi ?" }),
    radius: page.getByRole("spinbutton", { name: "Rayon" }),
    slider: page.getByRole("slider", { name: /^Rayon/ }),
    here: page.getByRole("button", { name: "Autour de moi" }),
    /** The filters, beside the answers or in their sheet. */
    filters: page
      .getByRole("complementary", { name: "Filtres" })
      .or(page.getByRole("dialog", { name: "Filtres" })),
    openFilters: page.getByRole("button", { name: /^Filtres/ }),
    /** « Voir 12 résultats », in the sheet. */
    see: page.getByRole("dialog", { name: "Filtres" }).getByRole("button", { name: /résultat/ }),
    chips: page.getByRole("list", { name: "Filtres choisis" }).getByRole("button"),
    clear: page.getByRole("link", { name: "Tout effacer" }),
    sort: page.getByRole("combobox", { name: "Trier par" }),
    more: page.getByRole("button", { name: /de plus$/ }),
    share: page.getByRole("button", { name: "Partager", exact: true }),
    submit: page.getByRole("button", { name: "Rechercher", exact: true }),
    options: page.getByRole("listbox").getByRole("option"),
    /** The sentence that says what is shown. */
    status: page.locator("[role=status]:has(h1), h1:has([role=status])").first(),
    alert: page.getByRole("alert"),
    results,
    cards: results.getByRole("list", { name: "Services" }).getByRole("listitem"),
    map,
    canvas: map.locator("canvas").first(),
    /** What is drawn, for those who don't point: a button each. */
    markers: map.getByRole("group", { name: /^Points/ }).getByRole("button"),
    /** The sheet of a service or of a structure, in place of the search. */
    sheet: page.getByRole("main", { name: "Fiche" }),
    dialog,
    close: dialog.getByRole("button", { name: /^Fermer/ }),
    progress: page.getByRole("progressbar"),
    cancel: page.getByRole("button", { name: /^(Annuler|Arrêter)/ }),
    resume: page.getByRole("button", { name: /^(Reprendre|Recharger|Charger|Réessayer)/ }),
  };

  return {
    ...parts,

    /** Waits until the data is there and a search can be asked. */
    async ready() {
      await parts.status.filter({ hasNotText: /Chargement/ }).waitFor();
      assert.equal(await parts.alert.count(), 0, "the data was opened");
    },

    /** Goes down to « Afficher plus », as one does before one presses it: cards that come into sight take their place. */
    async showMore() {
      const top = async () => {
        await parts.more.scrollIntoViewIfNeeded();
        await page.waitForTimeout(100);
        return (await parts.more.boundingBox())?.y;
      };
      /** @type {number | undefined} */
      let before;
      for (let now = await top(); now !== before; now = await top()) before = now;
      await parts.more.click();
    },

    /** On a phone the form is folded away once it has been answered. */
    async unfold() {
      if (!(await parts.where.isVisible()))
        await page.getByRole("button", { name: /^Modifier la recherche/ }).click();
    },

    /**
     * Types a place and takes the suggestion at the top.
     *
     * @param {string} text
     * @param {RegExp} expected what the suggestion says
     */
    async choosePlace(text, expected) {
      await this.unfold();
      await parts.where.fill("");
      await parts.where.pressSequentially(text);
      await parts.options.filter({ hasText: expected }).first().waitFor();
      await parts.where.press("ArrowDown");
      // The list may be on its way still: Enter before it is there would send the form.
      await parts.options.and(page.locator("[aria-selected=true]")).waitFor();
      await parts.where.press("Enter");
      assert.match(await parts.where.inputValue(), expected);
    },

    /** Shows the filters where there is no room for them beside the answers. */
    async showFilters() {
      if (!(await parts.filters.isVisible())) await parts.openFilters.click();
    },

    /** Puts the sheet of filters away, where there is one. */
    async hideFilters() {
      if (await parts.see.isVisible()) await parts.see.click();
    },

    /**
     * A choice of the filters: « Gratuit » of « Frais ».
     *
     * @param {string} group
     * @param {string | RegExp} label
     */
    choice(group, label) {
      const name = typeof label === "string" ? new RegExp(`^${label}( [\\d\\s]+)?$`) : label;
      const within = parts.filters.getByRole("group", { name: group, exact: true });
      return within.getByRole("checkbox", { name }).or(within.getByRole("radio", { name }));
    },

    /**
     * How many services a choice would give, as the page says it.
     *
     * @param {string} group
     * @param {string | RegExp} label
     */
    async countOf(group, label) {
      const row = this.choice(group, label).locator("xpath=..");
      const said = row.locator(".count").filter({ hasText: /\d/ });
      return Number((await said.textContent())?.replaceAll(/\s/g, ""));
    },

    /** @param {number} kilometres */
    async setRadius(kilometres) {
      await this.unfold();
      await parts.radius.fill(String(kilometres));
    },

    /** Waits for a search's answer and gives its number of services. */
    async total(/** @type {RegExp} */ place) {
      const sentence = parts.status.filter({ hasText: place });
      await sentence.waitFor();
      const text = (await sentence.innerText()).replaceAll(/[\u00a0\u202f]/g, " ");
      return Number(
        /^(\d[\d ]*) services?/.exec(text)?.[1].replaceAll(" ", "") ?? (/^Aucun/.test(text) ? 0 : NaN),
      );
    },
  };
}

// After a first visit the site works without a network, and a new version of it is offered, never mixed with the old one.

import assert from "node:assert/strict";
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { search } from "../support/page.js";
import { desk, expectNoAxeViolations, phone, site } from "../support/site.js";

const journey = site({ copy: true, form: "json" });

/** @typedef {import("playwright-core").Page} Page */

/**
 * Waits until the service worker has taken the site, and the published files where they are the data.
 *
 * @param {Page} page
 * @param {number} files
 */
async function kept(page, files = 2) {
  await page.evaluate(async (files) => {
    const pause = () => new Promise((resolve) => setTimeout(resolve, 200));
    await navigator.serviceWorker.ready;
    while (!navigator.serviceWorker.controller) await pause();
    for (;;) {
      const data = await caches.open("atlas-data");
      if ((await data.keys()).length === files) return;
      await pause();
    }
  }, files);
}

journey(
  "a search is answered without a network",
  async ({ page, visit }) => {
    await visit("?code_commune=08105&rayon_km=20");
    const ui = search(page);
    await ui.ready();
    const online = await ui.total(/Charleville-Mézières/);
    assert.ok(online > 0);
    await kept(page);
    await page.context().setOffline(true);
    await page.reload();
    await ui.ready();
    assert.equal(await ui.total(/Charleville-Mézières/), online);
    await page.getByText("Vous êtes hors connexion").waitFor();
    await expectNoAxeViolations(page);
    // Another question than the one that was kept.
    await page.goto(new URL("./?code_commune=08105&rayon_km=50", page.url()).href);
    await ui.ready();
    assert.ok((await ui.total(/Charleville-Mézières/)) >= online);
    await page.context().setOffline(false);
    await page.getByText("Vous êtes hors connexion").waitFor({ state: "hidden" });
  },
  { offline: true, viewports: [desk, phone] },
);

site({ copy: true })(
  "from a pack too, and a place that wasn’t asked about is said to lack",
  async ({ page, visit }) => {
    await visit("?code_commune=08105&rayon_km=20");
    const ui = search(page);
    const online = await ui.total(/Charleville-Mézières/);
    await kept(page, 0);
    await page.context().setOffline(true);
    await page.reload();
    assert.equal(await ui.total(/Charleville-Mézières/), online);
    await page.getByText(/^Vous êtes hors connexion.*du 23 novembre 2026/).waitFor();
    await ui.cards.first().getByRole("link").first().click();
    // Its long texts were not asked for.
    await ui.sheet
      .getByRole("alert")
      .filter({ hasText: /^Hors connexion/ })
      .waitFor();
    await page.goto(new URL("./?code_commune=97411&rayon_km=50", page.url()).href);
    await ui.status.filter({ hasText: /^Hors connexion/ }).waitFor();
    await page.context().setOffline(false);
    assert.ok((await ui.total(/^\d[\s\S]*Saint-Denis/)) > 0);
  },
  { offline: true, viewports: [desk] },
);

journey(
  "a new version waits to be asked for",
  async ({ page, visit, folder }) => {
    await visit();
    const ui = search(page);
    await ui.ready();
    await kept(page);
    const list = `${folder}/files.js`;
    const before = readFileSync(list, "utf8");
    writeFileSync(list, before.replace(/"version":"\w+"/, '"version":"newer"'));
    await page.evaluate(async () => (await navigator.serviceWorker.ready).update());
    await page.getByText("Une nouvelle version du site est prête.").waitFor();
    await expectNoAxeViolations(page);
    const caches = () => page.evaluate(() => globalThis.caches.keys());
    assert.ok((await caches()).includes("atlas-site-newer"));
    await Promise.all([
      page.waitForEvent("load"),
      page.getByRole("button", { name: "Mettre à jour" }).click(),
    ]);
    await ui.ready();
    assert.deepEqual(
      (await caches()).filter((name) => name.startsWith("atlas-site")),
      ["atlas-site-newer"],
    );
    writeFileSync(list, before);
  },
  { offline: true, viewports: [desk] },
);

journey(
  "a host that is being updated gives nothing mixed",
  async ({ page, visit, folder }) => {
    const style = `${folder}/style/print.css`;
    const before = readFileSync(style, "utf8");
    appendFileSync(style, "/* of another version */");
    await visit();
    await search(page).ready();
    const state = await page.evaluate(async () => {
      const { installing } = await navigator.serviceWorker.register("service-worker.js");
      if (!installing) return "none";
      return new Promise((resolve) =>
        installing.addEventListener("statechange", () => resolve(installing.state)),
      );
    });
    assert.equal(state, "redundant");
    writeFileSync(style, before);
  },
  { offline: true, viewports: [desk] },
);

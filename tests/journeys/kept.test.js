// Published files that have been read are kept on the device as a pack: the next visit doesn't read them again.

import assert from "node:assert/strict";
import { utimesSync, writeFileSync } from "node:fs";
import { readJson } from "../support/data.js";
import { search } from "../support/page.js";
import { desk, expectSound, phone, site, small } from "../support/site.js";

const AROUND = "?code_commune=08105&rayon_km=20";
const files = /\/data\/(structures|services)\.json$/;
const viewports = [desk, phone, small];
const journey = site({ form: "json" });

/** @param {import("playwright-core").Page} page */
const parts = (page) => ({
  kept: page.getByText(/^Ces données sont gardées sur cet appareil depuis le /),
  forget: page.getByRole("button", { name: "Les oublier", exact: true }),
  own: page.getByText(/^Vous voyez vos fichiers, gardés sur cet appareil le /),
  back: page.getByRole("button", { name: "Les oublier et revenir aux données du site" }),
});

journey(
  "the next visit starts from what is kept, until it is forgotten",
  async ({ page, visit, requests }) => {
    await visit(AROUND);
    const ui = search(page);
    const total = await ui.total(/Charleville/);
    const it = parts(page);
    await it.kept.waitFor();
    await expectSound(page);
    const keys = await page.evaluate(async () => {
      const all = await Promise.all(
        (await caches.keys()).map(async (name) => (await caches.open(name)).keys()),
      );
      return all.flat().map(({ url }) => url);
    });
    assert.equal(keys.length, 1);
    assert.doesNotMatch(keys.join(), /08105/, "no question is kept");

    requests.length = 0;
    await page.reload();
    assert.equal(await ui.total(/Charleville/), total);
    await it.kept.waitFor();
    const got = () => requests.filter((url) => files.test(url));
    // One of each may ask whether there is a newer one.
    assert.ok(got().length <= 2, `${got()}`);

    await it.forget.click();
    await page.getByText("Ces données ne sont plus gardées sur cet appareil.").waitFor();
    await expectSound(page);
    assert.equal(await it.kept.count(), 0);
    const read = page.waitForRequest((request) => files.test(request.url()) && request.method() === "GET");
    await page.reload();
    await read;
    assert.equal(await ui.total(/Charleville/), total);
  },
  { viewports },
);

journey(
  "one’s own files are there again, and forgotten for the site’s",
  async ({ page, visit, data }) => {
    await visit(AROUND);
    const ui = search(page);
    const total = await ui.total(/Charleville/);
    const own = readJson(data.services).slice(0, 300);
    const as = (/** @type {string} */ name, /** @type {unknown} */ records) => ({
      name,
      mimeType: "application/json",
      buffer: Buffer.from(JSON.stringify(records)),
    });
    await page
      .locator("input[type=file]")
      .first()
      .setInputFiles([as("services.json", own), as("structures.json", readJson(data.structures))]);
    const it = parts(page);
    await it.kept.waitFor();
    const fewer = await ui.total(/Charleville/);
    assert.ok(fewer < total);
    await page.reload();
    await it.own.waitFor();
    assert.equal(await ui.total(/Charleville/), fewer);
    await expectSound(page);
    await it.back.click();
    await page.getByText("data·inclusion — Licence Ouverte 2.0").first().waitFor();
    assert.equal(await ui.total(/Charleville/), total);
    await page.reload();
    assert.equal(await ui.total(/Charleville/), total);
    assert.equal(await it.own.count(), 0);
  },
  { viewports: [desk, phone] },
);

journey(
  "what is damaged on the device is read again",
  async ({ page, visit }) => {
    await visit(AROUND);
    const ui = search(page);
    const total = await ui.total(/Charleville/);
    await parts(page).kept.waitFor();
    await page.evaluate(async () => {
      const cache = await caches.open("atlas-kept");
      const [request] = await cache.keys();
      const response = await cache.match(request);
      const bytes = new Uint8Array(await /** @type {Response} */ (response).arrayBuffer());
      bytes[bytes.length - 1] ^= 1;
      await cache.put(request, new Response(bytes, { headers: response?.headers }));
    });
    await page.reload();
    assert.equal(await ui.total(/Charleville/), total);
    assert.equal(await ui.alert.count(), 0);
  },
  { viewports: [desk] },
);

journey(
  "where there is no room nothing is kept, and nothing is wrong",
  async ({ page, visit, url }) => {
    const devtools = await page.context().newCDPSession(page);
    await devtools.send("Storage.overrideQuotaForOrigin", { origin: new URL(url).origin, quotaSize: 1000 });
    await visit(AROUND);
    const ui = search(page);
    assert.ok((await ui.total(/Charleville/)) > 0);
    await page.waitForTimeout(6000);
    assert.equal(await parts(page).kept.count(), 0);
    assert.equal(await ui.alert.count(), 0);
  },
  { viewports: [desk] },
);

// Last: it changes what the host has.
journey(
  "other content at the addresses is taken in the background, and offered",
  async ({ page, visit, data }) => {
    await visit(AROUND);
    const ui = search(page);
    const total = await ui.total(/Charleville/);
    await parts(page).kept.waitFor();
    writeFileSync(data.services, JSON.stringify(readJson(data.services).slice(0, 300)));
    utimesSync(data.services, new Date(), new Date(Date.now() + 5000));
    await page.reload();
    await page.getByText("Une nouvelle publication des données est prête.").waitFor();
    assert.equal(await ui.total(/Charleville/), total, "nothing changes before it is asked for");
    await expectSound(page);
    await page.getByRole("button", { name: "L’utiliser" }).click();
    await ui.status
      .filter({ hasText: /^\d.*Charleville/ })
      .filter({ hasNotText: `${total} ` })
      .waitFor();
    assert.ok((await ui.total(/Charleville/)) < total);
    assert.ok(page.url().endsWith(AROUND));
  },
  { viewports: [desk] },
);

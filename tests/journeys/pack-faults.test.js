// A pack on a host that fails, on a device that refuses to keep anything, and of which there is a newer one by now.

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { generate, packed } from "../support/data.js";
import { open, startEngine } from "../support/engine.js";
import { search } from "../support/page.js";
import { desk, expectSound, phone, site, small } from "../support/site.js";

/** @typedef {import("playwright-core").Page} Page */
/** @typedef {import("playwright-core").Route} Route */

const journey = site();
const AROUND = "?code_commune=08105&rayon_km=20";
const shards = /\/data\/pack\/\w+\.pack$/;
const manifest = /\/data\/pack\/manifest\.json$/;
const viewports = [desk, phone, small];

/**
 * A failure in words, with a way to try again, and nothing that looks like an answer.
 *
 * @param {Page} page
 * @param {RegExp} wording
 */
async function expectFailure(page, wording) {
  const ui = search(page);
  await ui.alert.filter({ hasText: wording }).waitFor();
  const text = await ui.alert.innerText();
  assert.doesNotMatch(text, /undefined|null|NaN|\[object|Error/, text);
  assert.equal(await ui.cards.count(), 0);
  await expectSound(page);
}

const html = (/** @type {Route} */ route) =>
  route.fulfill({ contentType: "text/html", body: "<!doctype html><title>Introuvable</title>" });

/** @type {[string, RegExp, (route: Route, bytes: Buffer) => Promise<void>][]} */
const faults = [
  ["a file isn't there", /répond 404/, (route) => route.fulfill({ status: 404, body: "" })],
  [
    "a file is damaged",
    /abîmé/,
    (route, bytes) => {
      bytes[bytes.length - 1] ^= 1;
      return route.fulfill({ body: bytes });
    },
  ],
  ["a web page comes in place of a file", /n’est pas un paquet/, html],
  ["the host stops answering", /ne répond pas/, (route) => route.abort("connectionreset")],
];
for (const [name, wording, fault] of faults) {
  journey(
    `${name}: that is said, and what comes later is shown`,
    async ({ page, visit, data }) => {
      await page.route(shards, (route) =>
        fault(
          route,
          readFileSync(join(String(data.pack), basename(new URL(route.request().url()).pathname))),
        ),
      );
      await visit(AROUND);
      await expectFailure(page, wording);
      await page.unroute(shards);
      const ui = search(page);
      await ui.resume.click();
      assert.ok((await ui.total(/Charleville/)) > 0);
      assert.equal(await ui.alert.count(), 0);
    },
    { viewports: name.includes("damaged") ? viewports : [desk] },
  );
}

journey(
  "a manifest of a newer version is refused in words",
  async ({ page, visit, data }) => {
    const newer = {
      ...JSON.parse(readFileSync(join(String(data.pack), "manifest.json"), "utf8")),
      version: [9, 0],
    };
    await page.route(manifest, (route) => route.fulfill({ json: newer }));
    await visit(AROUND);
    await expectFailure(page, /plus récente \(version 9\)/);
  },
  { viewports: [desk] },
);

journey(
  "a web page comes in place of the manifest",
  async ({ page, visit }) => {
    await page.route(manifest, html);
    await visit(AROUND);
    await expectFailure(page, /mène à autre chose/);
    await page.unroute(manifest);
    await search(page).resume.click();
    assert.ok((await search(page).total(/Charleville/)) > 0);
  },
  { viewports: [desk] },
);

journey(
  "without a network what is on the device is answered with its day, the rest is said to lack, and comes by itself",
  async ({ page, visit }) => {
    await visit(AROUND);
    const ui = search(page);
    const total = await ui.total(/Charleville/);
    await page.getByText("publication du 23 novembre 2026").waitFor();
    // The map comes after the first answer.
    await page.waitForLoadState("networkidle");
    await page.context().setOffline(true);
    await page.getByText(/^Vous êtes hors connexion.*du 23 novembre 2026\.$/).waitFor();
    await ui.choosePlace("saint-denis 974", /Saint-Denis/);
    await ui.status.filter({ hasText: /^Hors connexion\s: les services à 20\skm de Saint-Denis/ }).waitFor();
    await expectFailure(page, /reprendra dès que le réseau/);
    assert.equal(await page.getByRole("button", { name: "Imprimer" }).isVisible(), false);
    await page.goBack();
    assert.equal(await ui.total(/Charleville/), total);
    assert.equal(await ui.alert.count(), 0);
    await page.goForward();
    await ui.alert.waitFor();
    await page.context().setOffline(false);
    assert.ok((await ui.total(/^\d[\s\S]*Saint-Denis/)) > 0);
    assert.equal(await ui.alert.count(), 0);
  },
  { viewports },
);

journey(
  "what can't be kept whole isn't kept",
  async ({ page, visit }) => {
    await visit(AROUND);
    const ui = search(page);
    await ui.total(/Charleville/);
    await page.waitForLoadState("networkidle");
    await page.route(shards, (route) => route.fulfill({ status: 503, body: "" }));
    const button = ui.cards.first().getByRole("button", { name: /^Garder/ });
    await button.click();
    await page.getByText(/^Votre sélection n’a pas changé\. .*répond 503/).waitFor();
    assert.equal(await button.getAttribute("aria-pressed"), "false");
    await page.unroute(shards);
    await button.click();
    await ui.cards
      .first()
      .getByRole("button", { name: /^Gardé/, pressed: true })
      .waitFor();
    await page.getByRole("link", { name: "Ma sélection (1)" }).click();
    const kept = await page.evaluate(() => Object.values(localStorage).join());
    assert.match(kept, /"description":/, "with its long texts");
  },
  { viewports: [desk] },
);

journey(
  "a device without room answers all the same",
  async ({ page, visit, url }) => {
    const devtools = await page.context().newCDPSession(page);
    await devtools.send("Storage.overrideQuotaForOrigin", { origin: new URL(url).origin, quotaSize: 1 });
    await visit(AROUND);
    const ui = search(page);
    assert.ok((await ui.total(/Charleville/)) > 0);
    assert.equal(await ui.alert.count(), 0);
  },
  { viewports: [desk] },
);

journey(
  "a device that denies its storage answers all the same",
  async ({ page, visit }) => {
    await visit(AROUND);
    const ui = search(page);
    assert.ok((await ui.total(/Charleville/)) > 0);
    assert.equal(await ui.alert.count(), 0);
  },
  {
    viewports: [desk],
    // In the page itself, where storage can be taken away.
    init: () => {
      globalThis.Worker = /** @type {any} */ (
        class {
          constructor() {
            throw new DOMException("blocked", "SecurityError");
          }
        }
      );
      Object.defineProperty(globalThis, "caches", {
        value: { open: () => Promise.reject(new DOMException("denied", "SecurityError")) },
      });
    },
  },
);

/** Another publication, a week later. */
const later = () =>
  packed(
    generate({
      structures: 800,
      services: 1100,
      seed: 2,
      more: ["--departements", "08,974", "--part", "0.5"],
    }),
    {
      date: "2026-11-30",
    },
  );
const started = await startEngine();

/**
 * From now on the host has another publication, and no file of the first one.
 *
 * @param {Page} page
 */
async function publish(page) {
  const made = later();
  await page.route(/\/data\/pack\//, (route) => {
    const path = join(made.pack, basename(new URL(route.request().url()).pathname));
    return existsSync(path) ? route.fulfill({ path }) : route.fulfill({ status: 404, body: "" });
  });
  const whole = open(started, readFileSync(made.structures), readFileSync(made.services));
  return (/** @type {string} */ code) =>
    whole.searchServices({ code_commune: code, rayon_km: 20, size: 1, regles: "atlas" }).total;
}

journey(
  "a publication that changes between two questions is taken whole",
  async ({ page, visit }) => {
    await visit(AROUND);
    const ui = search(page);
    await ui.total(/Charleville/);
    const now = await publish(page);
    await ui.choosePlace("saint-denis 974", /Saint-Denis/);
    assert.equal(await ui.total(/Saint-Denis/), now("97411"));
    await page.getByText("publication du 30 novembre 2026").waitFor();
    await page.goBack();
    assert.equal(await ui.total(/Charleville/), now("08105"));
  },
  { viewports: [desk] },
);

journey(
  "a newer publication is offered with its day, and used without losing the question",
  async ({ page, visit }) => {
    await page.clock.install();
    await visit(AROUND);
    const ui = search(page);
    const before = await ui.total(/Charleville/);
    const now = await publish(page);
    await page.clock.runFor("16:00");
    await page
      .getByText(
        "Une nouvelle publication des données est prête, celle du 30 novembre 2026. Vous voyez celle du 23 novembre 2026.",
      )
      .waitFor();
    await expectSound(page);
    assert.equal(await ui.total(/Charleville/), before, "nothing changes before it is asked for");
    await page.getByRole("button", { name: "L’utiliser" }).click();
    await page.getByText("publication du 30 novembre 2026").waitFor();
    assert.equal(await ui.total(/Charleville/), now("08105"));
    assert.ok(page.url().endsWith(AROUND));
    assert.equal(await page.getByRole("button", { name: "L’utiliser" }).count(), 0);
  },
  { viewports },
);

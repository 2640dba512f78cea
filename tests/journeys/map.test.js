// Somebody looks at the map, and searches from it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { write } from "../support/data.js";
import { map } from "../support/map.js";
import { search } from "../support/page.js";
import { desk, expectDrawn, expectNoAxeViolations, phone, pixels, site } from "../support/site.js";

const journey = site();

const questions = [
  { asked: "?code_commune=08105&rayon_km=20", place: /Charleville/ },
  { asked: "?code_commune=97411&rayon_km=60&frais=gratuit", place: /Saint-Denis/ },
  { asked: "?code_departement=08", place: /Ardennes/ },
  // Nobody offers it in Nouvelle-Calédonie, where no button leads.
  { asked: "?thematiques=logement-hebergement", place: /service/ },
];
for (const { asked, place } of questions) {
  journey(
    `« ${asked} »: what the map holds and what has no place are the list`,
    async ({ page, visit }) => {
      await visit(asked);
      const ui = search(page);
      const it = map(page);
      const total = await ui.total(place);
      assert.ok(total > 0);
      const { placed, unplaced } = await it.holds();
      assert.equal(placed + unplaced, total);
      // What is offered at a distance may be anywhere.
      let drawn = 0;
      for (const name of [/^Métropole/, /^Guadeloupe/, /^Martinique/, /^Guyane/, /^La Réunion/, /^Mayotte/]) {
        await it.fly(name);
        drawn += await it.drawn();
      }
      assert.equal(drawn, placed);
    },
    { viewports: [desk] },
  );
}

journey("overseas is one tap away; of a pack nothing is fetched for it", async ({ page, visit }) => {
  await visit("?code_commune=08105&rayon_km=20&thematiques=mobilite");
  const it = map(page);
  await search(page).total(/Charleville/);
  await it.still();
  assert.doesNotMatch(await it.overseas.innerText(), /\d/);
  await it.fly(/^La Réunion/);
  await expectDrawn(search(page).canvas);
});

site({ form: "json" })("overseas has what a search finds there", async ({ page, visit }) => {
  await visit("?code_commune=08105&rayon_km=20&thematiques=mobilite");
  const ui = search(page);
  const it = map(page);
  await ui.total(/Charleville/);
  await it.still();
  const button = it.overseas.getByRole("button", { name: /^La Réunion/ });
  await button.filter({ hasText: /\d/ }).waitFor();
  const count = Number((await button.innerText()).replaceAll(/\D/g, ""));
  assert.match(await it.fly(/^La Réunion/), /(en vue sur|cette partie de la carte).*, près/);
  await expectDrawn(ui.canvas);
  await visit("?code_departement=974&thematiques=mobilite");
  assert.equal(await ui.total(/Réunion/), count);
});

journey("moved, the map searches where it is", async ({ page, visit }) => {
  await visit("?code_commune=08105&rayon_km=50");
  const ui = search(page);
  const it = map(page);
  const before = await ui.total(/Charleville/);
  await it.still();
  assert.equal(await it.searchHere.isVisible(), false, "not before it has been moved");
  await ui.canvas.scrollIntoViewIfNeeded();
  await it.zoomIn.click();
  await it.zoomIn.click();
  await it.searchHere.click();
  await page.waitForURL(/bbox=/);
  const total = await ui.total(/zone/);
  assert.ok(total > 0 && total < before, `${total} of ${before}`);
  await it.searchHere.waitFor({ state: "hidden" });
  const { placed, unplaced } = await it.holds();
  assert.equal(placed + unplaced, total);
  assert.equal(await it.drawn(), placed, "all of it is in sight");
  await expectNoAxeViolations(page);
});

journey(
  "a right click, or the middle of the map by keyboard, is a place to search around",
  async ({ page, visit }) => {
    await visit("?code_commune=08105&rayon_km=20");
    const ui = search(page);
    const it = map(page);
    await ui.total(/Charleville/);
    await it.still();
    await it.surface.click({ button: "right", position: { x: 200, y: 300 } });
    await expectNoAxeViolations(page);
    await page.keyboard.press("Escape");
    assert.equal(await it.searchPoint.isVisible(), false);
    await it.surface.click({ button: "right", position: { x: 200, y: 300 } });
    await it.searchPoint.press("Enter");
    await page.waitForURL(/lat=.*lon=|lon=.*lat=/);
    const first = page.url();
    await it.still();
    await it.surface.focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowDown");
    await it.searchCentre.press("Enter");
    await page.waitForURL((url) => url.href !== first && /lat=/.test(url.href));
  },
  { viewports: [desk] },
);

journey(
  "close by, communes are drawn; where they don't come, the map says so",
  async ({ page, visit, requests }) => {
    await page.route("**/communes/08.bin", (route) => route.abort());
    await visit("?code_commune=08105&rayon_km=5");
    const ui = search(page);
    const it = map(page);
    await ui.total(/Charleville/);
    await it.notice.filter({ hasText: /limites de certaines communes/ }).waitFor();
    await expectNoAxeViolations(page);
    assert.ok(!requests.some((url) => /communes\/(974|75)\.bin/.test(url)), "only what is in sight");
    const without = await pixels(ui.canvas);
    await page.unroute("**/communes/08.bin");
    await it.notice.getByRole("button", { name: "Réessayer" }).click();
    await it.notice.filter({ hasText: /communes/ }).waitFor({ state: "hidden" });
    await it.still();
    await expectDrawn(ui.canvas);
    assert.notDeepEqual(await pixels(ui.canvas), without);
  },
);

journey(
  "on a phone the map can have the whole screen",
  async ({ page, visit }) => {
    await visit("?code_commune=97411&rayon_km=20");
    const ui = search(page);
    const it = map(page);
    await ui.total(/Saint-Denis/);
    await it.toggle.click();
    const box = await it.surface.boundingBox();
    assert.ok(box && box.width === 390 && box.height === 844, JSON.stringify(box));
    await it.still();
    await expectDrawn(ui.canvas);
    await expectNoAxeViolations(page);
    assert.match(await it.toggle.innerText(), /Liste/);
    await page.keyboard.press("Escape");
    assert.match(await it.toggle.innerText(), /Carte/);
    assert.ok(await ui.cards.first().isVisible());
  },
  { viewports: [phone] },
);

for (const media of [{ colorScheme: "dark" }, { forcedColors: "active" }]) {
  journey(
    `the map in other colours: ${Object.values(media)}`,
    async ({ page, visit }) => {
      await visit("?code_commune=08105&rayon_km=20");
      const ui = search(page);
      await ui.total(/Charleville/);
      await map(page).still();
      const light = await pixels(ui.canvas);
      await page.emulateMedia(/** @type {any} */ (media));
      await map(page).zoomOut.click();
      await map(page).still();
      await expectDrawn(ui.canvas);
      assert.notDeepEqual(await pixels(ui.canvas), light);
      await expectNoAxeViolations(page);
    },
    { viewports: [desk] },
  );
}

test.describe("services of one address", () => {
  const structure = {
    id: "fictif--1",
    source: "fictif",
    nom: "Maison fictive",
    date_maj: 1767225600000,
    commune: "Charleville-Mézières",
    code_postal: "08000",
    code_insee: "08105",
    adresse: "1 place fictive",
    longitude: 4.72,
    latitude: 49.77,
  };
  const services = ["Aide au permis", "Atelier vélo", "Écrivain public"].map((nom, at) => ({
    ...structure,
    id: `fictif--service-${at}`,
    structure_id: structure.id,
    nom,
    modes_accueil: ["en-presentiel"],
  }));
  const journey = site({ data: () => write([structure], services) });
  journey("they are one point, which opens as a list", async ({ page, visit }) => {
    await visit("?code_commune=08105&rayon_km=20");
    const ui = search(page);
    assert.equal(await ui.total(/Charleville/), 3);
    await map(page).still(/3 services sur la carte/);
    await ui.canvas.scrollIntoViewIfNeeded();
    await ui.markers.and(page.getByRole("button", { name: "3 services, voir la liste" })).click();
    await ui.dialog.getByRole("listitem").nth(2).waitFor();
    assert.equal(await ui.dialog.getByRole("listitem").count(), 3);
    await expectNoAxeViolations(page);
  });
});

// What a search page meets sooner or later: nothing found, no structure, text that looks like markup.

import assert from "node:assert/strict";
import { write } from "../support/data.js";
import { search } from "../support/page.js";
import { desk, expectNoAxeViolations, site } from "../support/site.js";

const hostile = `<img src=x onerror="document.title='pwned'"><b>gras</b> & <script>alert(1)</script>`;
const long = "Accompagnementsansespacenitraitdunion".repeat(4);
const place = {
  commune: "Charleville-Mézières",
  code_postal: "08000",
  code_insee: "08105",
  adresse: "1 rue d'Essai",
};
const centre = { longitude: 4.72, latitude: 49.77 };
const service = {
  source: "essai",
  structure_id: "essai--s",
  description: hostile,
  date_maj: 1739491200000,
  thematiques: ["mobilite--acceder-a-un-vehicule"],
  modes_accueil: ["en-presentiel"],
  zone_eligibilite: null,
  score_qualite: 0.5,
  ...place,
  ...centre,
};
const structures = [
  {
    id: "essai--s",
    source: "essai",
    nom: hostile,
    date_maj: 1739491200000,
    ...place,
    ...centre,
    site_web: "javascript:alert(1)",
  },
];
const services = [
  { ...service, id: "essai--1", nom: `Premier ${hostile}`, lien_source: "javascript:alert(1)" },
  {
    ...service,
    id: "essai--2",
    nom: "Deuxième, sans structure",
    structure_id: "essai--nowhere",
    modes_accueil: null,
  },
  { ...service, id: "essai--3", nom: long, description: long, date_maj: null, thematiques: null },
];

const journey = site({ data: () => write(structures, services) });

journey("no result is said", async ({ page, visit }) => {
  await visit("?code_commune=97411&rayon_km=50");
  const ui = search(page);
  assert.equal(await ui.total(/Saint-Denis/), 0);
  assert.equal(await ui.cards.count(), 0);
  await expectNoAxeViolations(page);
});

journey("text is shown as text, and no link runs a script", async ({ page, visit }) => {
  await visit("?code_commune=08105&rayon_km=20");
  const ui = search(page);
  assert.equal(await ui.total(/Charleville/), 3);
  const open = async (/** @type {string} */ name) => {
    await ui.cards.filter({ hasText: name }).locator("a, button").first().click();
    await ui.sheet.waitFor();
  };
  await open("Premier");
  assert.ok((await ui.sheet.innerText()).includes("<b>gras</b>"));
  await expectNoAxeViolations(page);
  assert.equal(await page.locator("[href^='javascript']").count(), 0);
  assert.equal(await page.locator("img[src='x'], script:not([src])").count(), 0);
  assert.notEqual(await page.title(), "pwned");
  await page.goBack();
  await open("sans structure");
  assert.doesNotMatch(await ui.sheet.innerText(), /undefined|null|NaN/);
  await expectNoAxeViolations(page);
});

journey("nothing is wider than the screen", async ({ page, visit, viewport }) => {
  await visit("?code_commune=08105&rayon_km=20");
  const ui = search(page);
  await ui.total(/Charleville/);
  const width = () => page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok((await width()) <= viewport.width, `${await width()} px`);
  await ui.cards.filter({ hasText: long }).locator("a, button").first().click();
  await ui.sheet.waitFor();
  assert.ok((await width()) <= viewport.width, `${await width()} px`);
});

journey(
  "what one asked for in vain is refused in words",
  async ({ page, visit }) => {
    await visit("?code_commune=00000");
    const said = page.locator("[role=alert], [role=status]").filter({ hasText: /commune|lieu/i });
    await said.first().waitFor();
    await expectNoAxeViolations(page);
  },
  { viewports: [desk] },
);

// The sheets of services and structures, each at an address of its own.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { search } from "../support/page.js";
import { desk, expectNoAxeViolations, phone, site } from "../support/site.js";

const small = { name: "320×640", width: 320, height: 640 };
const everywhere = { viewports: [desk, phone, small] };

const journey = site();

/**
 * Tabs on until an element has the focus.
 *
 * @param {import("playwright-core").Page} page
 * @param {import("playwright-core").Locator} target
 */
async function tabTo(page, target) {
  for (let press = 0; press < 90; press++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  assert.fail(`ninety tabs don't lead to ${target}`);
}

journey(
  "a card leads to a sheet; Back gives the search as it was left",
  async ({ page, visit, viewport }) => {
    await visit("?code_commune=97411&rayon_km=50");
    const ui = search(page);
    const total = await ui.total(/Saint-Denis/);
    assert.ok(total > 20);
    await page.getByRole("button", { name: /de plus/ }).click();
    await ui.cards.nth(30).waitFor();
    const title = await page.title();
    const card = ui.cards.nth(25);
    const link = card.getByRole("link");
    const name = (await link.textContent()) ?? "";
    await link.focus();
    const top = async () => Math.round((await card.boundingBox())?.y ?? NaN);
    const before = await top();
    await link.click();
    await ui.sheet.getByRole("heading", { level: 1, name, exact: true }).waitFor();
    assert.equal(await page.locator(":focus").innerText(), name);
    assert.match(page.url(), /\?service=.*&code_commune=97411&rayon_km=50$/);
    assert.ok((await page.title()).startsWith(name));
    assert.equal(await ui.where.count(), 0, "the form can't be reached");
    await expectNoAxeViolations(page);

    await page.goBack();
    await ui.sheet.waitFor({ state: "hidden" });
    assert.equal(await ui.total(/Saint-Denis/), total);
    assert.equal(await page.title(), title);
    await card.locator("a:focus").waitFor();
    assert.equal(await top(), before, "the list stands where it stood");

    await page.goForward();
    await ui.sheet.getByRole("heading", { level: 1, name, exact: true }).waitFor();
    await page.reload();
    await ui.sheet.getByRole("heading", { level: 1, name, exact: true }).waitFor();
    // The question came with the address.
    await ui.sheet.getByRole("link", { name: /^← Retour/ }).click();
    assert.equal(await ui.total(/Saint-Denis/), total);
    assert.ok((await ui.canvas.boundingBox())?.width, "the map has its place again");
    assert.ok(viewport.width >= (await page.evaluate(() => document.documentElement.scrollWidth)));
  },
);

journey(
  "a link opens elsewhere with a key held",
  async ({ page, visit }) => {
    await visit("?code_commune=08105&rayon_km=20");
    const ui = search(page);
    await ui.total(/Charleville/);
    const link = ui.cards.first().getByRole("link");
    const name = await link.innerText();
    const [other] = await Promise.all([
      page.context().waitForEvent("page"),
      link.click({ modifiers: ["Control"] }),
    ]);
    await search(other).sheet.getByRole("heading", { level: 1, name, exact: true }).waitFor();
    assert.equal(await ui.sheet.count(), 0);
  },
  { viewports: [desk] },
);

journey("an id that no record has", async ({ page, visit }) => {
  const ui = search(page);
  for (const kind of ["service", "structure"]) {
    await visit(`?${kind}=essai--nulle-part&code_commune=08105&rayon_km=20`);
    await ui.sheet.getByRole("heading", { level: 1, name: /introuvable/ }).waitFor();
    assert.match(await ui.sheet.innerText(), /essai--nulle-part/);
    await expectNoAxeViolations(page);
  }
  await ui.sheet.getByRole("link", { name: /^Retour/ }).click();
  assert.ok((await ui.total(/Charleville/)) > 0);
});

journey(
  "all services of one structure, by keyboard alone",
  async ({ page, visit, data }) => {
    await visit("?code_commune=97411&rayon_km=50");
    const ui = search(page);
    await ui.total(/Saint-Denis/);
    const opener = ui.cards.first().getByRole("link").first();
    await tabTo(page, opener);
    await page.keyboard.press("Enter");
    await ui.sheet.waitFor();
    const id = String(new URL(page.url()).searchParams.get("service"));
    /** @type {{ id: string, structure_id: string, nom: string }[]} */
    const services = JSON.parse(readFileSync(data.services, "utf8"));
    const structure = services.find((service) => service.id === id)?.structure_id;
    const own = services.filter((service) => service.structure_id === structure);

    await tabTo(page, ui.sheet.locator("header").getByRole("link").nth(1));
    await page.keyboard.press("Enter");
    await page.waitForURL(/\?structure=/);
    await ui.sheet.getByRole("heading", { level: 2, name: /^\d+ services?$/ }).waitFor();
    const listed = ui.sheet.getByRole("list").locator("h3");
    assert.deepEqual((await listed.allInnerTexts()).toSorted(), own.map(({ nom }) => nom).toSorted());
    await expectNoAxeViolations(page);
    await page.emulateMedia({ colorScheme: "dark" });
    await expectNoAxeViolations(page);

    const last = listed.last();
    const name = await last.innerText();
    await tabTo(page, last.getByRole("link"));
    await page.keyboard.press("Enter");
    await ui.sheet.getByRole("heading", { level: 1, name, exact: true }).waitFor();
    await expectNoAxeViolations(page);
    await page.goBack();
    await page.goBack();
    await page.goBack();
    await ui.sheet.waitFor({ state: "hidden" });
    assert.ok(await opener.evaluate((element) => element === document.activeElement));
  },
  everywhere,
);

journey(
  "nothing is wider than the screen, and contact stays in reach",
  async ({ page, visit, viewport, data }) => {
    /** @type {Record<string, unknown>[]} */
    const services = JSON.parse(readFileSync(data.services, "utf8"));
    const full = services.find(({ telephone, courriel, lien_mobilisation, horaires_accueil, description }) =>
      [telephone, courriel, lien_mobilisation, horaires_accueil, description].every(Boolean),
    );
    await visit(`?service=${encodeURIComponent(String(full?.id))}`);
    const ui = search(page);
    await ui.sheet.getByRole("heading", { level: 1 }).waitFor();
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= viewport.width);
    const call = ui.sheet.getByRole("link", { name: /^Appeler/ });
    for (const top of [0, 1e6]) {
      await page.evaluate((to) => scrollTo(0, to), top);
      const box = await call.boundingBox();
      assert.ok(box && box.y >= 0 && box.y + box.height <= viewport.height, `out of sight: ${box?.y}`);
      assert.ok(box.height >= 44);
    }
    // A week in a table, the first day of which is today.
    const days = ui.sheet.getByRole("table").getByRole("row");
    assert.equal(await days.count(), 7);
    assert.match(await days.first().innerText(), /aujourd’hui/);
  },
  everywhere,
);

journey(
  "a printed sheet has what is said, and none of what is pressed",
  async ({ page, visit, data }) => {
    /** @type {Record<string, unknown>[]} */
    const services = JSON.parse(readFileSync(data.services, "utf8"));
    const full = services.find(({ courriel, description }) => courriel && String(description).length > 400);
    await visit(`?service=${encodeURIComponent(String(full?.id))}`);
    const ui = search(page);
    await ui.sheet.getByRole("heading", { level: 1 }).waitFor();
    await page.emulateMedia({ media: "print" });
    const printed = await page.locator("body").innerText();
    for (const words of [full?.nom, full?.courriel, "Peut-on s’y fier", `?service=`])
      assert.ok(printed.includes(String(words)), String(words));
    assert.doesNotMatch(printed, /Garder|Imprimer|Rechercher|Signaler/);
    const pdf = (await page.pdf({ format: "A4" })).toString("latin1");
    const pages = pdf.match(/\/Type \/Page\b/g)?.length ?? 0;
    assert.ok(pages >= 1 && pages <= 2, `${pages} pages`);
  },
  { viewports: [desk] },
);

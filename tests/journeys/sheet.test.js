// The sheets of services and structures, each at an address of its own.

import assert from "node:assert/strict";
import { search } from "../support/page.js";
import { desk, expectNoAxeViolations, site } from "../support/site.js";

const journey = site();

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
    const name = await link.innerText();
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

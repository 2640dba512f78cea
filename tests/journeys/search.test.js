// Somebody looks for what is near.

import assert from "node:assert/strict";
import { search } from "../support/page.js";
import { desk, expectDrawn, expectNoAxeViolations, site } from "../support/site.js";

const journey = site();

const around = [
  { typed: "charlev", place: /Charleville-Mézières/, distance: "20" },
  { typed: "st denis reunion", place: /Saint-Denis/, distance: "50" },
];
for (const { typed, place, distance } of around) {
  journey(`« ${typed} »: list and map`, async ({ page, visit }) => {
    await visit();
    const ui = search(page);
    await ui.ready();
    await expectNoAxeViolations(page);
    await ui.choosePlace(typed, place);
    await ui.setRadius(Number(distance));
    await ui.submit.click();
    assert.ok((await ui.total(place)) > 0);
    assert.ok((await ui.cards.count()) > 0);
    await ui.canvas.scrollIntoViewIfNeeded();
    await expectDrawn(ui.canvas);
    await expectNoAxeViolations(page);
  });
}

journey("the suggestions are a listbox that axe accepts", async ({ page, visit }) => {
  await visit();
  const ui = search(page);
  await ui.where.pressSequentially("saint");
  await ui.options.first().waitFor();
  assert.equal(await ui.where.getAttribute("aria-expanded"), "true");
  await expectNoAxeViolations(page);
  await ui.where.press("Escape");
  assert.equal(await ui.where.getAttribute("aria-expanded"), "false");
});

journey("a theme keeps what is about it", async ({ page, visit }) => {
  await visit();
  const ui = search(page);
  await ui.ready();
  await ui.choosePlace("charlev", /Charleville/);
  await ui.setRadius(50);
  await ui.submit.click();
  const all = await ui.total(/50\skm de Charleville/);
  await ui.showFilters();
  // Counts come after the list, and those of the question before stay until then.
  let promised = 0;
  await until(
    async () => promised === (promised = await ui.countOf("Thématiques", "Famille")) && promised > 0,
  );
  await ui.choice("Thématiques", "Famille").check();
  await page.waitForURL(/famille/);
  await ui.hideFilters();
  await ui.chips.filter({ hasText: "Famille" }).waitFor();
  await until(async () => (await ui.total(/Charleville/)) === promised);
  assert.ok(promised > 0 && promised < all, `${promised} of ${all}`);
});

journey("a shared link shows the same", async ({ page, visit }) => {
  await visit();
  const ui = search(page);
  await ui.ready();
  await ui.choosePlace("charlev", /Charleville/);
  await ui.setRadius(20);
  await ui.submit.click();
  const total = await ui.total(/Charleville/);
  // Not what is seen of it: cards out of sight aren't laid out.
  const first = await ui.cards.first().textContent();
  const link = page.url();
  assert.match(link, /08105/);
  await visit("about:blank");
  await visit(link);
  assert.equal(await ui.total(/Charleville/), total);
  assert.equal(await ui.cards.first().textContent(), first);
  await ui.unfold();
  assert.match(await ui.where.inputValue(), /Charleville-Mézières/);
});

journey("going back shows the search before", async ({ page, visit }) => {
  await visit("?code_commune=08105&rayon_km=20");
  const ui = search(page);
  const total = await ui.total(/Charleville/);
  await ui.choosePlace("st denis reunion", /Saint-Denis/);
  await ui.submit.click();
  await ui.total(/Saint-Denis/);
  await page.goBack();
  assert.equal(await ui.total(/Charleville/), total);
});

journey(
  "by keyboard alone: form, list, sheet and back",
  async ({ page, visit }) => {
    await visit();
    const ui = search(page);
    await ui.ready();
    /** Tabs on until an element has the focus. */
    const tabTo = async (/** @type {import("playwright-core").Locator} */ target) => {
      for (let press = 0; press < 60; press++) {
        if (await target.evaluate((element) => element === document.activeElement)) return;
        await page.keyboard.press("Tab");
      }
      assert.fail(`sixty tabs don't lead to ${target}`);
    };
    await tabTo(ui.where);
    await page.keyboard.type("charlev");
    await ui.options.first().waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await tabTo(ui.submit);
    await page.keyboard.press("Enter");
    assert.ok((await ui.total(/Charleville/)) > 0);

    const opener = ui.cards.first().locator("a, button").first();
    await tabTo(opener);
    await page.keyboard.press("Enter");
    await ui.sheet.waitFor();
    await page.locator("h1:focus").waitFor();
    await expectNoAxeViolations(page);
    await page.goBack();
    await ui.sheet.waitFor({ state: "hidden" });
    const back = await opener.evaluate((element) => element === document.activeElement);
    assert.ok(back, "the focus is back on what opened the sheet");
  },
  { viewports: [desk] },
);

journey("the map goes by keyboard and by buttons", async ({ page, visit }) => {
  await visit("?code_commune=08105&rayon_km=50");
  const ui = search(page);
  await ui.total(/Charleville/);
  const shown = async () => (await ui.canvas.screenshot()).toString("base64");
  await ui.canvas.scrollIntoViewIfNeeded();
  const before = await shown();
  await ui.map.getByRole("button", { name: /^Zoomer/ }).click();
  await assert.doesNotReject(
    until(async () => (await shown()) !== before),
    "zooming changes the map",
  );
  const zoomed = await shown();
  await ui.map.getByRole("button", { name: /^Dézoomer/ }).focus();
  await page.keyboard.press("Enter");
  await until(async () => (await shown()) !== zoomed);
});

journey(
  "what is drawn can be opened by keyboard",
  async ({ page, visit }) => {
    await visit("?code_commune=97411&rayon_km=50");
    const ui = search(page);
    await ui.total(/Saint-Denis/);
    await ui.markers.first().focus();
    // A cluster splits until it is one place; that opens: its list, or the sheet of its only service.
    const opened = ui.dialog.or(ui.sheet);
    for (let press = 0; press < 20 && !(await opened.isVisible()); press++) {
      await ui.markers.first().press("Enter");
      await page.waitForTimeout(300);
    }
    await opened.waitFor();
    await expectNoAxeViolations(page);
    if (await ui.dialog.isVisible()) await page.keyboard.press("Escape");
    else await page.goBack();
    await opened.waitFor({ state: "hidden" });
    const back = await ui.map.evaluate((map) => map.contains(document.activeElement));
    assert.ok(back, "the focus is back on the map");
  },
  { viewports: [desk] },
);

journey(
  "a card and its point answer each other",
  async ({ page, visit }) => {
    await visit("?code_commune=97411&rayon_km=50");
    const ui = search(page);
    await ui.total(/Saint-Denis/);
    await expectDrawn(ui.canvas);
    const shown = async () => (await ui.canvas.screenshot()).toString("base64");
    const before = await shown();
    await ui.cards.first().hover();
    await until(async () => (await shown()) !== before);
  },
  { viewports: [desk] },
);

/**
 * @param {() => Promise<boolean>} condition
 */
async function until(condition) {
  for (let attempt = 0; attempt < 100; attempt++) {
    if (await condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("it never came");
}

// Somebody wants to know what there is, all together.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { readJson, write } from "../support/data.js";
import { overview } from "../support/overview.js";
import { search } from "../support/page.js";
import { desk, expectNoAxeViolations, phone, site, small } from "../support/site.js";
import { plain, service, structure } from "../support/valideur.js";

const journey = site();
const every = [desk, phone, small];

const TITLES = [
  "Thématiques",
  "Départements",
  "Sources",
  "Mode d’accueil",
  "Frais",
  "Publics",
  "Type de service",
  "Fraîcheur",
  "Qualité des fiches",
  "Structures",
  "Champs remplis",
];

journey(
  "every figure has a chart, a sentence and a table",
  async ({ page, visit, viewport, data }) => {
    await visit("tableau-de-bord.html");
    const ui = overview(page);
    await ui.ready();
    assert.equal(await ui.total(), readJson(data.services).length);
    assert.match(plain(await page.title()), /^Vue d’ensemble : .*services/);
    for (const title of TITLES) {
      const { region, chart, table, openTable } = ui.section(title);
      const said = (await chart.getAttribute("aria-label")) ?? "";
      assert.ok((await region.innerText()).includes(said), title);
      assert.doesNotMatch(await region.innerText(), /undefined|null|NaN/);
      await openTable();
      assert.ok((await table.getByRole("caption").innerText()).length > 10, title);
      assert.ok((await table.getByRole("rowheader").count()) > 1, title);
    }
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(width <= viewport.width, `${width} px`);
    await expectNoAxeViolations(page);
    await page.emulateMedia({ colorScheme: "dark" });
    await expectNoAxeViolations(page);
  },
  { viewports: every },
);

journey(
  "no text of a chart is cut or too small to be read",
  async ({ page, visit }) => {
    await visit("tableau-de-bord.html");
    await overview(page).ready();
    const texts = await page.locator(".chart text").evaluateAll((all) =>
      all.map((text) => {
        const svg = /** @type {SVGSVGElement} */ (text.closest("svg")).getBoundingClientRect();
        const box = text.getBoundingClientRect();
        const units = /** @type {SVGSVGElement} */ (text.closest("svg")).viewBox.baseVal.width / svg.width;
        return {
          text: text.textContent?.trim(),
          size: Number(text.getAttribute("font-size")) / units,
          out: Math.max(svg.left - box.left, box.right - svg.right),
        };
      }),
    );
    assert.ok(texts.length > 100);
    assert.deepEqual(
      texts.filter(({ size, out }) => size < 11.99 || out > 1),
      [],
    );
  },
  { viewports: every },
);

journey(
  "a row's link finds as many services as it says",
  async ({ page, visit, url }) => {
    const found = search(page);
    // Once for everything, and once within a search.
    for (const question of ["", "?code_commune=97411&rayon_km=50&frais=gratuit"]) {
      await visit(`tableau-de-bord.html${question}`);
      const ui = overview(page);
      await ui.ready();
      /** @type {{ name: string, count: number, href: string }[]} */
      const links = [];
      for (const title of ["Thématiques", "Mode d’accueil", "Frais", "Publics", "Fraîcheur", "Sources"])
        links.push(...(await ui.section(title).links()).slice(0, 2));
      assert.ok(links.length > 6, `${links.length} links`);
      for (const { name, count, href } of links) {
        await visit(new URL(href, url).href);
        assert.equal(await found.total(question ? /Saint-Denis/ : /France/), count, name);
      }
    }
  },
  { viewports: [desk] },
);

journey("the figures are those of the search in the address", async ({ page, visit }) => {
  const question = "?code_commune=08105&rayon_km=30&thematiques=famille";
  await visit(question);
  const total = await search(page).total(/Charleville/);
  await visit(`tableau-de-bord.html${question}`);
  const ui = overview(page);
  await ui.ready();
  assert.match(await ui.heading.innerText(), /Charleville-Mézières/);
  assert.equal(await ui.total(), total);
  await ui.chips.filter({ hasText: "Famille" }).click();
  await ui.heading.filter({ hasNotText: new RegExp(`^${total} `) }).waitFor();
  assert.doesNotMatch(page.url(), /thematiques/);
  assert.ok((await ui.total()) > total);
  await page.goBack();
  await ui.heading.filter({ hasText: new RegExp(`^${total} `) }).waitFor();
  await ui.see.click();
  assert.equal(await search(page).total(/Charleville/), total);
});

journey("one looks into a category, and at départements otherwise", async ({ page, visit }) => {
  await visit("tableau-de-bord.html");
  const ui = overview(page);
  await ui.ready();
  const themes = ui.section("Thématiques");
  await themes.choice.selectOption({ label: "Mobilité" });
  await themes.openTable();
  assert.match(await themes.table.getByRole("caption").innerText(), /Mobilité/);
  await themes.table.getByRole("rowheader", { name: "Accéder à un véhicule" }).waitFor();
  const map = ui.section("Départements");
  const before = await map.chart.innerHTML();
  await map.choice.selectOption({ label: "Nombre de services" });
  assert.notEqual(await map.chart.innerHTML(), before);
  await map.openTable();
  const first = map.table.getByRole("row").nth(1);
  assert.match(await first.innerText(), /Ardennes|La Réunion/);
  assert.match((await first.getByRole("link").getAttribute("href")) ?? "", /code_departement=(08|974)/);
});

journey(
  "by keyboard: from the contents to a section, its table and a search",
  async ({ page, visit }) => {
    await visit("tableau-de-bord.html");
    const ui = overview(page);
    await ui.ready();
    await ui.contents.getByRole("link", { name: "Frais" }).focus();
    await page.keyboard.press("Enter");
    const { region, table } = ui.section("Frais");
    await page.keyboard.press("Tab");
    assert.ok(
      await region.evaluate((element) => element.contains(document.activeElement)),
      "the next stop is in the section",
    );
    await page.keyboard.press("Enter");
    await table.waitFor();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.waitForURL(/frais=/);
  },
  { viewports: [desk] },
);

journey("tables and charts are taken away as files", async ({ page, visit }) => {
  await visit("tableau-de-bord.html");
  const ui = overview(page);
  await ui.ready();
  const taken = async (/** @type {RegExp} */ name) => {
    const coming = page.waitForEvent("download");
    await ui.section("Frais").region.getByRole("button", { name }).click();
    const download = await coming;
    return { name: download.suggestedFilename(), text: await readFile(await download.path(), "utf8") };
  };
  const csv = await taken(/CSV/);
  assert.equal(csv.name, "frais.csv");
  assert.match(csv.text, /^\ufeffFrais;Services;Part\r\nGratuit;\d+;/);
  const svg = await taken(/SVG/);
  assert.equal(svg.name, "frais.svg");
  assert.match(svg.text, /^<svg [^>]*>\s*<title>/);
  assert.match(svg.text, /Gratuit/);
});

journey(
  "charts follow the page's width and colours",
  async ({ page, visit }) => {
    await visit("tableau-de-bord.html");
    const ui = overview(page);
    await ui.ready();
    const { chart } = ui.section("Thématiques");
    const seen = () =>
      chart.evaluate((svg) => [svg.getAttribute("width"), svg.innerHTML.length, svg.innerHTML]);
    const before = await seen();
    await page.emulateMedia({ colorScheme: "dark" });
    await until(async () => (await seen())[2] !== before[2]);
    await page.setViewportSize(phone);
    await until(async () => Number((await seen())[0]) < 390);
    await page.emulateMedia({ forcedColors: "active" });
    await expectNoAxeViolations(page);
  },
  { viewports: [desk] },
);

journey(
  "without charts the tables say it all",
  async ({ page, visit }) => {
    await page.route("**/charts_bg.wasm", (route) => route.abort());
    await visit("tableau-de-bord.html");
    const { region, table } = overview(page).section("Frais");
    await region.getByText(/Le tableau reste complet/).waitFor();
    await table.getByRole("rowheader", { name: "Gratuit" }).waitFor();
    await expectNoAxeViolations(page);
  },
  { viewports: [desk] },
);

journey(
  "nothing found is said",
  async ({ page, visit }) => {
    await visit("tableau-de-bord.html?code_commune=48095&rayon_km=1&sources=nulle-part");
    const ui = overview(page);
    await ui.heading.filter({ hasText: /^Aucun service/ }).waitFor();
    await page.getByText(/Aucun service ne correspond/).waitFor();
    assert.equal(await ui.charts.count(), 0);
    await expectNoAxeViolations(page);
  },
  { viewports: [desk] },
);

const hostile = `<img src=x onerror="document.title='pwned'"> & "Structure"`;
const odd = site({
  data: () =>
    write(
      [structure(1, { nom: hostile })],
      [
        service(1, { structure_id: "essai--structure-1", source: "<b>essai</b>" }),
        service(2, { structure_id: "essai--structure-1", thematiques: null, frais: null, date_maj: null }),
      ],
    ),
});

odd(
  "text is shown as text",
  async ({ page, visit }) => {
    await visit("tableau-de-bord.html");
    const ui = overview(page);
    await ui.ready();
    const { region } = ui.section("Structures");
    const drawn = plain(await region.getByRole("img").innerHTML());
    assert.match(drawn, /&lt;img src=x/);
    assert.equal(await page.locator("img[src='x'], .chart b").count(), 0);
    assert.doesNotMatch(await page.title(), /pwned/);
    await expectNoAxeViolations(page);
  },
  { viewports: [desk] },
);

/** @param {() => Promise<boolean>} condition */
async function until(condition) {
  for (let attempt = 0; attempt < 100; attempt++) {
    if (await condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("it never came");
}

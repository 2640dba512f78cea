// Pages of text, and what they say of the project being what the project says.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { root } from "../support/paths.js";
import { desk, expectNoAxeViolations, phone, site } from "../support/site.js";

const journey = site();
const themes = [9, 2, 3, 13, 8, 2, 5, 10, 4, 14, 13, 11, 12];

test("every criterion of RGAA 4.1.2 is judged with its reason, and the page gives the rate of the grid", () => {
  const grid = readFileSync(`${root}/docs/accessibilite.md`, "utf8");
  const rows = [...grid.matchAll(/^\| (\d+\.\d+) \|[^|]+\| (C|NC|NA) \|([^|]+)\|$/gm)];
  const expected = themes.flatMap((count, at) =>
    Array.from({ length: count }, (_, n) => `${at + 1}.${n + 1}`),
  );
  assert.deepEqual(
    rows.map(([, criterion]) => criterion),
    expected,
  );
  for (const [, criterion, , why] of rows) assert.ok(why.trim(), `${criterion} says why`);
  const count = (/** @type {string} */ verdict) => rows.filter(([, , given]) => given === verdict).length;
  const [good, bad] = [count("C"), count("NC")];
  const rate = `${Math.floor((100 * good) / (good + bad))}`;
  assert.ok(grid.includes(`${good} critères conformes sur les ${good + bad}`), `${good} of ${good + bad}`);
  const page = readFileSync(`${root}/www/accessibilite.html`, "utf8");
  assert.match(page, new RegExp(`id="rate">${rate}\\s%`));
});

journey(
  "the accessibility statement names every page and passes axe",
  async ({ page, visit, viewport }) => {
    await visit("accessibilite.html");
    await page.getByRole("heading", { level: 1, name: "Accessibilité" }).waitFor();
    for (const scheme of /** @type {const} */ (["light", "dark"])) {
      await page.emulateMedia({ colorScheme: scheme });
      await expectNoAxeViolations(page);
    }
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= viewport.width, `${wide} px wide`);
    const links = page.getByRole("main").getByRole("listitem").getByRole("link");
    const names = await links.allInnerTexts();
    assert.deepEqual(names, [
      "Rechercher",
      "Vue d’ensemble",
      "Quoi de neuf",
      "Ma sélection",
      "Valideur",
      "Accessibilité",
    ]);
  },
  { viewports: [desk, phone, { name: "320×640", width: 320, height: 640 }] },
);

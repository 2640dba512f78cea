// Pictures of every page, phone and desk, light and dark, to be looked at.
//
//   node screenshots.js                 all, into target/screenshots/
//   node screenshots.js search sheet    those whose name begins so
//   node screenshots.js --readme        the two of the README, into docs/

import { mkdirSync } from "node:fs";
import { chromium as playwright } from "playwright-core";
import { packed } from "./support/data.js";
import { detailed, fiche, keep, kept } from "./support/desk.js";
import { search } from "./support/page.js";
import { built, chromium, root } from "./support/paths.js";
import { desk, phone, sample, serve } from "./support/site.js";

/** @typedef {import("playwright-core").Page} Page */
/**
 * @typedef {object} Shot
 * @property {string} name
 * @property {string} path in the site
 * @property {(page: Page) => Promise<unknown>} ready waits, and does what the picture shows
 * @property {boolean} [whole] the page to its foot
 * @property {import("./support/site.js").Viewport[]} [viewports]
 */

const around = "?code_commune=08105&rayon_km=20";
const answered = async (/** @type {Page} */ page) => {
  await search(page).ready();
  await search(page).cards.first().waitFor();
};

const made = packed(sample());

/** @type {Shot[]} */
const shots = [
  { name: "welcome", path: "", ready: (page) => search(page).ready() },
  { name: "search", path: around, ready: answered },
  {
    name: "search-map",
    path: around,
    ready: async (page) => {
      await answered(page);
      await page.getByRole("button", { name: "Carte", exact: true }).click();
    },
    viewports: [phone],
  },
  {
    name: "search-filters",
    path: around,
    ready: async (page) => {
      await answered(page);
      await page.getByRole("button", { name: /^Filtres/ }).click();
    },
    viewports: [phone],
  },
  { name: "search-reunion", path: "?code_commune=97411&rayon_km=30", ready: answered },
  {
    name: "nothing",
    path: "?code_commune=48095&rayon_km=1&thematiques=sante--acces-aux-soins&frais=gratuit",
    ready: (page) => search(page).ready(),
  },
  {
    name: "sheet",
    path: around,
    ready: async (page) => {
      await answered(page);
      await search(page).cards.first().getByRole("link").first().click();
      await page.getByText("Est-ce pour moi").first().waitFor();
    },
    whole: true,
  },
  {
    name: "valideur",
    path: "valideur.html",
    ready: async (page) => {
      await page.getByRole("button", { name: "Essayer avec un exemple" }).click();
      await page
        .getByRole("region", { name: "Résultat" })
        .getByRole("heading", { level: 2 })
        .first()
        .waitFor();
    },
  },
  {
    name: "overview",
    path: "tableau-de-bord.html",
    ready: (page) => page.getByRole("region", { name: "Champs remplis" }).getByRole("img").waitFor(),
    whole: true,
  },
  {
    name: "news",
    path: "nouveautes.html?code_departement=08",
    ready: (page) =>
      page
        .getByRole("status")
        .filter({ hasText: /changé|nouveauté|retrait|jour/ })
        .waitFor(),
  },
  {
    name: "selection",
    path: "selection.html",
    ready: async (page) => {
      await keep(page, detailed(made, 3));
      await kept(page).note(0).fill("Rappeler lundi pour un rendez-vous.");
      await kept(page).cards.first().getByText(/lundi/).first().waitFor();
    },
    whole: true,
  },
  {
    name: "fiche",
    path: "selection.html",
    ready: async (page) => {
      await keep(page, detailed(made, 1));
      await page.goto(new URL("fiche.html", page.url()).href);
      await fiche(page).why.fill("Trouver un logement près de son travail.");
      await fiche(page).leaf.getByText("Trouver un logement").waitFor();
    },
    whole: true,
  },
  { name: "accessibilite", path: "accessibilite.html", ready: (page) => page.getByRole("main").waitFor() },
];
/** What the README shows: a name above, and where. */
const readme = [
  { shot: "search", viewport: desk, file: "search.png" },
  { shot: "sheet", viewport: phone, file: "sheet-phone.png" },
];

const asked = process.argv.slice(2);
const forReadme = asked.includes("--readme");
const out = forReadme ? `${root}/docs` : `${root}/target/screenshots`;
mkdirSync(out, { recursive: true });

const server = await serve(made);
const browser = await playwright.launch({ executablePath: built(chromium), args: ["--no-sandbox"] });
try {
  if (forReadme) {
    for (const { shot, viewport, file } of readme) {
      const found = shots.find(({ name }) => name === shot);
      if (!found) throw new Error(`there is no picture « ${shot} »`);
      await take({ ...found, whole: false }, viewport, "light", `${out}/${file}`);
    }
  } else {
    const wanted = shots.filter(({ name }) => !asked.length || asked.some((start) => name.startsWith(start)));
    for (const shot of wanted) {
      for (const viewport of shot.viewports ?? [desk, phone]) {
        for (const scheme of /** @type {const} */ (["light", "dark"])) {
          const kind = viewport === phone ? "phone" : "desk";
          await take(shot, viewport, scheme, `${out}/${shot.name}-${kind}-${scheme}.png`);
        }
      }
    }
  }
} finally {
  await browser.close();
  server.stop();
}

/**
 * @param {Shot} shot
 * @param {import("./support/site.js").Viewport} viewport
 * @param {"light" | "dark"} scheme
 * @param {string} path
 */
async function take({ path: address, ready, whole = false }, { width, height }, scheme, path) {
  const context = await browser.newContext({
    viewport: { width, height },
    locale: "fr-FR",
    reducedMotion: "reduce",
    colorScheme: scheme,
    serviceWorkers: "block",
  });
  const page = await context.newPage();
  await page.goto(new URL(address, server.url).href);
  await ready(page);
  // The map draws in its worker, after the list.
  await page.waitForTimeout(600);
  await page.screenshot({ path, fullPage: whole });
  console.log(path);
  await context.close();
}

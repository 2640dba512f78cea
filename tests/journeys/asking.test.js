// All that can be asked: filters with their counts, words, places, what the address keeps, the ways out.

import assert from "node:assert/strict";
import { write } from "../support/data.js";
import { search } from "../support/page.js";
import { desk, expectNoAxeViolations, phone, site, small } from "../support/site.js";

/** @typedef {import("playwright-core").Page} Page */
/** @typedef {import("playwright-core").Locator} Locator */

const all = [desk, phone, small];

const saintDenis = {
  commune: "Saint-Denis",
  code_postal: "97400",
  code_insee: "97411",
  adresse: "1 rue d’Essai",
  longitude: 55.45,
  latitude: -20.88,
};
const structure = {
  id: "essai--s",
  source: "essai",
  nom: "Maison d’essai",
  date_maj: 1739491200000,
  ...saintDenis,
};
const service = {
  source: "essai",
  structure_id: "essai--s",
  description: "Une description d’essai.",
  date_maj: Date.now() - 10 * 86_400_000,
  thematiques: ["lecture-ecriture-calcul--maitriser-le-francais"],
  modes_accueil: ["en-presentiel"],
  publics: ["tous-publics"],
  type: "formation",
  zone_eligibilite: ["974"],
  score_qualite: 0.9,
  ...saintDenis,
};
const services = [
  {
    ...service,
    id: "essai--1",
    nom: "Cours de français",
    frais: "gratuit",
    horaires_accueil: "Sa 09:00-12:00",
  },
  {
    ...service,
    id: "essai--2",
    nom: "Cours de français",
    frais: "payant",
    horaires_accueil: "Sa 09:00-12:00",
  },
  {
    ...service,
    id: "essai--3",
    nom: "Atelier de français",
    frais: "gratuit",
    horaires_accueil: "Mo-Fr 09:00-17:00",
  },
  { ...service, id: "essai--4", nom: "Français pour débutants", frais: null, horaires_accueil: "24/7" },
  {
    ...service,
    id: "essai--5",
    nom: "Bilan de santé",
    frais: "gratuit",
    thematiques: ["sante--acces-aux-soins"],
  },
  {
    ...service,
    id: "essai--6",
    nom: "Consultation juridique par téléphone",
    frais: "gratuit",
    thematiques: ["difficultes-administratives-ou-juridiques--accompagnement-pour-lacces-aux-droits"],
    modes_accueil: ["a-distance"],
    zone_eligibilite: null,
    commune: "Paris",
    code_insee: "75111",
    longitude: null,
    latitude: null,
  },
  // Enough for a list that goes on.
  ...Array.from({ length: 60 }, (_, at) => ({
    ...service,
    id: `essai--nombreux-${at}`,
    nom: `Aide au logement ${at + 1}`,
    frais: at % 2 ? "gratuit" : "payant",
    thematiques: ["logement-hebergement--sinformer-sur-les-demarches-liees-a-lacces-au-logement"],
  })),
];
const journey = site({ data: () => write([structure], services) });

/**
 * Tabs on until an element has the focus.
 *
 * @param {Page} page
 * @param {Locator} target
 */
async function tabTo(page, target) {
  for (let press = 0; press < 150; press++) {
    if (await target.evaluate((element) => element === document.activeElement).catch(() => false)) return;
    await page.keyboard.press("Tab");
  }
  assert.fail(`so many tabs don't lead to ${target}`);
}

/** @param {() => Promise<boolean>} condition */
async function until(condition) {
  for (let attempt = 0; attempt < 100; attempt++) {
    if (await condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("it never came");
}

/** @param {Page} page */
async function inBothColours(page) {
  await expectNoAxeViolations(page);
  await page.emulateMedia({ colorScheme: "dark" });
  await expectNoAxeViolations(page);
  await page.emulateMedia({ colorScheme: "light" });
}

journey(
  "by keyboard alone: a free French course near Saint-Denis, open on Saturday",
  async ({ page, visit }) => {
    await visit();
    const ui = search(page);
    await ui.ready();
    await inBothColours(page);
    await tabTo(page, ui.where);
    await page.keyboard.type("97411");
    await ui.options.filter({ hasText: "Saint-Denis" }).first().waitFor();
    for (let press = 0; press < 8; press++) {
      await page.keyboard.press("ArrowDown");
      if ((await page.locator("[aria-selected=true]").innerText()).includes("Saint-Denis")) break;
    }
    await page.keyboard.press("Enter");
    await ui.total(/Saint-Denis/);
    await tabTo(page, ui.words);
    await page.keyboard.type("francais");
    await until(async () => (await ui.total(/Saint-Denis/)) === 4);
    await ui.cards
      .first()
      .locator("mark", { hasText: /français/i })
      .first()
      .waitFor();
    await tabTo(page, ui.submit);
    await page.keyboard.press("Enter");

    if (!(await ui.filters.isVisible())) {
      await page.keyboard.press("Shift+Tab");
      await tabTo(page, ui.openFilters);
      await page.keyboard.press("Enter");
    }
    await ui.filters.waitFor();
    assert.equal(await ui.countOf("Frais", "Gratuit"), 2);
    assert.equal(await ui.countOf("Frais", "Non précisé"), 1);
    await tabTo(page, ui.choice("Frais", "Gratuit"));
    await page.keyboard.press("Space");
    await page.waitForURL(/frais=gratuit/);
    await inBothColours(page);
    await until(async () => (await ui.countOf("Ouvert", "Samedi")) === 1);
    // The radios of a group are one stop; arrows choose.
    await tabTo(page, ui.choice("Ouvert", "Peu importe"));
    for (let press = 0; press < 3; press++) await page.keyboard.press("ArrowDown");
    await page.waitForURL(/ouvert=samedi/);
    assert.ok(await ui.choice("Ouvert", "Samedi").isChecked());
    if (await ui.see.isVisible()) {
      await ui.see.filter({ hasText: "Voir 1 résultat" }).waitFor();
      await tabTo(page, ui.see);
      await page.keyboard.press("Enter");
    }
    await until(async () => (await ui.total(/Saint-Denis/)) === 1);
    assert.match(await page.title(), /^1 service à 20.km de Saint-Denis/);
    assert.equal(await ui.cards.getByRole("heading").innerText(), "Cours de français");
    // What was set aside can be seen all the same.
    await page.getByText("1 autre sans frais précisés").waitFor();
    await inBothColours(page);
  },
  { viewports: all },
);

journey(
  "a remote legal consultation",
  async ({ page, visit, viewport }) => {
    await visit("?code_commune=97411&rayon_km=20");
    const ui = search(page);
    await ui.total(/Saint-Denis/);
    await ui.showFilters();
    await ui.choice("Accueil", "À distance").check();
    await page.waitForURL(/modes_accueil=a-distance/);
    await until(
      async () => (await ui.countOf("Thématiques", "Difficultés administratives ou juridiques")) === 1,
    );
    await ui.choice("Thématiques", "Difficultés administratives ou juridiques").check();
    await page.waitForURL(/thematiques=difficultes-administratives-ou-juridiques/);
    await ui.hideFilters();
    await until(async () => (await ui.total(/Saint-Denis/)) === 1);
    assert.match(await ui.cards.innerText(), /Consultation juridique par téléphone[\s\S]*À distance/);
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= viewport.width);
  },
  { viewports: all },
);

journey("categories open, are searched, and stand for their needs", async ({ page, visit }) => {
  await visit("?code_commune=97411");
  const ui = search(page);
  await ui.total(/Saint-Denis/);
  await ui.showFilters();
  await ui.filters.getByRole("button", { name: "Les 69 thématiques…" }).click();
  await page.keyboard.type("francais");
  const need = ui.choice("Thématiques", "Maîtriser le français");
  await need.check();
  await page.waitForURL(/thematiques=lecture-ecriture-calcul--maitriser-le-francais/);
  const category = ui.choice("Thématiques", "Lecture, écriture et calcul");
  assert.equal(await category.evaluate((box) => /** @type {HTMLInputElement} */ (box).indeterminate), true);
  await category.check();
  await page.waitForURL(/thematiques=lecture-ecriture-calcul(&|$)/);
  assert.ok(await need.isChecked(), "the need is of the category");
  await need.uncheck();
  await until(async () => !(await category.isChecked()));
  await inBothColours(page);
});

journey(
  "the address holds it all: another person's browser shows the same",
  async ({ page, visit, viewport }) => {
    await visit("?code_departement=974&q=logement&frais=gratuit,payant&tri=nom");
    const ui = search(page);
    const total = await ui.total(/à La Réunion/);
    assert.equal(total, 60);
    await ui.chips.filter({ hasText: "Payant" }).click();
    await until(async () => (await ui.total(/à La Réunion/)) === 30);
    await ui.share.click();
    await ui.dialog.waitFor();
    await inBothColours(page);
    const link = await ui.dialog.getByRole("textbox", { name: "Lien à partager" }).inputValue();
    const mail = await ui.dialog.getByRole("link", { name: "Par courriel" }).getAttribute("href");
    const sms = await ui.dialog.getByRole("link", { name: "Par SMS" }).getAttribute("href");
    assert.ok(
      mail?.startsWith("mailto:?subject=30%20services") && mail.includes(encodeURIComponent(link)),
      mail ?? "",
    );
    assert.ok(sms?.startsWith("sms:?&body=") && sms.includes(encodeURIComponent(link)), sms ?? "");
    await ui.close.click();

    const browser = /** @type {import("playwright-core").Browser} */ (page.context().browser());
    const { width, height } = viewport;
    const context = await browser.newContext({
      viewport: { width, height },
      locale: "fr-FR",
      serviceWorkers: "block",
    });
    try {
      const other = await context.newPage();
      await other.goto(link);
      const theirs = search(other);
      assert.equal(await theirs.total(/à La Réunion/), 30);
      assert.deepEqual(await theirs.chips.allInnerTexts(), await ui.chips.allInnerTexts());
      assert.equal(await theirs.sort.inputValue(), "nom");
      await theirs.unfold();
      assert.equal(await theirs.words.inputValue(), "logement");
      assert.equal(await theirs.cards.first().textContent(), await ui.cards.first().textContent());
    } finally {
      await context.close();
    }
  },
);

journey("nothing found: each way out says what it finds", async ({ page, visit }) => {
  await visit(
    "?code_commune=97411&rayon_km=20&q=français&frais=gratuit&modes_accueil=a-distance&publics=jeunes",
  );
  const ui = search(page);
  assert.equal(await ui.total(/Saint-Denis/), 0);
  await inBothColours(page);
  const ways = ui.results.getByRole("link", { name: /\d services?$/ });
  await ways.first().waitFor();
  const said = await ways.allInnerTexts();
  assert.ok(
    said.some((text) => /Sans le filtre « Accueil »/.test(text)),
    said.join(),
  );
  assert.ok(said.every((text) => !/\b0 service/.test(text)));
  const way = ways.filter({ hasText: "Sans le filtre « Accueil »" });
  const promised = Number(/(\d+) services?$/.exec(await way.innerText())?.[1]);
  await way.click();
  await until(async () => (await ui.total(/Saint-Denis/)) === promised);
  assert.doesNotMatch(page.url(), /modes_accueil/);
});

journey("back, forward and reload lead to where one was", async ({ page, visit }) => {
  await visit("?code_commune=97411&rayon_km=20");
  const ui = search(page);
  const total = await ui.total(/Saint-Denis/);
  await ui.showMore();
  await ui.cards.nth(30).waitFor();
  const focused = ui.cards.nth(20).locator("a:focus");
  await focused.waitFor();
  await ui.cards.nth(32).scrollIntoViewIfNeeded();
  const card = ui.cards.nth(31);
  const name = await card.getByRole("heading").textContent();
  const top = async () => Math.round((await card.boundingBox())?.y ?? NaN);
  await ui.showFilters();
  // Cards that come into sight take their place, and the place is kept.
  await page.waitForTimeout(600);
  const before = await top();
  const same = async () => {
    assert.equal(await ui.total(/Saint-Denis/), total);
    await until(async () => (await ui.cards.count()) === 40);
    assert.equal(await card.getByRole("heading").textContent(), name);
    await until(async () => Math.abs((await top()) - before) <= 2);
  };
  await ui.choice("Frais", "Gratuit").check();
  await page.waitForURL(/frais=gratuit/);
  await ui.hideFilters();
  await until(async () => (await ui.total(/Saint-Denis/)) < total);
  const fewer = await ui.total(/Saint-Denis/);
  await page.goBack();
  await until(async () => (await ui.total(/Saint-Denis/)) === total);
  await same();
  assert.equal(await ui.chips.count(), 0);
  await page.goForward();
  await until(async () => (await ui.total(/Saint-Denis/)) === fewer);
  await page.goBack();
  await until(async () => (await ui.total(/Saint-Denis/)) === total);
  await page.reload();
  await same();
});

journey("letters typed one after another are one step back", async ({ page, visit }) => {
  await visit("?code_commune=97411&rayon_km=20");
  const ui = search(page);
  const total = await ui.total(/Saint-Denis/);
  await ui.unfold();
  for (const text of ["fr", "fran", "francais"]) {
    await ui.words.fill(text);
    await page.waitForURL(new RegExp(`q=${text}$`));
  }
  await until(async () => (await ui.total(/Saint-Denis/)) < total);
  await page.goBack();
  assert.equal(new URL(page.url()).searchParams.get("q"), null);
  await until(async () => (await ui.total(/Saint-Denis/)) === total);
});

journey("what the address can't mean is told, and left out", async ({ page, visit }) => {
  await visit("?code_commune=97411&rayon_km=abc&frais=gratuit,cher&tri=prix");
  const ui = search(page);
  assert.ok((await ui.total(/à 20.km de Saint-Denis/)) > 0);
  const said = await ui.alert.innerText();
  for (const bad of ["rayon_km=abc", "frais=cher", "tri=prix"]) assert.ok(said.includes(bad), said);
  assert.deepEqual(await ui.chips.allInnerTexts().then((texts) => texts.map((text) => text.split("\n")[0])), [
    "Gratuit",
  ]);
  await inBothColours(page);
  await page.getByRole("button", { name: "Compris" }).click();
  assert.equal(await ui.alert.count(), 0);
});

journey("chips take filters away, one or all; the place stays", async ({ page, visit }) => {
  await visit("?code_commune=97411&frais=gratuit&types=formation&sources=essai&ouvert=samedi&maj=1-an");
  const ui = search(page);
  await ui.total(/Saint-Denis/);
  assert.equal(await ui.chips.count(), 5);
  await ui.chips.first().focus();
  await page.keyboard.press("Enter");
  await until(async () => (await ui.chips.count()) === 4);
  const focus = await page.locator(":focus").getAttribute("aria-label");
  assert.match(focus ?? "", /^Retirer le filtre/, "the focus is on the next one");
  await ui.clear.click();
  await until(async () => (await ui.chips.count()) === 0);
  assert.match(page.url(), /\?code_commune=97411&rayon_km=20$/);
});

journey(
  "the sheet of filters holds the same choices, and says how many there will be",
  async ({ page, visit }) => {
    await visit("?code_commune=97411&rayon_km=20");
    const ui = search(page);
    const total = await ui.total(/Saint-Denis/);
    await ui.openFilters.click();
    await ui.see.filter({ hasText: `Voir ${total} résultats` }).waitFor();
    await ui.choice("Frais", "Gratuit").check();
    const promised = await ui.countOf("Frais", "Gratuit");
    await ui.see.filter({ hasText: `Voir ${promised} résultats` }).waitFor();
    await inBothColours(page);
    const groups = await ui.filters
      .getByRole("group")
      .evaluateAll((sets) => sets.map((set) => set.ariaLabel));
    for (const group of ["Thématiques", "Accueil", "Ouvert", "Frais", "Publics"])
      assert.ok(groups.includes(group), group);
    await page.keyboard.press("Escape");
    await ui.see.waitFor({ state: "hidden" });
    assert.equal(await ui.openFilters.innerText(), "Filtres\n1");
    assert.ok(await ui.openFilters.evaluate((button) => button === document.activeElement));
    assert.equal(await ui.total(/Saint-Denis/), promised);
  },
  { viewports: [phone, small] },
);

journey("around me: only when asked, and a refusal is no dead end", async ({ page, visit }) => {
  const context = page.context();
  await visit();
  const ui = search(page);
  await ui.ready();
  await ui.here.click();
  await page
    .getByText(/tapez une commune/i)
    .first()
    .waitFor();
  await inBothColours(page);
  await context.grantPermissions(["geolocation"]);
  await context.setGeolocation({ longitude: 55.4567891, latitude: -20.8812345 });
  await ui.here.click();
  assert.ok((await ui.total(/à 20.km de votre position/)) > 0);
  // A link doesn't tell a door.
  assert.match(page.url(), /\?lat=-20\.881&lon=55\.457&rayon_km=20$/);
});

journey(
  "without JavaScript the page says what it needs, and where the data is",
  async ({ page, url }) => {
    const browser = /** @type {import("playwright-core").Browser} */ (page.context().browser());
    const context = await browser.newContext({ javaScriptEnabled: false });
    try {
      const bare = await context.newPage();
      await bare.goto(url);
      await bare.getByText(/elle a besoin de JavaScript/).waitFor();
      const link = await bare.getByRole("link", { name: /data\.gouv\.fr/ }).getAttribute("href");
      assert.equal(link, "https://www.data.gouv.fr/datasets/6233723c2c1e4a54af2f6b2d");
    } finally {
      await context.close();
    }
  },
  { viewports: [desk] },
);

journey("skip links lead to filters, results and map", async ({ page, visit }) => {
  await visit("?code_commune=97411&rayon_km=20");
  const ui = search(page);
  await ui.total(/Saint-Denis/);
  const skip = async (/** @type {string} */ name) => {
    await page.getByRole("link", { name }).focus();
    await page.keyboard.press("Enter");
  };
  await skip("Aller aux filtres");
  const there = await page.locator(":focus").evaluate((element) => element.ariaLabel ?? element.textContent);
  assert.match(there?.trim() ?? "", /^Filtres/);
  await skip("Aller aux résultats");
  assert.ok(await ui.results.evaluate((element) => element === document.activeElement));
  await skip("Aller à la carte");
  assert.equal(await ui.total(/Saint-Denis/), await ui.total(/Saint-Denis/));
  assert.equal(new URL(page.url()).hash, "#carte");
});

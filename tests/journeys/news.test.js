// Somebody looks at what is new: in a département, for a need, with the way to the sheets.

import assert from "node:assert/strict";
import { packed, readJson, write } from "../support/data.js";
import { search } from "../support/page.js";
import { desk, expectSound, phone, sample, site, small } from "../support/site.js";

const viewports = [desk, phone, small];
const inArdennes = (/** @type {any} */ { code_insee }) => String(code_insee).startsWith("08");
const NEED = "mobilite--acceder-a-un-vehicule";

/** @type {{ gone: any[], renamed: any[], added: any[] }} */
let told;

/** Two publications, a week apart: in the Ardennes two services go, one has another name, forty-one come. */
function twoWeeks() {
  const made = sample();
  const [structures, services] = [readJson(made.structures), readJson(made.services)];
  const before = packed(write(structures, services), { date: "2026-11-16" });
  const [first, second, third] = services.filter(inArdennes);
  const renamed = { ...third, nom: "Un autre nom qu’avant", thematiques: [NEED] };
  const added = Array.from({ length: 41 }, (_, at) => ({
    ...third,
    id: `essai--${at}`,
    nom: `Nouveau service ${at}`,
    thematiques: at ? ["sante--acces-aux-soins"] : [NEED],
  }));
  told = { gone: [first, second], renamed: [renamed], added };
  const left = services.filter((one) => one !== first && one !== second);
  const now = [...left.map((one) => (one === third ? renamed : one)), ...added];
  return packed(write(structures, now), { previous: before.pack });
}

const journey = site({ data: twoWeeks });

/** @param {import("playwright-core").Page} page */
const news = (page) => ({
  sentence: page.getByRole("status").filter({ hasText: /[.:…]/ }).last(),
  need: page.getByRole("combobox", { name: "Besoin" }),
  list: (/** @type {string} */ name) => page.getByRole("region", { name }),
  where: page.getByRole("combobox", { name: /^Où/ }),
});

journey(
  "what is new in a département, by its commune, is told and leads to sheets",
  async ({ page, visit }) => {
    await visit("nouveautes.html");
    const ui = news(page);
    await page.getByText("Choisissez un département ou une commune.").waitFor();
    await expectSound(page);
    await ui.where.pressSequentially("sedan");
    await page
      .getByRole("option", { name: /^Sedan/ })
      .first()
      .waitFor();
    await ui.where.press("ArrowDown");
    await page.locator("[role=option][aria-selected=true]").waitFor();
    await ui.where.press("Enter");
    await page
      .getByText(
        /^Dans les Ardennes, depuis le 16 novembre 2026\s: 41 nouveautés, 1 mise à jour et 2 retraits\.$/,
      )
      .waitFor();
    assert.match(page.url(), /code_departement=08$/);
    assert.match(await page.title(), /^Quoi de neuf dans les Ardennes/);
    await page.getByText("publication du 23 novembre 2026").waitFor();
    await expectSound(page);

    const gone = ui.list("Services retirés").getByRole("listitem");
    const names = await gone.allInnerTexts();
    for (const { nom } of told.gone)
      assert.ok(
        names.some((name) => name.startsWith(nom)),
        nom,
      );
    assert.equal(await gone.getByRole("link").count(), 0, "what is gone has no sheet");

    const added = ui.list("Nouveaux services").getByRole("listitem");
    assert.equal(await added.count(), 30);
    await page.getByRole("button", { name: /^Afficher 11 de plus/ }).click();
    assert.equal(await added.count(), 41);
    assert.equal(await page.locator(":focus").innerText(), await added.nth(30).getByRole("link").innerText());

    await ui.list("Services mis à jour").getByRole("link").click();
    await search(page).sheet.getByRole("heading", { level: 1, name: "Un autre nom qu’avant" }).waitFor();
    await page.goBack();
    await added.first().waitFor();
  },
  { viewports },
);

journey(
  "a need keeps what is about it, is in the address, and goes back",
  async ({ page, visit }) => {
    await visit("nouveautes.html?code_departement=08");
    const ui = news(page);
    await page.getByText(/41 nouveautés/).waitFor();
    await ui.need.selectOption("mobilite");
    await page.getByText(/^Dans les Ardennes pour «\sMobilité\s».*: 1 nouveauté/).waitFor();
    assert.match(page.url(), /thematiques=mobilite/);
    await page.reload();
    await page.getByText(/^Dans les Ardennes pour/).waitFor();
    await page.goBack();
    await page.getByText(/41 nouveautés/).waitFor();
  },
  { viewports: [desk] },
);

journey(
  "nothing new is said",
  async ({ page, visit }) => {
    await visit("nouveautes.html?code_departement=48");
    await page.getByText(/^Rien n’a changé en Lozère|^Rien n’a changé dans la Lozère/).waitFor();
    await expectSound(page);
  },
  { viewports: [desk, phone] },
);

journey(
  "a host that doesn't answer is said, and asked again",
  async ({ page, visit }) => {
    const files = /\/data\/pack\/\w+\.pack$/;
    await page.route(files, (route) => route.abort());
    await visit("nouveautes.html?code_departement=08");
    await search(page)
      .alert.filter({ hasText: /ne répond pas/ })
      .waitFor();
    await expectSound(page);
    await page.unroute(files);
    await page.getByRole("button", { name: "Réessayer" }).click();
    await page.getByText(/41 nouveautés/).waitFor();
    assert.equal(await search(page).alert.count(), 0);
  },
  { viewports: [desk] },
);

site()(
  "a publication that doesn't tell says so",
  async ({ page, visit }) => {
    await visit("nouveautes.html?code_departement=08");
    await page.getByText("Les données ouvertes ici ne disent pas ce qui a changé.").waitFor();
    await expectSound(page);
  },
  { viewports: [desk] },
);

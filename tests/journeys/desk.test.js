// Somebody keeps services, takes them along, and fills a fiche d’orientation.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { detailed, fiche, keep, kept } from "../support/desk.js";
import { search } from "../support/page.js";
import { desk, expectNoAxeViolations, expectSound, phone, site } from "../support/site.js";

/** @typedef {import("playwright-core").Page} Page */

const journey = site();
const denied = () =>
  Object.defineProperty(globalThis, "localStorage", {
    get() {
      throw new DOMException("denied", "SecurityError");
    },
  });

const small = { name: "320×640", width: 320, height: 640 };
const viewports = [desk, phone, small];

/**
 * @param {Page} page
 * @param {() => Promise<void>} act
 */
async function downloaded(page, act) {
  const [download] = await Promise.all([page.waitForEvent("download"), act()]);
  return { name: download.suggestedFilename(), text: readFileSync(await download.path(), "utf8") };
}

/**
 * Opens the selection with services in it.
 *
 * @param {{ page: Page, visit(path: string): Promise<Page>, data: import("../support/data.js").Made }} journey
 * @param {number} count
 */
async function withKept({ page, visit, data }, count) {
  const services = detailed(data, count);
  await visit("selection.html");
  await keep(page, services);
  const ui = kept(page);
  await ui.cards.nth(count - 1).waitFor();
  return { services, ui };
}

journey(
  "an empty selection says how to fill it",
  async ({ page, visit }) => {
    await visit("selection.html");
    await page.getByText("Vous n’avez encore rien gardé").waitFor();
    assert.equal(await page.getByRole("button", { name: "Imprimer" }).count(), 0);
    await expectSound(page);
  },
  { viewports },
);

journey(
  "what is kept is there without the data: notes, order, taking away and back",
  async ({ page, visit, data }) => {
    const { services, ui } = await withKept({ page, visit, data }, 3);
    await page.route(/config\.json|\/data\//, (route) => route.abort());
    await ui.note(1).fill("Rappeler lundi.\nMme « Petit »");
    await ui.note(1).blur();
    await page.reload();
    await ui.cards.nth(2).waitFor();
    assert.match(await ui.sentence.innerText(), /^3 services gardés/);
    assert.equal(await ui.note(1).inputValue(), "Rappeler lundi.\nMme « Petit »");
    assert.deepEqual(
      await ui.names(),
      services.map(({ nom }) => nom),
    );
    // The engine puts hours into words, without any data.
    await ui.cards.first().getByText(/lundi/).first().waitFor();
    await expectSound(page);

    await ui.down(0).focus();
    await page.keyboard.press("Enter");
    assert.deepEqual(
      await ui.names(),
      [1, 0, 2].map((at) => services[at].nom),
    );
    assert.match(await page.locator(":focus").innerText(), /^Descendre/);
    await page.keyboard.press("Enter");
    assert.match(await page.locator(":focus").innerText(), /^Monter/, "at the end the focus isn't lost");

    await ui.remove(0).click();
    assert.equal(await ui.cards.count(), 2);
    await expectSound(page);
    await ui.undo.click();
    assert.deepEqual(
      await ui.names(),
      [1, 2, 0].map((at) => services[at].nom),
    );
    assert.equal(await ui.note(0).inputValue(), "Rappeler lundi.\nMme « Petit »");

    await ui.clear.click();
    await expectSound(page);
    await page.getByRole("dialog").getByRole("button", { name: "Tout retirer" }).click();
    assert.equal(await ui.cards.count(), 0);
    await ui.undo.click();
    assert.equal(await ui.cards.count(), 3);
    await page.reload();
    await ui.cards.nth(2).waitFor();
  },
  { viewports },
);

journey(
  "by keyboard alone: a note, a place higher, away and back",
  async ({ page, visit, data }) => {
    const { services, ui } = await withKept({ page, visit, data }, 2);
    await page.locator("body").press("Tab");
    await tabTo(page, ui.note(1));
    await page.keyboard.type("vu");
    await tabTo(page, ui.up(1));
    await page.keyboard.press("Enter");
    assert.deepEqual(await ui.names(), [services[1].nom, services[0].nom]);
    await tabTo(page, ui.remove(0));
    await page.keyboard.press("Enter");
    assert.equal(await ui.cards.count(), 1);
    await tabTo(page, ui.undo);
    await page.keyboard.press("Enter");
    assert.equal(await ui.cards.count(), 2);
    assert.equal(await ui.note(0).inputValue(), "vu");
    assert.equal(await page.locator(":focus").innerText(), services[1].nom);
  },
  { viewports: [desk] },
);

journey(
  "kept services stand side by side",
  async ({ page, visit, data }) => {
    const { services, ui } = await withKept({ page, visit, data }, 2);
    await ui.compare.click();
    await ui.comparison.waitFor();
    assert.equal(await ui.comparison.getByRole("columnheader").getByRole("link").count(), 2);
    await ui.comparison
      .getByRole("row")
      .filter({ hasText: "Structure" })
      .getByText(services[1].structure?.nom ?? "")
      .waitFor();
    await expectSound(page);
    await ui.compare.click();
    await ui.cards.nth(1).waitFor();
  },
  { viewports },
);

journey(
  "the selection as files: spreadsheet, map, data, calendar",
  async ({ page, visit, data }) => {
    const { services, ui } = await withKept({ page, visit, data }, 3);
    await ui.note(0).fill("=1+1; « vu »");
    const csv = await downloaded(page, () => ui.take(/CSV/).click());
    assert.equal(csv.name, "selection.csv");
    assert.ok(csv.text.startsWith("\ufeffnote;garde_le;copie_du;id;"));
    assert.match(csv.text, /\r\n"'=1\+1; « vu »";20/);
    for (const { id } of services) assert.ok(csv.text.includes(id));

    const map = JSON.parse((await downloaded(page, () => ui.take(/GeoJSON/).click())).text);
    assert.deepEqual(
      map.features.map((/** @type {any} */ { id }) => id),
      services.map(({ id }) => id),
    );
    const records = JSON.parse((await downloaded(page, () => ui.take(/^Données/).click())).text);
    assert.deepEqual(records, services);

    const calendar = await downloaded(page, () => ui.take(/iCal/).click());
    assert.equal(calendar.name, "horaires.ics");
    assert.match(calendar.text, /^BEGIN:VCALENDAR\r\n/);
    assert.match(calendar.text, /RRULE:FREQ=WEEKLY;COUNT=\d+;BYDAY=MO,TU,WE,TH,FR\r\n/);
    assert.equal(calendar.text.replaceAll("\r\n ", "").split("UID:dora--").length > 1, true);
  },
  { viewports: [desk] },
);

journey(
  "a sheet is kept, and goes along to its fiche without the data being read again",
  async ({ page, visit, data, requests }) => {
    const [{ id, nom }] = detailed(data, 1);
    await visit(`?${new URLSearchParams({ service: id })}`);
    const button = page.getByRole("button", { name: `Garder : ${nom}` });
    await button.click();
    const pressed = page.getByRole("button", { name: `Gardé : ${nom}`, pressed: true });
    await pressed.waitFor();
    await page.reload();
    await pressed.waitFor();
    await expectNoAxeViolations(page);
    await pressed.click();
    await button.waitFor();

    requests.length = 0;
    await page.getByRole("link", { name: /^Fiche d’orientation/ }).click();
    const ui = fiche(page);
    await ui.leaf
      .getByText(nom ?? "")
      .first()
      .waitFor();
    assert.deepEqual(await ui.services.count(), 1);
    assert.deepEqual(
      requests.filter((url) => /\/data\//.test(url)),
      [],
    );
  },
  { viewports },
);

journey(
  "a card is kept from the list",
  async ({ page, visit }) => {
    await visit("?code_commune=08105&rayon_km=20");
    const list = search(page);
    await list.total(/Charleville/);
    const card = list.cards.first();
    const name = await card.getByRole("link").first().innerText();
    await card.getByRole("button", { name: /^Garder/ }).click();
    await card.getByRole("button", { name: /^Gardé/, pressed: true }).waitFor();
    await page.getByRole("link", { name: "Ma sélection (1)" }).click();
    const ui = kept(page);
    await ui.cards.first().waitFor();
    assert.ok(name.startsWith((await ui.names())[0]));
  },
  { viewports },
);

journey(
  "the results are taken away whole as a file, and printed with their question and address",
  async ({ page, visit }) => {
    await visit("?code_commune=08105&rayon_km=50");
    const ui = search(page);
    const total = await ui.total(/Charleville/);
    assert.ok(total > (await ui.cards.count()), "there is more than a page of them");
    await page.getByText("Exporter", { exact: true }).click();
    await expectSound(page);
    const file = await downloaded(page, () =>
      page
        .getByRole("button", { name: /JSON\)$/ })
        .last()
        .click(),
    );
    const ids = new Set(JSON.parse(file.text).map((/** @type {any} */ { id }) => id));
    assert.equal(ids.size, total);
    await page.getByRole("status").getByText(file.name).waitFor();
    await expectNoAxeViolations(page);

    await page.emulateMedia({ media: "print" });
    await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
    await page.getByText(page.url()).waitFor();
    await page.getByText(/^Les 20 premiers services\. Imprimé le /).waitFor();
    for (const gone of [
      ui.map,
      ui.where,
      page.getByRole("navigation").first(),
      page.getByRole("button", { name: /^Garder/ }).first(),
    ])
      assert.equal(await gone.isVisible(), false);
    assert.ok(
      await ui.cards
        .first()
        .getByText(/Charleville/)
        .last()
        .isVisible(),
    );
    await page.evaluate(() => dispatchEvent(new Event("afterprint")));
    assert.equal(await page.getByText(page.url()).count(), 0);
  },
  { viewports },
);

journey(
  "what can't be kept is said, and doesn't look kept",
  async ({ page, visit, data }) => {
    const [{ id, nom }] = detailed(data, 1);
    await visit(`?${new URLSearchParams({ service: id })}`);
    const button = page.getByRole("button", { name: `Garder : ${nom}` });
    await button.click();
    await page.getByText("ne laisse pas ce site garder").waitFor();
    assert.equal(await button.getAttribute("aria-pressed"), "false");
    await expectNoAxeViolations(page);
    await page.getByRole("status").getByRole("button", { name: "Fermer" }).click();
    assert.ok(await button.evaluate((element) => element === document.activeElement));
  },
  { viewports: [desk], init: denied },
);

journey(
  "records of any content are shown: nothing, other types, markup, very long words",
  async ({ page, visit }) => {
    await visit("selection.html");
    const odd = [
      { id: "nu" },
      {
        id: "types",
        nom: 7,
        structure: "texte",
        frais: {},
        publics: 3,
        date_maj: "jamais",
        horaires_accueil: [],
        adresse: false,
      },
      {
        id: "<b>&",
        nom: "<img src=x onerror=alert(1)>",
        date_maj: 0,
        commune: "x".repeat(300),
        courriel: "a b@c",
        structure: null,
      },
    ];
    await keep(page, /** @type {any} */ (odd));
    const ui = kept(page);
    await ui.cards.nth(2).waitFor();
    assert.deepEqual(await ui.names(), ["Service sans nom", "7", "<img src=x onerror=alert(1)>"]);
    await expectSound(page);
    await ui.compare.click();
    await ui.comparison.waitFor();
    await visit("fiche.html");
    await fiche(page).leaf.getByText("<img src=x").first().waitFor();
    await expectSound(page);
  },
  { viewports: [desk, small] },
);

journey(
  "several tabs stay in step",
  async ({ page, visit, data, url }) => {
    const { services, ui } = await withKept({ page, visit, data }, 2);
    const other = await page.context().newPage();
    await other.goto(new URL("selection.html", url).href);
    const there = kept(other);
    await there.cards.nth(1).waitFor();
    await there.note(0).fill("de l’autre onglet");
    await there.note(0).blur();
    await there.remove(1).click();
    await ui.sentence.filter({ hasText: /^1 service gardé / }).waitFor();
    assert.deepEqual(await ui.names(), [services[0].nom]);
    assert.equal(await ui.note(0).inputValue(), "de l’autre onglet");
  },
  { viewports: [desk] },
);

journey(
  "what is stored and broken is set aside, said, and given back",
  async ({ page, visit, url }) => {
    await visit("selection.html");
    await page.evaluate(() =>
      localStorage.setItem(`selection ${location.pathname.replace(/[^/]*$/, "")}`, '{"version":9}'),
    );
    await page.goto(new URL("selection.html", url).href);
    const ui = kept(page);
    await ui.alert.waitFor();
    await expectSound(page);
    const aside = await downloaded(page, () =>
      ui.alert.getByRole("button", { name: "La télécharger" }).click(),
    );
    assert.equal(aside.text, '{"version":9}');
    await ui.alert.getByRole("button", { name: "L’effacer" }).click();
    await ui.alert.waitFor({ state: "detached" });
    await page.reload();
    await page.getByText("Vous n’avez encore rien gardé").waitFor();
    assert.equal(await ui.alert.count(), 0);
  },
  { viewports: [desk] },
);

journey(
  "where storage is denied the fiche still works, and remembers nobody",
  async ({ page, visit, data }) => {
    const [{ id, nom }] = detailed(data, 1);
    await visit(`fiche.html?${new URLSearchParams({ service: id })}`);
    const ui = fiche(page);
    await ui.leaf
      .getByText(nom ?? "")
      .first()
      .waitFor();
    await ui.remember.click();
    await page.getByText("ne laisse pas ce site retenir vos coordonnées").waitFor();
    assert.equal(await ui.remember.isChecked(), false);
    await visit("selection.html");
    await page.getByText("Vous n’avez encore rien gardé").waitFor();
  },
  { viewports: [desk], init: denied },
);

journey(
  "a fiche is filled, printed, and leaves nothing of the person behind",
  async ({ page, visit, data, requests }) => {
    const { services } = await withKept({ page, visit, data }, 2);
    await visit("fiche.html");
    const ui = fiche(page);
    await ui.leaf
      .getByText(services[1].nom ?? "")
      .first()
      .waitFor();
    await expectSound(page);
    assert.ok(
      (await ui.leaf.getByRole("img", { name: "à remplir" }).count()) > 5,
      "what is empty is filled by hand",
    );
    await ui.services.nth(1).uncheck();
    const secret = "Zébulon Secret";
    await ui.person.fill(secret);
    await ui.born.fill("1990-02-01");
    await ui.reach.fill("06 00 00 00 00 secret");
    await ui.why.fill("Motif secret\nen deux lignes");
    await ui.agreed.fill("Convenu secret");
    await ui.date.fill("2026-12-01");
    await ui.time.fill("09:30");
    await ui.bring.fill("Papier secret");
    await ui.consent.check();
    await ui.counsellor.fill("A. Conseil");
    await ui.phone.fill("+33324000000");
    await ui.remember.check();
    for (const text of [
      secret,
      "1er février 1990",
      "mardi 1er décembre 2026",
      "9\u00a0h\u00a030",
      "Papier secret",
      "03\u00a024\u00a000\u00a000\u00a000",
    ])
      await ui.leaf.getByText(text).first().waitFor();
    assert.equal(await ui.leaf.getByText(services[1].nom ?? "", { exact: true }).count(), 0);
    await expectSound(page);

    await page.emulateMedia({ media: "print" });
    assert.equal(await ui.person.isVisible(), false, "the form isn't printed");
    assert.equal(await page.getByRole("navigation").isVisible(), false);
    assert.equal(await ui.leaf.isVisible(), true);
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
    assert.equal(pdf.match(/\/Type\s*\/Page\b/g)?.length, 1, "one page");
    assert.match(pdf, /\/MediaBox \[0 0 59[45][.\d]* 84[12][.\d]*\]/, "A4");
    await page.emulateMedia({ media: "screen" });

    const left = await page.evaluate(async () => {
      const databases = await indexedDB.databases();
      return JSON.stringify([
        { ...localStorage },
        { ...sessionStorage },
        location.href,
        document.title,
        history.state,
        document.cookie,
        databases,
      ]);
    });
    assert.doesNotMatch(left, /secret|1990|06 00|Convenu/i);
    assert.match(left, /A\. Conseil/);
    assert.doesNotMatch(requests.join(" "), /secret|bulon/i);

    // Leaving asks; whoever comes back finds an empty form.
    /** @type {string[]} */
    const asked = [];
    page.on("dialog", (dialog) => {
      asked.push(dialog.type());
      void dialog.accept();
    });
    await page.reload();
    assert.deepEqual(asked, ["beforeunload"]);
    await ui.leaf
      .getByText(services[0].nom ?? "")
      .first()
      .waitFor();
    for (const field of [ui.person, ui.born, ui.reach, ui.why, ui.agreed, ui.date, ui.time])
      assert.equal(await field.inputValue(), "");
    assert.equal(await ui.consent.isChecked(), false);
    assert.equal(await ui.counsellor.inputValue(), "A. Conseil");
    await ui.forget.click();
    assert.doesNotMatch(await page.evaluate(() => JSON.stringify({ ...localStorage })), /Conseil/);
    await page.reload();
    assert.equal(await ui.counsellor.inputValue(), "");
    assert.deepEqual(asked, ["beforeunload"], "an empty form asks nothing");
    await ui.person.fill(secret);
    await visit("selection.html");
    await page.goBack();
    assert.equal(await ui.person.inputValue(), "", "Back doesn't show it either");
  },
  { viewports },
);

journey(
  "a fiche can be erased without leaving",
  async ({ page, visit, data }) => {
    const [{ id, nom }] = detailed(data, 1);
    await visit(`fiche.html?${new URLSearchParams({ service: id })}`);
    const ui = fiche(page);
    await ui.leaf
      .getByText(nom ?? "")
      .first()
      .waitFor();
    await ui.person.fill("Zébulon");
    await ui.erase.click();
    await expectSound(page);
    await page.getByRole("dialog").getByRole("button", { name: "Garder" }).click();
    assert.equal(await ui.person.inputValue(), "Zébulon");
    await ui.erase.click();
    await page.getByRole("dialog").getByRole("button", { name: "Effacer" }).click();
    assert.equal(await ui.person.inputValue(), "");
    assert.equal(await ui.leaf.getByText("Zébulon").count(), 0);
    assert.equal(await page.locator(":focus").getAttribute("id"), "person");
  },
  { viewports: [desk] },
);

journey(
  "a fiche for a service that isn't there can be filled by hand",
  async ({ page, visit }) => {
    await visit("fiche.html?service=dora--nulle-part");
    const ui = fiche(page);
    await ui.alert.waitFor();
    assert.match(await ui.alert.innerText(), /dora--nulle-part/);
    assert.equal(await ui.progress.count(), 0);
    await ui.leaf.getByText("Où aller").waitFor();
    await expectSound(page);
  },
  { viewports: [desk] },
);

journey(
  "by keyboard alone: a fiche",
  async ({ page, visit, data }) => {
    const [{ id, nom }] = detailed(data, 1);
    await visit(`fiche.html?${new URLSearchParams({ service: id })}`);
    const ui = fiche(page);
    await ui.leaf
      .getByText(nom ?? "")
      .first()
      .waitFor();
    await tabTo(page, ui.person);
    await page.keyboard.type("Zoé");
    await tabTo(page, ui.why);
    await page.keyboard.type("Logement");
    await tabTo(page, ui.consent);
    await page.keyboard.press("Space");
    await page.evaluate(() => (globalThis.print = () => void (document.body.dataset.printed = "yes")));
    await tabTo(page, ui.print);
    await page.keyboard.press("Enter");
    assert.equal(await page.locator("body").getAttribute("data-printed"), "yes");
    for (const text of ["Zoé", "Logement", "✓"]) await ui.leaf.getByText(text).first().waitFor();
  },
  { viewports: [desk] },
);

/**
 * Tabs on until an element has the focus.
 *
 * @param {Page} page
 * @param {import("playwright-core").Locator} target
 */
async function tabTo(page, target) {
  for (let press = 0; press < 60; press++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  assert.fail(`sixty tabs don't lead to ${target}`);
}

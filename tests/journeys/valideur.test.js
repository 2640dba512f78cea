// A producer checks a file before it is shared. All files are made up here (« données fictives »).

import assert from "node:assert/strict";
import { desk, expectNoAxeViolations, phone, site } from "../support/site.js";
import { csv, plain, rows, service, structure, valideur } from "../support/valideur.js";
import { workbook } from "../support/workbook.js";

const journey = site();
const path = "valideur.html";

/** Faults that every release refuses, two of them alike. */
const faulty = [
  service(1),
  service(2, { thematiques: ["mobilite--preparer-un-permis", "mobilite--preparer-un-permi"] }),
  service(3, { thematiques: ["mobilite--preparer-un-permi"] }),
  service(4, { courriel: "accueil@mairie" }),
  service(5),
  service(6, { nom: "Permanence fictive." }),
];
const pretty = JSON.stringify(faulty, null, 2);

/**
 * @param {import("playwright-core").Page} page
 * @param {import("playwright-core").Locator} target
 */
async function tabTo(page, target) {
  for (let press = 0; press < 80; press++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  assert.fail(`eighty tabs don't lead to ${target}`);
}

journey("before any file: what to drop, the proof, the schema", async ({ page, visit }) => {
  await visit(path);
  const ui = valideur(page);
  await expectNoAxeViolations(page);
  await page.getByText("Comment en être sûr").click();
  await page.getByRole("button", { name: "Faire l’essai" }).click();
  await ui.status.filter({ hasText: /a refusé la connexion/ }).waitFor();
  await expectNoAxeViolations(page);
  await ui.schema.click();
  await ui.dialog.waitFor();
  await expectNoAxeViolations(page);
  await ui.dialog.getByLabel(/^Chercher/).fill("gratuit");
  await ui.dialog
    .getByRole("status")
    .filter({ hasText: /champ.* pour « gratuit »/ })
    .waitFor();
  assert.ok(await ui.dialog.getByText("frais", { exact: true }).first().isVisible());
  await expectNoAxeViolations(page);
  await ui.close.click();
  await ui.dialog.waitFor({ state: "hidden" });
});

journey("the two pages lead to each other", async ({ page, visit }) => {
  await visit(path);
  await page.getByRole("link", { name: "Rechercher" }).click();
  await page.getByRole("link", { name: "Valideur" }).click();
  await valideur(page).example.waitFor();
});

journey("the example shows what the page can do", async ({ page, visit }) => {
  await visit(path);
  const ui = valideur(page);
  await ui.example.click();
  assert.match(await ui.said(), /^\d+ services sur 24 sont bons$/);
  assert.ok((await ui.groups.count()) > 5);
  await ui.corrected.waitFor();
  await expectNoAxeViolations(page);
});

journey("JSON: the summary, the groups, the value in its context", async ({ page, visit }) => {
  await visit(path);
  const ui = valideur(page);
  await ui.give({ "services.json": pretty });
  assert.equal(await ui.said(), "3 services sur 6 sont bons");
  assert.ok(await ui.verdict.evaluate((heading) => heading === document.activeElement), "it has the focus");
  assert.match(
    plain(await ui.results.innerText()),
    /3 ne seront pas publiés tant qu’ils ne sont pas corrigés/,
  );
  assert.match(plain(await ui.files.innerText()), /JSON · 6 services · schéma 1\.0\.10, reconnu tout seul/);
  await expectNoAxeViolations(page);

  const lines = pretty.split("\n");
  const places = lines.flatMap((line, at) => (line.includes('permi"') ? [at + 1] : []));
  const group = ui.groups.filter({ hasText: "mobilite--preparer-un-permi" }).first();
  const text = plain(await group.innerText());
  assert.match(text, /Erreur/);
  assert.match(text, /2 services/);
  assert.match(text, new RegExp(`lignes ${places.join(", ")}`));
  assert.match(text, /mobilite--preparer-un-permis\s*\?/, "what was probably meant");

  const excerpt = await ui.see(group);
  assert.match(await excerpt.locator("mark").innerText(), /^"?mobilite--preparer-un-permi"?$/);
  const where = group.getByRole("status");
  assert.match(
    plain(await where.innerText()),
    new RegExp(`1 sur 2 · Service « essai--service-2 », ligne ${places[0]}, colonne \\d+`),
  );
  await expectNoAxeViolations(page);
  await group.getByRole("button", { name: "Suivant" }).click();
  assert.match(
    plain(await where.innerText()),
    new RegExp(`2 sur 2 · Service « essai--service-3 », ligne ${places[1]}`),
  );
  await group.getByRole("button", { name: "Fermer" }).click();
  assert.equal(await excerpt.count(), 0);
});

journey(
  "a file on one line: its records are numbered, not its lines",
  async ({ page, visit }) => {
    await visit(path);
    const ui = valideur(page);
    await ui.give({ "services.json": JSON.stringify(faulty) });
    await ui.said();
    const group = ui.groups.filter({ hasText: "mobilite--preparer-un-permi" }).first();
    assert.match(plain(await group.innerText()), /fiches 2 à 3/);
  },
  { viewports: [desk] },
);

journey("filters by severity and by field say how many there are", async ({ page, visit }) => {
  await visit(path);
  const ui = valideur(page);
  await ui.give({ "services.json": pretty });
  await ui.said();
  const all = await ui.groups.count();
  await ui.severity(/^Avertissements/).check();
  const warnings = await ui.groups.count();
  assert.ok(warnings > 0 && warnings < all, `${warnings} of ${all}`);
  for (const text of await ui.groups.allInnerTexts()) assert.match(text, /Avertissement/);
  assert.ok(await ui.severity(/^Avertissements/).evaluate((radio) => radio === document.activeElement));
  await ui.severity(/^Erreurs/).check();
  const option = ui.field.locator("option").filter({ hasText: /^thematiques/ });
  assert.match(plain((await option.textContent()) ?? ""), /^thematiques \(2\)$/);
  await ui.field.selectOption({ label: (await option.textContent()) ?? "" });
  assert.equal(await ui.groups.count(), 1);
  await expectNoAxeViolations(page);
});

journey("a field's name opens the schema at this field", async ({ page, visit }) => {
  await visit(path);
  const ui = valideur(page);
  await ui.give({ "services.json": pretty });
  await ui.said();
  const name = ui.groups
    .filter({ hasText: "mobilite--preparer-un-permi" })
    .first()
    .getByRole("button", { name: /^thematiques/ });
  await name.click();
  await ui.dialog.waitFor();
  assert.ok(await ui.dialog.getByText("mobilite--preparer-un-permis").first().isVisible());
  await expectNoAxeViolations(page);
  await page.keyboard.press("Escape");
  await ui.dialog.waitFor({ state: "hidden" });
  assert.ok(await name.evaluate((button) => button === document.activeElement), "the focus is back");
});

journey(
  "CSV of another time: Windows-1252, semicolons; the corrected copy byte for byte",
  async ({ page, visit }) => {
    const text = csv([
      service(1, {
        description: "Été comme hiver, un accueil à l’année, près de la mairie ; on y parle français.",
      }),
      service(2, { date_maj: "14/02/2026" }),
      service(3, { date_maj: "15/02/2026", thematiques: ["numerique--rien-de-tel"] }),
    ]).replaceAll("’", "'");
    const file = Buffer.from(text, "latin1");
    await visit(path);
    const ui = valideur(page);
    await ui.give({ "services.csv": file });
    assert.equal(await ui.said(), "1 service sur 3 est bon");
    assert.match(plain(await ui.files.innerText()), /CSV, point-virgule, Windows-1252 · 3 services/);
    await ui.corrected.click();
    await ui.dialog.waitFor();
    await expectNoAxeViolations(page);
    const listed = plain(await ui.dialog.innerText());
    assert.match(listed, /2 corrections sûres/);
    assert.match(listed, /ligne 3, colonne \d+ · date_maj\s+14\/02\/2026 → 2026-02-14/);
    assert.match(listed, /ligne 4, colonne \d+ · date_maj\s+15\/02\/2026 → 2026-02-15/);
    const take = ui.dialog.getByRole("button", { name: "Télécharger la copie" });
    const { name, bytes } = await ui.downloaded(() => take.click());
    assert.equal(name, "services-corrige.csv");
    const expected = text.replace("14/02/2026", "2026-02-14").replace("15/02/2026", "2026-02-15");
    assert.ok(bytes.equals(Buffer.from(expected, "latin1")), bytes.toString("latin1"));

    const changes = ui.dialog.getByRole("button", { name: /^Liste des corrections/ });
    const list = await ui.downloaded(() => changes.click());
    assert.match(list.bytes.toString(), /^\ufefffiche;ligne;.*\r\n2;3;\d+;date_maj;14\/02\/2026;2026-02-14;/);
    await ui.dialog.getByRole("button", { name: "Vérifier la copie" }).click();
    await ui.files.getByText("services-corrige.csv").waitFor();
    assert.equal(await ui.said(), "2 services sur 3 sont bons");
    assert.ok(!(await ui.dialog.isVisible()));
  },
);

journey("JSON: the corrected copy byte for byte", async ({ page, visit }) => {
  const text = pretty
    .replace('"date_maj": "2026-02-10"', '"date_maj":   "14/02/2026"')
    .replace("fictive.", "fictive");
  await visit(path);
  const ui = valideur(page);
  await ui.give({ "services.json": text });
  await ui.said();
  await ui.corrected.click();
  const take = ui.dialog.getByRole("button", { name: "Télécharger la copie" });
  const { bytes } = await ui.downloaded(() => take.click());
  assert.equal(bytes.toString(), text.replace("14/02/2026", "2026-02-14"));
});

journey("a workbook: both sheets, cells by their names", async ({ page, visit }) => {
  await visit(path);
  const ui = valideur(page);
  const services = rows([service(1), service(2, { courriel: "accueil@mairie" }), service(3)]);
  const file = workbook({ Structures: rows([1, 2, 3].map((n) => structure(n))), Services: services });
  await ui.give({ "offre.xlsx": file });
  assert.equal(await ui.said(), "Les 3 structures sont bonnes");
  const text = plain(await ui.results.innerText());
  assert.match(text, /2 services sur 3 sont bons/);
  assert.match(plain(await ui.files.innerText()), /classeur Excel · 3 structures et 3 services/);
  await expectNoAxeViolations(page);
  const group = ui.groups.filter({ hasText: "accueil@mairie" }).first();
  await group.getByRole("button", { name: "Voir" }).click();
  const column = String.fromCharCode(65 + services[0].indexOf("courriel"));
  assert.match(
    plain(await group.getByRole("status").innerText()),
    new RegExp(`Service « essai--service-2 », cellule ${column}3`),
  );
  assert.equal(await ui.corrected.count(), 0, "a workbook can't be corrected as bytes");
  await expectNoAxeViolations(page);
});

journey("the findings for a spreadsheet, and as JSON", async ({ page, visit }) => {
  await visit(path);
  const ui = valideur(page);
  const formula = '=HYPERLINK("http://exemple.fr";"x")';
  await ui.give({ "services.json": JSON.stringify([...faulty, service(7, { frais: formula })], null, 2) });
  await ui.said();
  const { name, bytes } = await ui.downloaded(() => ui.table.click());
  assert.equal(name, "services-rapport.csv");
  const text = bytes.toString();
  assert.ok(
    text.startsWith(
      "\ufeffgravité;type;fiche;identifiant;ligne;colonne;champ;valeur;message;proposition;code\r\n",
    ),
  );
  assert.match(
    text,
    /\r\nErreur;services;2;essai--service-2;\d+;\d+;thematiques\[2\];mobilite--preparer-un-permi;/,
  );
  assert.ok(text.includes(`;"'=HYPERLINK(""http://exemple.fr"";""x"")";`), "no formula is run");
  const json = await ui.downloaded(() => ui.json.click());
  assert.equal(json.name, "services-rapport.json");
  const report = JSON.parse(json.bytes.toString());
  assert.equal(report.file, "services.json");
  assert.equal(report.records, 7);
  assert.equal(report.invalid, 4);
  assert.equal(report.findings.length, report.counts.error + report.counts.warning + report.counts.info);
});

journey(
  "structures and services together: a service without its structure is told",
  async ({ page, visit }) => {
    await visit(path);
    const ui = valideur(page);
    const structures = JSON.stringify([1, 2, 3].map((n) => structure(n)));
    const services = JSON.stringify([service(1), service(4)]);
    // Given in this order, and whatever they are called.
    await ui.give({ "b.json": services, "a.json": structures });
    await ui.files.getByText(/vérifiés avec les structures/).waitFor();
    assert.equal(await ui.said(), "Les 3 structures sont bonnes");
    await expectNoAxeViolations(page);
    await ui.files.getByRole("button", { name: "b.json" }).click();
    await ui.verdict.filter({ hasText: /services/ }).waitFor();
    await ui.groups.filter({ hasText: "essai--structure-4" }).first().waitFor();
    assert.equal(await ui.groups.filter({ hasText: "essai--structure-1" }).count(), 0);
    await expectNoAxeViolations(page);
  },
);

journey("two files of one kind are checked each on its own, and that is said", async ({ page, visit }) => {
  await visit(path);
  const ui = valideur(page);
  await ui.give({ "un.json": JSON.stringify([service(1)]), "deux.json": JSON.stringify([service(2)]) });
  await ui.files.getByText(/tous des fichiers de services : chacun est vérifié seul/).waitFor();
  await expectNoAxeViolations(page);
});

journey("another version is chosen: the file is checked again, the focus stays", async ({ page, visit }) => {
  await visit(path);
  const ui = valideur(page);
  await ui.give({ "services.json": pretty });
  assert.equal(await ui.said(), "3 services sur 6 sont bons");
  await ui.choices.click();
  await ui.version.focus();
  await ui.version.selectOption("0.27.0");
  await ui.files.getByText(/schéma 0\.27\.0, choisi/).waitFor();
  assert.ok(await ui.version.evaluate((select) => select === document.activeElement));
  await expectNoAxeViolations(page);
  await ui.kind.selectOption("structures");
  await ui.files.getByText(/6\s+structures/).waitFor();
  await ui.kind.selectOption("");
  await ui.version.selectOption("");
  await ui.files.getByText(/6\s+services · schéma 1\.0\.10, reconnu tout seul/).waitFor();
  assert.equal(await ui.said(), "3 services sur 6 sont bons");
});

/**
 * Drops a file without end: one record, over and over.
 *
 * @param {import("playwright-core").Page} page
 * @param {number} megabytes
 */
async function dropRepeated(page, megabytes) {
  const line = `${JSON.stringify(service(1))}\n`;
  const transfer = await page.evaluateHandle(
    ([line, megabytes]) => {
      const part = new Blob([String(line).repeat(Math.round(1e6 / String(line).length))]);
      const dropped = new DataTransfer();
      dropped.items.add(new File(Array(Number(megabytes)).fill(part), "services-national.ndjson"));
      return dropped;
    },
    [line, megabytes],
  );
  for (const type of ["dragenter", "dragover", "drop"])
    await page.dispatchEvent("body", type, { dataTransfer: transfer });
}

journey("a big file shows how far it is, and can be stopped", async ({ page, visit }) => {
  await visit(path);
  const ui = valideur(page);
  await dropRepeated(page, 4_000);
  await page.getByText(/Mo sur [34]\s\d+,\d\sMo · [\d\s]+ fiches/).waitFor();
  await expectNoAxeViolations(page);
  await ui.cancel.click();
  await ui.resume.waitFor();
  assert.equal(await ui.progress.count(), 0);
  assert.ok(await ui.resume.evaluate((button) => button === document.activeElement));
  await ui.status
    .filter({ hasText: /arrêtée/ })
    .first()
    .waitFor();
  await expectNoAxeViolations(page);
  await ui.resume.click();
  await ui.cancel.click();
  await ui.give({ "services.json": pretty });
  assert.equal(await ui.said(), "3 services sur 6 sont bons");
  assert.equal(await ui.resume.count(), 0);
});

journey(
  "another file takes the place of one that is being read",
  async ({ page, visit }) => {
    await visit(path);
    const ui = valideur(page);
    await dropRepeated(page, 4_000);
    await ui.progress.waitFor();
    await ui.give({ "services.json": pretty });
    assert.equal(await ui.said(), "3 services sur 6 sont bons");
    assert.equal(await ui.progress.count(), 0);
  },
  { viewports: [desk] },
);

journey(
  "by keyboard alone: file, findings, schema, copy",
  async ({ page, visit }) => {
    await visit(path);
    const ui = valideur(page);
    await tabTo(page, ui.example);
    await page.keyboard.press("Enter");
    await ui.said();
    const see = ui.groups.first().getByRole("button", { name: "Voir" });
    await tabTo(page, see);
    await page.keyboard.press("Enter");
    const next = ui.groups.first().getByRole("button", { name: "Suivant" });
    await tabTo(page, next);
    await page.keyboard.press("Enter");
    await ui.groups
      .first()
      .getByRole("status")
      .filter({ hasText: /^2 sur/ })
      .waitFor();
    await page.keyboard.press("Enter");
    assert.ok(
      await next.evaluate((button) => button === document.activeElement),
      "at the end the focus stays",
    );
    const field = ui.groups.nth(1).getByRole("heading").getByRole("button");
    await tabTo(page, field);
    await page.keyboard.press("Enter");
    await ui.dialog.waitFor();
    assert.ok(await ui.dialog.evaluate((dialog) => dialog.contains(document.activeElement)));
    await page.keyboard.press("Escape");
    await ui.dialog.waitFor({ state: "hidden" });
    await page.keyboard.press("Home");
    await ui.verdict.focus();
    await tabTo(page, ui.corrected);
    await page.keyboard.press("Enter");
    await ui.dialog.waitFor();
    const take = ui.dialog.getByRole("button", { name: "Télécharger la copie" });
    await tabTo(page, take);
    const { name } = await ui.downloaded(() => page.keyboard.press("Enter"));
    assert.equal(name, "exemple-services-corrige.csv");
  },
  { viewports: [desk] },
);

journey(
  "nothing leaves: no request after loading, and the browser would refuse one",
  async ({ page, visit, requests }) => {
    await visit(path);
    const ui = valideur(page);
    await ui.schema.click();
    await ui.close.click();
    const before = requests.length;
    await ui.give({ "services.json": pretty, "structures.json": JSON.stringify([structure(1)]) });
    await ui.said();
    await ui.give({ "offre.xlsx": workbook({ Services: rows([service(1)]) }) });
    await ui.files.getByText("offre.xlsx").waitFor();
    await ui.said();
    const asked = requests.slice(before).filter((url) => !url.startsWith("blob:"));
    assert.deepEqual(asked, [], "nothing is asked for after loading");
    const [worker] = page.workers();
    assert.ok(worker, "the file is read in a worker");
    const refused = await worker.evaluate(async () => {
      try {
        await fetch(new URL("/", location.href.replace(/^blob:/, "")), { method: "POST", body: "essai" });
        return "sent";
      } catch (error) {
        return String(error);
      }
    });
    assert.match(refused, /TypeError/, "the worker may not connect either");
  },
);

journey(
  "hundreds of groups come by the hundred",
  async ({ page, visit }) => {
    await visit(path);
    const ui = valideur(page);
    const many = Array.from({ length: 450 }, (_, n) => service(n, { courriel: `accueil-${n}@mairie` }));
    await ui.give({ "services.json": JSON.stringify(many) });
    assert.equal(await ui.said(), "Aucun des 450 services n’est bon");
    assert.equal(await ui.groups.count(), 100);
    await ui.more.click();
    assert.equal(await ui.groups.count(), 200);
    assert.ok(await ui.groups.nth(100).evaluate((group) => group.contains(document.activeElement)));
    await expectNoAxeViolations(page);
  },
  { viewports: [desk] },
);

const unreadable = {
  "a file cut short in its first record": { content: pretty.slice(0, 100), wording: /incomplet/ },
  "an empty file": { content: "", wording: /vide/i },
  "a picture": { content: Buffer.from("89504e470d0a1a0a0000000d49484452", "hex"), wording: /\S/ },
};
for (const [what, { content, wording }] of Object.entries(unreadable)) {
  journey(`${what} is refused in words`, async ({ page, visit }) => {
    await visit(path);
    const ui = valideur(page);
    await ui.give({ "services.json": content });
    await ui.alert.filter({ hasText: /n’a pas pu être lu/ }).waitFor();
    const text = await ui.alert.innerText();
    assert.match(text, wording);
    assert.doesNotMatch(text, /undefined|null|NaN|\[object|Error/);
    await expectNoAxeViolations(page);
    await ui.give({ "services.json": pretty });
    assert.equal(await ui.said(), "3 services sur 6 sont bons");
  });
}

journey("a file cut short is told as far as it was read", async ({ page, visit }) => {
  await visit(path);
  const ui = valideur(page);
  const cut = pretty.lastIndexOf("essai--service-5");
  await ui.give({ "services.json": pretty.slice(0, cut) });
  assert.equal(await ui.said(), "1 service sur 5 est bon");
  const line = pretty.slice(0, cut).split("\n").length;
  await ui.results.getByText(new RegExp(`La lecture s’est arrêtée à la ligne\\s${line}`)).waitFor();
  assert.match(await ui.groups.first().innerText(), /incomplet/);
  await expectNoAxeViolations(page);
});

journey("a file without a record is told", async ({ page, visit }) => {
  await visit(path);
  const ui = valideur(page);
  await ui.give({ "services.json": "[]" });
  assert.equal(await ui.said(), "Ce fichier ne contient aucune fiche");
  await expectNoAxeViolations(page);
});

journey("a file without fault is told to be ready", async ({ page, visit }) => {
  await visit(path);
  const ui = valideur(page);
  await ui.give({ "structures.json": JSON.stringify([structure(1), structure(2)]) });
  assert.equal(await ui.said(), "Les 2 structures sont bonnes");
  await ui.results.getByText("Il est prêt à être partagé").waitFor();
  await expectNoAxeViolations(page);
});

journey(
  "no WebAssembly",
  async ({ page, visit }) => {
    await visit(path);
    const { alert } = valideur(page);
    await alert.filter({ hasText: /WebAssembly/ }).waitFor();
    await expectNoAxeViolations(page);
  },
  { init: () => void Reflect.deleteProperty(globalThis, "WebAssembly") },
);

journey(
  "no worker: it works all the same",
  async ({ page, visit }) => {
    await visit(path);
    const ui = valideur(page);
    await ui.give({ "services.json": pretty });
    assert.equal(await ui.said(), "3 services sur 6 sont bons");
  },
  {
    init: () => {
      globalThis.Worker = /** @type {any} */ (
        class {
          constructor() {
            throw new DOMException("blocked", "SecurityError");
          }
        }
      );
    },
  },
);

journey(
  "nothing is wider than a small phone, whatever the words",
  async ({ page, visit }) => {
    await page.setViewportSize({ width: 320, height: 640 });
    await visit(path);
    const ui = valideur(page);
    const long = "Accompagnementsansespacenitraitdunion".repeat(6);
    await ui.give({
      [`${"services".repeat(12)}.json`]: JSON.stringify([
        service(1, { nom: long, frais: long, [long]: "x" }),
      ]),
    });
    await ui.said();
    const fits = async (/** @type {string} */ state) => {
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(width <= 320, `${state}: ${width} px`);
    };
    await fits("the report");
    await ui.choices.click();
    await ui.groups.first().getByRole("button", { name: "Voir" }).click();
    await fits("an excerpt");
    await ui.groups.first().getByRole("heading").getByRole("button").click();
    await ui.dialog.waitFor();
    await fits("the schema");
    const sideways = await ui.dialog.evaluate((dialog) => dialog.scrollWidth > dialog.clientWidth);
    assert.ok(!sideways, "the dialog doesn't scroll sideways");
  },
  { viewports: [phone] },
);

journey(
  "what is touched is 44 pixels high",
  async ({ page, visit }) => {
    await visit(path);
    const ui = valideur(page);
    await ui.example.click();
    await ui.said();
    await ui.choices.click();
    const small = await page
      .locator("button, select, summary, label.choice, label.button, nav a")
      .evaluateAll((all) =>
        all
          .filter((element) => element.getClientRects().length)
          .map((element) => ({
            text: element.textContent?.trim().slice(0, 30),
            height: element.getBoundingClientRect().height,
          }))
          .filter(({ height }) => height < 44),
      );
    assert.deepEqual(small, []);
  },
  { viewports: [phone] },
);

journey(
  "dark, forced colours, on paper",
  async ({ page, visit }) => {
    await visit(path);
    const ui = valideur(page);
    await ui.example.click();
    await ui.said();
    await page.emulateMedia({ colorScheme: "dark" });
    await expectNoAxeViolations(page);
    // Colours are the system's then, which axe can't see: what is chosen must be told by more than its colour.
    await page.emulateMedia({ forcedColors: "active" });
    const outline = await page
      .locator("label", { has: ui.severity(/^Tout/) })
      .evaluate((label) => getComputedStyle(label).outlineStyle);
    assert.equal(outline, "solid");
    await page.emulateMedia({ media: "print", colorScheme: "light", forcedColors: "none" });
    assert.ok(await ui.results.getByText(/^Rapport de vérification du/).isVisible());
    assert.ok(!(await ui.corrected.isVisible()));
    assert.ok(await ui.groups.first().isVisible());
  },
  { viewports: [desk] },
);

// Nothing that is published is lost: a record that has every field of the schema, and some that it doesn't have.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { write } from "../support/data.js";
import { search } from "../support/page.js";
import { root } from "../support/paths.js";
import { desk, expectNoAxeViolations, phone, site } from "../support/site.js";

/**
 * @typedef {{ name: string, type: string, vocabulary?: string, items?: { vocabulary?: string } }} Field
 * @typedef {Record<string, unknown>} Fields
 */

const small = { name: "320×640", width: 320, height: 640 };
const read = (/** @type {string} */ name) =>
  JSON.parse(readFileSync(join(root, "data/schemas/1.0.10", name), "utf8"));
const { kinds } = read("schema.json");
const { vocabularies } = read("vocabularies.json");
/** @type {{ structures: Field[], services: Field[] }} */
const fields = { structures: kinds.structures.fields, services: kinds.services.fields };

/** What is said of a field in other words than it is published: the value, and what the sheet says of it. */
const special = /** @type {Record<string, [value: unknown, said: string[]]>} */ ({
  date_maj: [Date.UTC(2026, 2, 1), ["1er mars 2026"]],
  telephone: ["+33324000000", ["03 24 00 00 00"]],
  code_insee: ["08105", ["08105"]],
  code_postal: ["08000", ["08000"]],
  siret: ["12345678900012", ["123 456 789 00012"]],
  longitude: [4.7201, ["4.7201"]],
  latitude: [49.7702, ["49.7702"]],
  zone_eligibilite: [
    ["08", "200041630", "08105"],
    ["Ardennes (08)", "Ardenne Métropole", "Charleville-Mézières"],
  ],
  volume_horaire_hebdomadaire: [12.5, ["12,5 h par semaine"]],
  nombre_semaines: [7, ["7 semaines"]],
  horaires_accueil: ["Mo-Fr 09:00-12:30", ["Mo-Fr 09:00-12:30", "9 h – 12 h 30"]],
  modes_accueil: [["en-presentiel", "a-distance"], ["Sur place, et aussi à distance"]],
  modes_mobilisation: [
    ["telephoner", "envoyer-un-courriel", "se-presenter", "utiliser-lien-mobilisation"],
    ["téléphoner, envoyer un courriel, se présenter sur place ou remplir le formulaire en ligne"],
  ],
  mobilisable_par: [
    ["usagers", "professionnels"],
    ["La personne elle-même peut", "Un professionnel de l’insertion peut"],
  ],
  score_qualite: [0.87, ["0,87"]],
});

/**
 * A value for a field, and what the sheet must say of it.
 *
 * @param {string} kind
 * @param {Field} field
 * @returns {[unknown, string[]]}
 */
function valueOf(kind, { name, type, vocabulary, items }) {
  if (special[name]) return special[name];
  const known = vocabulary ?? items?.vocabulary;
  if (known) {
    const entries = vocabularies[known].slice(0, 3);
    const values = entries.map((/** @type {any} */ { value }) => value);
    const labels = entries.map((/** @type {any} */ { label }) => label);
    return vocabulary ? [values[0], [labels[0]]] : [values, labels];
  }
  if (type === "url") return [`https://example.org/${kind}/${name}`, [`https://example.org/${kind}/${name}`]];
  if (type === "email") return [`${kind}@example.org`, [`${kind}@example.org`]];
  return [`Texte ${kind} de ${name}`, [`Texte ${kind} de ${name}`]];
}

/**
 * @param {string} kind
 * @param {Field[]} known
 * @returns {{ record: Fields, said: [field: string, words: string][] }}
 */
function full(kind, known) {
  const values = known.map((field) => ({ field, of: valueOf(kind, field) }));
  return {
    record: Object.fromEntries(values.map(({ field, of: [value] }) => [field.name, value])),
    said: values.flatMap(({ field, of: [, said] }) =>
      said.map((words) => /** @type {[string, string]} */ ([field.name, words])),
    ),
  };
}

const structure = full("structure", fields.structures);
const service = full("service", [...fields.services, { name: "score_qualite", type: "number" }]);
const beyond = {
  champ_nouveau: "Un champ que personne ne connaît",
  objet_nouveau: { cle: ["valeur"] },
};
const id = String(service.record.id);
const structureId = String(structure.record.id);

/** Texts and links that may be anything. */
const hostile = `<img src=x onerror="document.title='pwned'"><script>alert(1)</script>`;
const bad = "javascript:alert(1)";
const odd = {
  ...service.record,
  id: "hostile",
  structure_id: structureId,
  nom: "Hostile",
  description: `${hostile}\n\n[lien](${bad}) [données](data:text/html,x) **gras** et [bon](https://example.org/bon).\n\n- un\n- deux`,
  lien_source: bad,
  lien_mobilisation: bad,
  telephone: `"><b>06`,
  courriel: `x?bcc=y@z.example,"<b>`,
  zone_eligibilite: ["97411"],
  horaires_accueil: "le matin, sur rendez-vous",
};
const orphan = {
  id: "orphelin",
  source: "essai",
  structure_id: "essai--nulle-part",
  nom: "Orphelin",
  description: null,
  date_maj: null,
};
const twin = { ...structure.record, id: "autre", nom: "Structure sans service" };

const journey = site({
  data: () =>
    write(
      [{ ...structure.record, ...beyond }, twin],
      [{ ...service.record, ...beyond, structure_id: structureId }, odd, orphan],
    ),
});

/**
 * All that a sheet says, its folded parts and the addresses of its links with it.
 *
 * @param {import("playwright-core").Locator} sheet
 */
async function whole(sheet) {
  const said = await sheet.evaluate((element) => {
    for (const folded of element.querySelectorAll("details")) folded.open = true;
    const links = [...element.querySelectorAll("a")].map((link) => link.getAttribute("href"));
    return [/** @type {HTMLElement} */ (element).innerText, ...links].join("\n");
  });
  return said.replaceAll(/[\u00a0\u202f]/g, " ");
}

for (const [kind, { said }] of Object.entries({ service, structure })) {
  journey(
    `every field of the schema reaches the sheet of a ${kind}`,
    async ({ page, visit }) => {
      const ui = search(page);
      await visit(`?${kind}=${encodeURIComponent(kind === "service" ? id : structureId)}`);
      await ui.sheet.getByRole("heading", { level: 1 }).waitFor();
      const text = await whole(ui.sheet);
      const told = (/** @type {string} */ words) => text.toLowerCase().includes(words.toLowerCase());
      // The structure's id replaces the one that was made.
      const expected = said.filter(([field]) => field !== "structure_id");
      const lost = expected.filter(([, words]) => !told(words));
      assert.deepEqual(lost, [], text);
      if (kind === "service") assert.ok(told(structureId));
      assert.ok(told(beyond.champ_nouveau) && told("champ nouveau"), "a field beyond the schema");
      assert.ok(told('{"cle":["valeur"]}'), "a value of any type");
      await expectNoAxeViolations(page);
    },
    { viewports: [desk, phone, small] },
  );
}

journey("who is in the zone is told so, and who is not", async ({ page, visit }) => {
  const ui = search(page);
  await visit(`?service=${encodeURIComponent(id)}&code_commune=08105&rayon_km=20`);
  await ui.sheet.getByText("Votre commune, Charleville-Mézières, en fait partie").waitFor();
  await visit(`?service=hostile&code_commune=08105&rayon_km=20`);
  await ui.sheet.getByText("Votre commune, Charleville-Mézières, n’en fait pas partie").waitFor();
  await visit(`?service=${encodeURIComponent(id)}`);
  await ui.sheet.getByRole("heading", { level: 1 }).waitFor();
  assert.equal(await ui.sheet.getByText(/fait (pas )?partie/).count(), 0, "nobody asked");
});

journey("text is text, and only the web is linked to", async ({ page, visit }) => {
  const ui = search(page);
  await visit("?service=hostile");
  await ui.sheet.getByRole("heading", { level: 1, name: "Hostile" }).waitFor();
  const links = await ui.sheet
    .getByRole("link")
    .evaluateAll((all) => all.map((link) => link.getAttribute("href")));
  for (const href of links)
    assert.match(String(href), /^(https?:\/\/|\.\/|tel:\+?\d*$|geo:|mailto:|sms:|fiche\.html)/);
  // A mail goes to nobody that wasn't shown.
  assert.ok(!links.some((href) => /^mailto:[^?]/.test(String(href))));
  assert.equal(await page.locator("#sheet img, #sheet script").count(), 0);
  assert.notEqual(await page.title(), "pwned");
  const text = await whole(ui.sheet);
  for (const words of [hostile, bad, "le matin, sur rendez-vous"])
    assert.ok(text.includes(words), `${words} is shown`);
  assert.equal(
    await ui.sheet.getByRole("link", { name: /^bon/ }).getAttribute("href"),
    "https://example.org/bon",
  );
  assert.equal(await ui.sheet.locator("strong", { hasText: /^gras$/ }).count(), 1);
  assert.equal(
    await ui.sheet
      .getByRole("listitem")
      .filter({ hasText: /^(un|deux)$/ })
      .count(),
    2,
  );
});

journey("little is known, and said so", async ({ page, visit }) => {
  const ui = search(page);
  await visit("?service=orphelin");
  await ui.sheet.getByRole("heading", { level: 1, name: "Orphelin" }).waitFor();
  assert.doesNotMatch(await whole(ui.sheet), /undefined|\bnull\b|NaN|\[object/);
  await ui.sheet.getByText("Structure non publiée").waitFor();
  await ui.sheet.getByText("Aucun moyen de contact n’est publié.").waitFor();
  await expectNoAxeViolations(page);
  await visit("?structure=autre");
  await ui.sheet.getByRole("heading", { name: "Aucun service publié" }).waitFor();
});

journey("an error is reported to whom can correct it", async ({ page, visit }) => {
  const ui = search(page);
  await visit(`?service=${encodeURIComponent(id)}`);
  await ui.sheet.getByRole("button", { name: "Signaler une erreur" }).click();
  await ui.dialog.waitFor();
  assert.equal(await ui.dialog.getByRole("checkbox").count(), 7);
  await ui.dialog.getByRole("checkbox", { name: /téléphone/ }).check();
  await ui.dialog.getByRole("textbox").fill("C’est le 03 24 11 11 11.");
  await expectNoAxeViolations(page);
  const href = await ui.dialog.getByRole("link", { name: "Préparer le courriel" }).getAttribute("href");
  const mail = new URL(String(href));
  assert.equal(mail.pathname, "service@example.org");
  const body = String(mail.searchParams.get("body"));
  for (const words of ["Le téléphone ou le courriel est faux.", "03 24 11 11 11", id, "?service="])
    assert.ok(body.includes(words), words);
  const source = ui.dialog.getByRole("link", { name: /Corriger chez le producteur/ });
  assert.equal(await source.getAttribute("href"), "https://example.org/service/lien_source");
  await page.keyboard.press("Escape");
  await ui.dialog.waitFor({ state: "hidden" });
  await ui.sheet.locator("button:focus", { hasText: "Signaler" }).waitFor();
});

journey("a first mail is prepared, and the link is shared without the search", async ({ page, visit }) => {
  const ui = search(page);
  await visit(`?service=${encodeURIComponent(id)}&code_commune=08105&rayon_km=20`);
  const mail = await ui.sheet.getByRole("link", { name: /^Écrire/ }).getAttribute("href");
  const { pathname, searchParams } = new URL(String(mail));
  assert.equal(pathname, "service@example.org");
  assert.ok(searchParams.get("subject")?.includes(String(service.record.nom)));
  await ui.sheet.getByText("Partager", { exact: true }).click();
  const link = await ui.sheet.getByRole("link", { name: "Par courriel" }).getAttribute("href");
  const body = String(new URL(String(link)).searchParams.get("body"));
  assert.match(body, /\?service=/);
  assert.doesNotMatch(body, /code_commune/);
  assert.match(
    String(await ui.sheet.getByRole("link", { name: "Par SMS" }).getAttribute("href")),
    /^sms:\?&body=/,
  );
});

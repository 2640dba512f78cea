// The schema, one click away: fields, rules, vocabularies, examples; and what is checked beyond it.

import { show } from "../common/dialog.js";
import { h } from "../common/dom.js";
import { inFrench } from "../common/failure.js";
import { date, several } from "../common/format.js";
import { chip, sentence } from "./text.js";
import { KINDS, severityWords } from "./words.js";

/** @typedef {import("../../pkg/inclusion-atlas.js").SchemaReference} Reference */
/** @typedef {import("../../pkg/inclusion-atlas.js").FieldReference} Field */
/** @typedef {Reference["vocabularies"][string]} Vocabulary */
/** @typedef {Awaited<ReturnType<typeof import("../../pkg/validation.js").openValidator>>} Validator */

const KIND_TITLES = { structures: "Structures", services: "Services" };

/** Text as it is searched: without accents or capitals. */
const fold = (/** @type {string} */ text) => text.normalize("NFD").replaceAll(/\p{M}/gu, "").toLowerCase();

/** Versions as options, newest first. */
export function versionOptions(/** @type {Validator} */ validator) {
  const releases = validator.schemas().toSorted((a, b) => (a.released < b.released ? 1 : -1));
  return releases.map(({ version, released }) =>
    h("option", { value: version }, `${version} (${date(released)})`),
  );
}

/**
 * Opens the schema.
 *
 * @param {Validator} validator
 * @param {string} version
 * @param {{ kind?: string, field?: string, code?: string }} [at] what to show of it first
 */
export async function showReference(validator, version, at = {}) {
  /** @type {Reference} */
  let reference;
  try {
    reference = await validator.reference(version);
  } catch (error) {
    show("Le schéma ne peut pas être affiché", h("p", {}, inFrench(error)));
    return;
  }
  const entries = KINDS.flatMap((kind) =>
    (reference.kinds[kind]?.fields ?? []).map((field) => new Entry(kind, field, reference)),
  );
  const found = h("p", { class: "small soft", role: "status" });
  const input = h("input", {
    type: "search",
    id: "look-up",
    autocomplete: "off",
    spellcheck: "false",
    oninput: () => filter(),
  });
  const versions = h("select", {
    id: "reference-version",
    onchange: async () => {
      const typed = input.value;
      await showReference(validator, versions.value);
      const anew = document.getElementById("look-up");
      if (anew instanceof HTMLInputElement && typed) {
        anew.value = typed;
        anew.dispatchEvent(new Event("input"));
      }
      document.getElementById("reference-version")?.focus();
    },
  });
  versions.append(...versionOptions(validator));
  versions.value = version;

  const sections = KINDS.filter((kind) => reference.kinds[kind]).map((kind) => {
    const own = entries.filter((entry) => entry.kind === kind);
    const { rules } = reference.kinds[kind];
    return h(
      "section",
      { class: "kind" },
      h("h3", {}, KIND_TITLES[kind]),
      ...own.map(({ element }) => element),
      rules.length
        ? h(
            "div",
            { class: "rules" },
            h("h4", {}, "Règles d’ensemble"),
            h("ul", {}, ...rules.map((rule) => h("li", {}, ...sentence(rule)))),
          )
        : null,
    );
  });

  function filter() {
    const words = fold(input.value).split(/\s+/).filter(Boolean);
    let count = 0;
    for (const entry of entries) if (entry.match(words)) count++;
    for (const section of sections)
      section.hidden = ![...section.querySelectorAll("details")].some((it) => !it.hidden);
    found.textContent = words.length ? `${several(count, "champ")} pour « ${input.value.trim()} »` : "";
  }

  const beyond = checks(validator, at.code);
  show(
    `Le schéma ${version}`,
    h(
      "div",
      { class: "look-up" },
      h(
        "div",
        { class: "pick" },
        h("label", { for: "look-up" }, "Chercher un champ, une valeur, un mot"),
        input,
      ),
      h("div", { class: "pick" }, h("label", { for: "reference-version" }, "Version"), versions),
    ),
    found,
    ...sections,
    reference.changes.length
      ? h(
          "details",
          { class: "field" },
          h("summary", {}, "Ce qui a changé dans cette version"),
          h("ul", {}, ...reference.changes.map((change) => h("li", {}, ...sentence(change)))),
        )
      : null,
    beyond.element,
  );
  const entry = entries.find(({ kind, field }) => field.name === at.field && (!at.kind || kind === at.kind));
  const target = entry?.element ?? beyond.wanted;
  if (!target) return;
  if (!entry) beyond.element.open = true;
  target.open = true;
  target.querySelector("summary")?.focus({ preventScroll: true });
  target.scrollIntoView({ block: "start", behavior: "instant" });
}

/** A field, which unfolds. */
class Entry {
  #vocabulary = h("div", {});

  /**
   * @param {string} kind
   * @param {Field} field
   * @param {Reference} reference
   */
  constructor(kind, field, reference) {
    this.kind = kind;
    this.field = field;
    /** @type {Vocabulary} */
    this.values = field.vocabulary ? (reference.vocabularies[field.vocabulary] ?? []) : [];
    this.text = fold([field.name, field.rule, field.description ?? ""].join(" "));
    this.words = this.values.map(({ value, label, description }) =>
      fold(`${value} ${label} ${description ?? ""}`),
    );
    this.kept = this.values;
    this.element = h(
      "details",
      { class: "field" },
      h(
        "summary",
        {},
        h("code", {}, field.name),
        " ",
        h(
          "span",
          { class: `tag ${field.required ? "warn" : "plain"}` },
          field.required ? "obligatoire" : "facultatif",
        ),
        " ",
        h("span", { class: "small" }, ...sentence(field.rule)),
      ),
      h(
        "div",
        { class: "inside" },
        field.description ? h("p", { class: "prose" }, field.description) : null,
        field.nullable && !field.required ? h("p", { class: "small soft" }, "Peut être laissé vide.") : null,
        field.example ? h("p", {}, "Exemple\u00a0: ", chip(field.example, "good")) : null,
        this.#vocabulary,
      ),
    );
    // Some vocabularies are long: they are written when they are first seen.
    this.element.addEventListener("toggle", () => this.#fill());
  }

  /**
   * Shows the field if it has all the words, itself or in one of its values.
   *
   * @param {string[]} words
   */
  match(words) {
    const all = (/** @type {string} */ text) => words.every((word) => text.includes(word));
    const named = all(this.text);
    this.kept = named ? this.values : this.values.filter((_, at) => all(this.words[at]));
    const shown = named || this.kept.length > 0;
    this.element.hidden = !shown;
    // Where the words are in a value, it is the value that one looks for.
    this.element.open = words.length > 0 && !named && shown;
    if (this.element.open) this.#fill();
    return shown;
  }

  #fill() {
    if (!this.element.open || !this.values.length) return;
    const part = this.kept.length < this.values.length;
    this.#vocabulary.replaceChildren(
      h(
        "h4",
        {},
        part
          ? `${several(this.kept.length, "valeur")} sur ${this.values.length}`
          : `${several(this.values.length, "valeur")} possible${this.values.length < 2 ? "" : "s"}`,
      ),
      h(
        "dl",
        { class: "vocabulary" },
        ...this.kept.map(({ value, label, description }) =>
          h(
            "div",
            {},
            h("dt", {}, h("code", {}, value)),
            h("dd", {}, label, description ? h("p", { class: "small soft" }, description) : null),
          ),
        ),
      ),
    );
  }
}

/**
 * What is checked beyond the schema.
 *
 * @param {Validator} validator
 * @param {string | undefined} wanted a code
 */
function checks(validator, wanted) {
  /** @type {HTMLDetailsElement | undefined} */
  let found;
  const items = validator.codes().map(({ code, severity, title, why, what, example }) => {
    const words = severityWords[/** @type {import("./words.js").Severity} */ (severity)];
    const item = h(
      "details",
      { class: "field" },
      h("summary", {}, h("b", {}, title), " ", h("span", { class: `tag ${words.tag}` }, words.one)),
      h(
        "div",
        { class: "inside" },
        h("p", {}, ...sentence(what)),
        h("p", {}, ...sentence(why)),
        example ? h("p", {}, "Exemple\u00a0: ", chip(example)) : null,
        h("p", { class: "small soft" }, "Code\u00a0: ", h("code", {}, code)),
      ),
    );
    if (code === wanted) found = item;
    return item;
  });
  const element = h(
    "details",
    { class: "field" },
    h("summary", {}, "Ce qui est vérifié en plus du schéma"),
    h(
      "div",
      { class: "inside" },
      h(
        "p",
        {},
        "Ces contrôles sont propres à ce site. Ils n’empêchent pas la publication : ils signalent ce qui gênerait les personnes qui cherchent.",
      ),
      ...items,
    ),
  );
  return { element, wanted: found };
}

// The files that were given: what each is, which one is shown, and what its user knows better.

import { byId, h } from "../common/dom.js";
import { several } from "../common/format.js";
import { versionOptions } from "./reference.js";
import { form, held } from "./words.js";

/** @typedef {import("./valideur.js").Entry} Entry */
/** @typedef {import("./valideur.js").Validator} Validator */
/** @typedef {{ schema?: string, kind?: import("../../pkg/inclusion-atlas.js").Kind }} Choice */

export class Given {
  #element = byId("given");
  /** Whether the choices are unfolded. */
  #open = false;

  /** @param {{ show(at: number): void, change(entry: Entry, choice: Choice): void }} page */
  constructor(page) {
    this.page = page;
  }

  /**
   * @param {Entry[]} entries
   * @param {number} shown
   * @param {Validator} validator
   */
  fill(entries, shown, validator) {
    const focused = this.#element.contains(document.activeElement) ? document.activeElement?.id : undefined;
    byId("choose").textContent = "Choisir d’autres fichiers";
    byId("example").hidden = true;
    byId("drop").classList.add("filled");
    const list = h(
      "ul",
      {},
      ...entries.map((entry, at) => {
        const name =
          entries.length > 1
            ? h(
                "button",
                {
                  type: "button",
                  id: `file-${at}`,
                  class: "link name",
                  "aria-current": at === shown ? "true" : "false",
                  onclick: () => this.page.show(at),
                },
                entry.file.name,
              )
            : h("span", { class: "name" }, entry.file.name);
        return h("li", {}, name, h("span", { class: "small soft" }, described(entry, entries.length === 1)));
      }),
    );
    this.#element.replaceChildren(
      h("h2", { class: "unseen" }, entries.length > 1 ? "Vos fichiers" : "Votre fichier"),
      list,
      together(entries),
      choosable(entries[shown]) ? this.#options(entries[shown], validator) : "",
    );
    if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  }

  /**
   * @param {Entry} entry
   * @param {Validator} validator
   */
  #options(entry, validator) {
    const { report } = entry;
    const schema = h("select", {
      id: "as-schema",
      onchange: () => this.page.change(entry, { schema: schema.value || undefined }),
    });
    const told = report && !entry.schema ? ` : ${report.schema}` : "";
    schema.append(
      h("option", { value: "" }, `Reconnue dans le fichier${told}`),
      ...versionOptions(validator),
    );
    schema.value = entry.schema ?? "";
    const kind = h("select", {
      id: "as-kind",
      onchange: () =>
        this.page.change(entry, { kind: /** @type {Choice["kind"]} */ (kind.value || undefined) }),
    });
    const is = report && !entry.kind ? ` : ${report.kind}` : "";
    kind.append(
      h("option", { value: "" }, `Reconnu dans le fichier${is}`),
      h("option", { value: "structures" }, "structures"),
      h("option", { value: "services" }, "services"),
    );
    kind.value = entry.kind ?? "";
    return h(
      "details",
      {
        open: this.#open,
        ontoggle: (/** @type {{ target: HTMLDetailsElement }} */ { target }) => (this.#open = target.open),
      },
      h("summary", { id: "as" }, "Changer la version du schéma ou le contenu"),
      h(
        "div",
        { class: "options" },
        h("div", { class: "pick" }, h("label", { for: "as-schema" }, "Version du schéma"), schema),
        // A workbook says by its sheets which is which.
        report?.kind === "mixed"
          ? null
          : h("div", { class: "pick" }, h("label", { for: "as-kind" }, "Contenu"), kind),
      ),
    );
  }
}

/** A file that can't be read is not read better as something else, unless a choice is what is wrong. */
const choosable = (/** @type {Entry} */ { error, schema, kind }) => !error || schema || kind;

/**
 * @param {Entry} entry
 * @param {boolean} alone
 */
function described({ report, error }, alone) {
  if (error) return "n’a pas pu être lu";
  if (!report) return "à vérifier";
  // The summary says it of the only one.
  const wrong = alone ? "" : ` · ${several(report.counts.error, "erreur")}`;
  const known = report.detected.schema ? "reconnu tout seul" : "choisi";
  return `${form(report)} · ${held(report)} · schéma ${report.schema}, ${known}${wrong}`;
}

/**
 * What files that come together are worth to each other.
 *
 * @param {Entry[]} entries
 */
function together(entries) {
  const kinds = entries.flatMap(({ report }) => report?.kind ?? []);
  if (kinds.length < entries.length) return "";
  const services = kinds.filter((kind) => kind === "services").length;
  const structures = kinds.length - services;
  const say = (/** @type {string} */ text) => h("p", { class: "small" }, text);
  if (services && structures === 1)
    return say(
      "Les services sont vérifiés avec les structures : ceux dont la structure manque sont signalés.",
    );
  if (services && structures > 1)
    return say(
      "Il y a plusieurs fichiers de structures : chaque fichier est vérifié seul, sans chercher la structure des services.",
    );
  if (entries.length > 1)
    return say(
      `Ces fichiers sont tous des fichiers de ${services ? "services" : "structures"} : chacun est vérifié seul.`,
    );
  if (services)
    return say(
      "Pour savoir si chaque service a bien sa structure, déposez ensemble le fichier des structures et celui des services.",
    );
  return "";
}

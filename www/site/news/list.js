// One list of changes: what is still published leads to its sheet.

import { h } from "../common/dom.js";
import { number } from "../common/format.js";
import { label } from "../common/labels.js";
import { addressOf } from "../sheet/address.js";

/** @typedef {import("./words.js").Kind} Kind */
/** @typedef {import("../../pkg/engine.js").Change} Change */

/** Items at a time. */
const SHOWN = 30;
/** Thématiques that an item names. */
const FEW = 2;

/**
 * @param {Kind} kind
 * @param {Change[]} all
 */
export function listOf(kind, all) {
  const list = h("ul", { "aria-labelledby": `${kind.id}-titre` });
  const more = h("button", { type: "button", class: "button more", onclick: () => grow(true) });
  const grow = (/** @type {boolean} */ asked) => {
    const from = list.childElementCount;
    const added = all.slice(from, from + SHOWN).map((change) => item(kind, change));
    list.append(...added);
    const left = all.length - list.childElementCount;
    more.hidden = left <= 0;
    more.replaceChildren(
      `Afficher ${number(Math.min(left, SHOWN))} de plus`,
      h("span", { class: "aloud" }, `\u00a0: ${kind.title}`),
    );
    if (!asked) return;
    const [first] = added;
    const target = first?.querySelector("a") ?? first;
    // What has no link takes the focus for this once.
    if (target === first) first?.setAttribute("tabindex", "-1");
    target?.focus();
  };
  grow(false);
  const count = h("span", { class: "num" }, number(all.length));
  const title = h("h2", { id: `${kind.id}-titre` }, kind.title, " ", count);
  return h(
    "section",
    { class: "change", id: kind.id, "aria-labelledby": `${kind.id}-titre` },
    title,
    list,
    more,
  );
}

/**
 * @param {Kind} kind
 * @param {Change} change
 */
function item({ of, quoi }, { id, nom, commune, thematiques }) {
  const name = nom || (of === "services" ? "Service sans nom" : "Structure sans nom");
  const href = `./${addressOf(of === "services" ? { service: id } : { structure: id })}`;
  const known = [...new Set(thematiques)].map((value) => label("Thematique", value));
  const few =
    known.length > FEW + 1 ? [...known.slice(0, FEW), `+ ${known.length - FEW} thématiques`] : known;
  const details = [commune, ...few].filter(Boolean).join(" · ");
  return h(
    "li",
    {},
    quoi === "retire" ? h("span", {}, name) : h("a", { href }, name),
    details ? h("div", { class: "small soft" }, details) : null,
  );
}

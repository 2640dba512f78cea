// What sheets are made of.

import { h } from "../common/dom.js";
import { said } from "./facts.js";

/** @typedef {Node | null | undefined} Part */

/**
 * A question that people ask, and what the record answers; nothing where it doesn't.
 *
 * @param {string} question
 * @param {...Part} answers
 */
export function answer(question, ...answers) {
  const known = present(answers);
  return known.length
    ? h("section", { class: "answer" }, h("h2", {}, question), h("div", {}, ...known))
    : null;
}

/** @param {Part[]} parts */
export const present = (parts) => parts.filter((part) => part !== null && part !== undefined);

/**
 * @param {unknown} value
 * @param {string} [kind] a class
 */
export function text(value, kind) {
  const words = said(value);
  return words === undefined ? undefined : h("p", kind ? { class: kind } : {}, words);
}

/**
 * « Téléphone : 03 24 00 00 00 ».
 *
 * @param {string} name
 * @param {Node | string | undefined} value
 */
export const line = (name, value) =>
  value === undefined || value === "" ? undefined : h("p", {}, h("b", {}, `${name} : `), value);

/**
 * @param {string[]} items
 */
export const bullets = (items) =>
  items.length ? h("ul", {}, ...items.map((item) => h("li", {}, item))) : undefined;

/**
 * A first letter as a sentence has it, and a point.
 *
 * @param {string[]} items
 */
export function sentence(items) {
  const [first, ...others] = items;
  if (!first) return undefined;
  return `${[first, ...others.map(small)].join(", ")}.`;
}

/**
 * As within a sentence: « QPV » and « France Travail » keep their capitals.
 *
 * @param {string} words
 */
export const small = (words) =>
  /^\p{Lu}(?:\p{Ll}|$)/u.test(words) && !/\s\p{Lu}/u.test(words)
    ? words[0].toLowerCase() + words.slice(1)
    : words;

/**
 * The head of a sheet: the way back, what it is, and tags.
 *
 * @param {{ label: string, href: string }} back
 * @param {string} title
 * @param {Part[]} parts
 */
export const head = (back, title, ...parts) =>
  h(
    "header",
    { class: "sheet-head" },
    h("a", { class: "back", href: back.href }, `← ${back.label}`),
    h("h1", { tabindex: "-1" }, title),
    ...present(parts),
  );

/**
 * Something folded until it is asked for.
 *
 * @param {string} name
 * @param {...Part} content
 */
export const folded = (name, ...content) => h("details", {}, h("summary", {}, name), ...present(content));

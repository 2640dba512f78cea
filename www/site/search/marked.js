// Text in which the words that were searched are marked.

import { h } from "../common/dom.js";

/**
 * @param {string} text
 * @param {string[] | undefined} words as written in the text
 * @returns {(string | HTMLElement)[]}
 */
export function marked(text, words) {
  if (!words?.length) return [text];
  return text
    .split(/([\p{L}\p{N}]+)/u)
    .filter(Boolean)
    .map((part) => (words.includes(part) ? h("mark", {}, part) : part));
}

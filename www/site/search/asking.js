// A link that asks a question: a real address, answered without leaving the page.

import { h } from "../common/dom.js";
import { toAddress } from "./question.js";

/** @typedef {import("./question.js").Question} Question */

/**
 * @param {Question} question
 * @param {(question: Question) => void} ask
 * @param {Record<string, string>} attributes
 * @param {...(Node | string)} content
 */
export const askingLink = (question, ask, attributes, ...content) =>
  h(
    "a",
    {
      ...attributes,
      href: `./${toAddress(question)}`,
      onclick: (/** @type {MouseEvent} */ event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
        event.preventDefault();
        ask(question);
      },
    },
    ...content,
  );

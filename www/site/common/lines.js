// Lines at the top of the page: what is said of the site and of its data, not of what is asked.

import { h } from "./dom.js";

/**
 * @param {string} about one line for each
 * @param {string} text
 * @param {...HTMLElement} actions
 */
export function tell(about, text, ...actions) {
  untell(about);
  const line = h(
    "div",
    { class: "site-notice", "data-about": about },
    h("p", { role: "status" }),
    ...actions,
  );
  document.querySelector("header")?.append(line);
  // Filled once it is there, so that it is read out.
  const [status] = line.children;
  setTimeout(() => (status.textContent = text));
}

/** @param {string} about */
export function untell(about) {
  document.querySelector(`.site-notice[data-about="${about}"]`)?.remove();
}

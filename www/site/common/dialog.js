// The one dialog of a page: what opens over it.

import { byId } from "./dom.js";

const dialog = /** @type {HTMLDialogElement} */ (byId("dialog"));
const title = byId("dialog-title");
const body = byId("dialog-body");

byId("close").addEventListener("click", () => dialog.close());
dialog.addEventListener("click", (event) => {
  // Outside of the dialog's own box lies its backdrop.
  if (event.target === dialog) dialog.close();
});

/**
 * @param {string} heading
 * @param {...(Node | null)} content
 */
export function show(heading, ...content) {
  title.textContent = heading;
  body.replaceChildren(...content.filter((node) => node !== null));
  if (!dialog.open) dialog.showModal();
  dialog.scrollTop = 0;
  title.focus();
}

/** Closes it, whoever opened it. */
export function hide() {
  dialog.close();
}

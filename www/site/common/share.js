// Giving an address to somebody: the device's own sheet, a copy, a mail, a text message.

import { h } from "./dom.js";
import { say } from "./say.js";

/**
 * @param {{ title: string, text: string, url: string }} what
 * @returns {HTMLElement}
 */
export const sharing = (what) =>
  h("details", { class: "share" }, h("summary", {}, "Partager"), waysToShare(what));

/**
 * @param {{ title: string, text: string, url: string }} what
 * @returns {HTMLElement}
 */
export function waysToShare({ title, text, url }) {
  const message = encodeURIComponent(`${text}\r\n${url}`);
  const copied = () => void copy(url, "Le lien est copié.");
  const system = () =>
    navigator.share({ title, text, url }).catch((error) => {
      // Closing the device's sheet is no failure.
      if (error.name !== "AbortError") say("Le partage n’a pas abouti. Copiez le lien à la place.");
    });
  return h(
    "div",
    { class: "actions" },
    h("button", { type: "button", class: "button", onclick: copied }, "Copier le lien"),
    h(
      "a",
      { class: "button", href: `mailto:?subject=${encodeURIComponent(title)}&body=${message}` },
      "Par courriel",
    ),
    h("a", { class: "button", href: `sms:?&body=${message}` }, "Par SMS"),
    "share" in navigator
      ? h("button", { type: "button", class: "button", onclick: () => void system() }, "Autrement…")
      : null,
  );
}

/**
 * @param {string} text
 * @param {string} done what is then said
 */
export async function copy(text, done) {
  try {
    await navigator.clipboard.writeText(text);
    say(done);
  } catch {
    // A browser may forbid it; the text can still be taken by hand.
    say(`La copie est refusée par le navigateur. Voici le texte : ${text}`);
  }
}

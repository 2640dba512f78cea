// « Partager »: the link of what is shown, by the device's own sheet, copied, by e-mail or by SMS.

import { show } from "./dialog.js";
import { h } from "./dom.js";

/**
 * @param {string} title what the link shows
 * @param {string} url
 */
export function share(title, url) {
  const text = `${title}\n${url}`;
  const said = h("p", { role: "status", class: "small" });
  const field = /** @type {HTMLInputElement} */ (
    h("input", {
      type: "text",
      readonly: true,
      class: "link-field",
      value: url,
      "aria-label": "Lien à partager",
    })
  );
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(url);
      said.textContent = "Le lien est copié.";
    } catch {
      // Without a secure connection, or refused: the reader copies it.
      field.select();
      said.textContent = "Le lien est sélectionné : copiez-le avec Ctrl + C, ou par un appui long.";
    }
  };
  const send = async () => {
    try {
      await navigator.share({ title, url });
    } catch (error) {
      // Closing the sheet is no failure.
      if (error instanceof DOMException && error.name === "AbortError") return;
      said.textContent = "Votre appareil n’a pas pu partager ce lien. Copiez-le.";
    }
  };
  const encoded = { title: encodeURIComponent(title), text: encodeURIComponent(text) };
  show(
    "Partager",
    h("p", {}, title),
    field,
    h(
      "div",
      { class: "actions" },
      "share" in navigator
        ? h(
            "button",
            { type: "button", class: "button primary", onclick: send },
            "Partager avec une application",
          )
        : null,
      h("button", { type: "button", class: "button", onclick: copy }, "Copier le lien"),
      h(
        "a",
        { class: "button", href: `mailto:?subject=${encoded.title}&body=${encoded.text}` },
        "Envoyer par courriel",
      ),
      h("a", { class: "button", href: `sms:?body=${encoded.text}` }, "Envoyer par SMS"),
    ),
    said,
    h("p", { class: "small soft" }, "Le lien contient la recherche, et rien d’autre."),
  );
}

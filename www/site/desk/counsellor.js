// Who orients: the only part of the fiche that may stay on the device, where one asks for it.

import { byId } from "../common/dom.js";

const KEY = `conseiller ${new URL("../..", import.meta.url).pathname}`;
const fields = /** @type {const} */ (["name", "organisation", "phone", "mail"]);
const field = (/** @type {string} */ id) => /** @type {HTMLInputElement} */ (byId(id));
const remember = field("remember");
const forget = byId("forget");
const status = byId("remembered");

/** @typedef {Record<(typeof fields)[number], string>} Counsellor */

/** @returns {Counsellor} */
export const counsellor = () =>
  /** @type {Counsellor} */ (Object.fromEntries(fields.map((id) => [id, field(id).value.trim()])));

/** Fills the fields with what the device remembers, and follows the choice to remember. */
export function listenToCounsellor() {
  fill();
  remember.addEventListener("change", () => {
    if (remember.checked) store("Vos coordonnées sont retenues sur cet appareil.");
    else drop();
  });
  forget.addEventListener("click", () => {
    remember.checked = false;
    drop();
    remember.focus();
  });
  byId("counsellor").addEventListener("change", ({ target }) => {
    if (remember.checked && target !== remember) store("");
  });
}

function fill() {
  let text = null;
  try {
    text = localStorage.getItem(KEY);
  } catch {
    // A denied storage remembers nobody.
  }
  if (text === null) return;
  try {
    const known = JSON.parse(text);
    for (const id of fields) if (typeof known[id] === "string") field(id).value = known[id];
    remember.checked = true;
    forget.hidden = false;
  } catch {
    drop("Les coordonnées retenues sur cet appareil étaient illisibles. Elles sont effacées.");
  }
}

/** @param {string} said */
function store(said) {
  try {
    localStorage.setItem(KEY, JSON.stringify(counsellor()));
    forget.hidden = false;
    if (said) status.textContent = said;
  } catch {
    remember.checked = false;
    status.textContent =
      "Votre navigateur ne laisse pas ce site retenir vos coordonnées. Elles valent pour cette fiche seulement.";
  }
}

function drop(said = "Vos coordonnées ne sont plus sur cet appareil.") {
  forget.hidden = true;
  try {
    localStorage.removeItem(KEY);
    status.textContent = said;
  } catch {
    status.textContent =
      "Votre navigateur ne laisse pas ce site effacer ce qu’il a retenu. Effacez les données du site.";
  }
}

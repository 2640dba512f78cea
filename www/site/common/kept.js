// Published files that the device keeps as a pack once they have been read: said, opened again, forgotten.

import { startEngine } from "../../pkg/inclusion-atlas.js";
import { byId, h } from "./dom.js";
import { date } from "./format.js";
import { tell, untell } from "./lines.js";
import { offerPublication } from "./publication.js";

/** @typedef {import("../../pkg/inclusion-atlas.js").Engine} Engine */
/** @typedef {{ structures?: unknown, services?: unknown, pack?: unknown }} Files */
/** @typedef {"site" | "vos-fichiers"} Name the files that the site names, and those that somebody has opened */

/** Milliseconds after which what was read is kept: answers come first. */
const PATIENCE = 4000;

/**
 * Two addresses in one word, to know them again.
 *
 * @param {Files} files
 */
const of = ({ structures, services }) => `${structures} ${services}`;

/**
 * What to open first: what somebody has opened here before, else the site's own files as they were read before.
 *
 * @param {Engine} engine
 * @param {Files} files that the site names
 * @returns {Promise<{ name: Name, since: string } | undefined>}
 */
export async function keptFirst(engine, files) {
  const names = /** @type {Name[]} */ (files.pack ? ["vos-fichiers"] : ["vos-fichiers", "site"]);
  for (const name of names) {
    const found = await engine.kept(name);
    if (found && (name === "vos-fichiers" || found.of === of(files))) return { name, since: found.since };
  }
  return undefined;
}

/**
 * Keeps what was just read, when answers have been given, and says so.
 *
 * @param {Engine} engine
 * @param {Name} name
 * @param {Files} files
 * @param {() => boolean} still whether it is what is open
 */
export function keepLater(engine, name, files, still) {
  setTimeout(async () => {
    try {
      if (!still() || !(await engine.keep(name, name === "site" ? of(files) : ""))) return;
      if (still()) sayKept(engine, name, new Date().toISOString());
    } catch {
      // The engine has stopped: whatever is asked next says so.
    }
  }, PATIENCE);
}

/**
 * Says that the data is kept on the device, with the way to forget it.
 *
 * @param {Engine} engine
 * @param {Name} name
 * @param {string} since ISO 8601
 * @param {() => void} [others] opens the site's own data
 */
export function sayKept(engine, name, since, others) {
  const day = date(new Date(Date.parse(since) - new Date(since).getTimezoneOffset() * 60_000).toISOString());
  const button = (/** @type {string} */ label, /** @type {() => void} */ onclick, kind = "button") =>
    h("button", { type: "button", class: kind, onclick }, label);
  const forget = () =>
    void engine.forget(name).then(() => {
      unsayKept();
      tell(
        "kept",
        "Ces données ne sont plus gardées sur cet appareil.",
        button("Fermer", () => untell("kept"), "button quiet"),
      );
    });
  if (name === "vos-fichiers" && others) {
    const back = () => (unsayKept(), void engine.forget(name).then(others));
    tell(
      "kept",
      `Vous voyez vos fichiers, gardés sur cet appareil le ${day}.`,
      button("Les oublier et revenir aux données du site", back),
      button("Fermer", () => untell("kept"), "button quiet"),
    );
    return;
  }
  const line = h(
    "p",
    { id: "kept" },
    `Ces données sont gardées sur cet appareil depuis le ${day}. `,
    button("Les oublier", forget, "link"),
  );
  document.getElementById("kept")?.remove();
  byId("attribution").after(line);
}

/** Takes away what was said of data that is kept. */
export function unsayKept() {
  untell("kept");
  document.getElementById("kept")?.remove();
}

/**
 * Looks whether the files have another content at their addresses; takes it in the background and offers it.
 *
 * @param {Engine} engine
 * @param {{ structures?: unknown, services?: unknown }} files
 * @param {() => void} use opens what is then kept
 */
export async function renewKept(engine, files, use) {
  const [structures, services] = [String(files.structures), String(files.services)];
  if (!(await engine.changed("site", { structures, services }))) return;
  // An engine of its own: answers don't wait for it, and its memory goes with it.
  const other = await startEngine();
  try {
    await other.open({ structures, services });
    if (await other.keep("site", of(files))) offerPublication(null, null, use);
  } finally {
    other.close();
  }
}

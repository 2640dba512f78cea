// What the site's operator says in `config.json`: its name and where the data is.

import { AtlasError } from "../../pkg/errors.js";
import { byId } from "./dom.js";

/** @typedef {{ title: string, structures: string, services: string, pack?: string, gzip?: boolean, attribution?: string, fictif?: boolean }} Config */

/** @returns {Promise<Config>} */
export async function readConfig() {
  try {
    const response = await fetch("config.json");
    const config = await response.json();
    const { title, structures, services, pack } = config;
    const isText = (/** @type {unknown} */ text) => typeof text === "string";
    if (isText(title) && (isText(pack) || [structures, services].every(isText))) return config;
  } catch {
    // The same sentence, whatever is wrong with it.
  }
  throw new AtlasError(
    "load",
    "Le fichier «\u00a0config.json\u00a0» du site est absent ou mal écrit\u00a0: prévenez la personne qui tient ce site.",
  );
}

/**
 * Where the data is, as the engine opens it. The long texts of a pack come when they are shown.
 *
 * @param {Config} config
 * @returns {{ structures?: URL, services?: URL, pack?: URL, texts?: false, gzip?: boolean }}
 */
export function dataOf({ pack, gzip, structures, services }) {
  const at = (/** @type {string} */ address) => new URL(address, document.baseURI);
  return pack
    ? { pack: at(pack), texts: false, gzip: gzip === true }
    : { structures: at(structures), services: at(services) };
}

/**
 * Says whose site this is, on a page that does without the data.
 *
 * @param {string} page its name
 */
export async function nameSite(page) {
  // Without a network, or on a site that isn't well set, the page keeps the name that it has.
  const config = await readConfig().catch(() => undefined);
  if (!config) return;
  byId("title").textContent = config.title;
  document.title = `${page} – ${config.title}`;
  byId("fictif").hidden = config.fictif !== true;
}

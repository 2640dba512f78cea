// The data as the site publishes it, for a page that needs a few records of it.

import { openAtlas } from "../../pkg/inclusion-atlas.js";
import { dataOf, readConfig } from "../common/config.js";
import { h } from "../common/dom.js";
import { several, size } from "../common/format.js";

/**
 * Opens it, and says how far that is.
 *
 * @param {HTMLElement} place where the progress is shown
 * @param {AbortSignal} [signal]
 */
export async function openPublished(place, signal) {
  const bar = h("progress", { max: "1", "aria-label": "Chargement des données" });
  const detail = h("p", { class: "small num" }, "Chargement des données…");
  place.replaceChildren(h("div", { class: "notice" }, bar, detail));
  try {
    return await openAtlas({
      ...dataOf(await readConfig()),
      signal,
      onProgress({ loadedBytes, totalBytes, records }) {
        if (totalBytes) bar.value = loadedBytes / totalBytes;
        detail.textContent = `${size(loadedBytes)} · ${several(records, "fiche")}`;
      },
    });
  } finally {
    place.replaceChildren();
  }
}

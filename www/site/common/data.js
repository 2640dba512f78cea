// The published files, or one's own: opened, with progress; stopped; in place of those before.

import { AtlasError } from "../../pkg/inclusion-atlas.js";
import { readConfig } from "./config.js";
import { byId } from "./dom.js";
import { listenForFiles, tellApart } from "./files.js";
import { clearNotice, showFailure, showProgress, showStopped } from "./loading.js";

/** @typedef {import("../../pkg/inclusion-atlas.js").AsyncAtlas} AsyncAtlas */
/** @typedef {import("../../pkg/inclusion-atlas.js").Engine} Engine */
/** @typedef {import("../../pkg/inclusion-atlas.js").Source} Source */
/** @typedef {{ structures: Source, services: Source }} Files */

export const reload = { label: "Recharger la page", act: () => location.reload() };

export class Data {
  /** @type {AsyncAtlas | undefined} What can be asked now. */
  atlas;
  /** @type {AsyncAtlas | undefined} What could be asked before other files were given. */ #previous;
  /** @type {AbortController | undefined} Stops the loading under way. */ #loading;
  /** @type {Engine | undefined} */ #engine;

  /** @param {{ clear(): void, ready(): void }} page takes away what was said of other data; asks what is there now */
  constructor(page) {
    this.page = page;
    listenForFiles((files) => void this.#loadOwn(files));
  }

  /**
   * Opens the files that the site's operator names.
   *
   * @param {Engine} engine
   */
  async open(engine) {
    this.#engine = engine;
    try {
      const { title, structures, services, attribution, fictif } = await readConfig();
      byId("title").textContent = title;
      await this.#load({ structures, services }, () => {
        byId("attribution").textContent = attribution ? `Données\u00a0: ${attribution}.` : "";
        byId("fictif").hidden = fictif !== true;
      });
    } catch (error) {
      showFailure("Le site n’est pas bien réglé.", error);
    }
  }

  /**
   * Reads files in place of those read before.
   *
   * @param {Files} files
   * @param {() => void} describe says what they are, once they are read
   */
  async #load(files, describe) {
    if (!this.#engine) return;
    this.#loading?.abort();
    const control = (this.#loading = new AbortController());
    this.#previous = this.atlas ?? this.#previous;
    this.atlas = undefined;
    this.page.clear();
    const report = showProgress(() => control.abort());
    try {
      const opened = await this.#engine.open({ ...files, onProgress: report, signal: control.signal });
      if (this.#loading !== control) return;
      this.atlas = opened;
      this.#previous = undefined;
      clearNotice();
      describe();
      this.page.ready();
    } catch (error) {
      // Other files have been given meanwhile: theirs is the screen.
      if (this.#loading !== control) return;
      const again = { label: "Réessayer", act: () => void this.#load(files, describe) };
      const code = error instanceof AtlasError ? error.code : "load";
      if (code === "aborted") showStopped([{ ...again, label: "Reprendre" }, ...this.#back()]);
      else
        showFailure(
          "Les données n’ont pas pu être ouvertes.",
          error,
          code === "load" ? [reload] : [again, ...this.#back()],
        );
    } finally {
      if (this.#loading === control) this.#loading = undefined;
    }
  }

  /** @param {Iterable<File>} files */
  async #loadOwn(files) {
    try {
      await this.#load(await tellApart(files), () => {
        byId("fictif").hidden = true;
        byId("attribution").textContent = "Données\u00a0: vos fichiers, lus dans votre navigateur.";
      });
    } catch (error) {
      if (this.#loading) return;
      this.#previous = this.atlas ?? this.#previous;
      this.page.clear();
      showFailure("Ces fichiers ne peuvent pas être ouverts.", error, this.#back());
    }
  }

  /** The way back to what could be asked before. */
  #back() {
    const previous = this.#previous;
    if (!previous) return [];
    const act = () => {
      this.atlas = previous;
      clearNotice();
      this.page.ready();
    };
    return [{ label: "Revenir aux données d’avant", act }];
  }
}

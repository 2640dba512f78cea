// The published files, or one's own: opened, with progress; stopped; in place of those before.

import { AtlasError } from "../../pkg/inclusion-atlas.js";
import { dataOf, readConfig } from "./config.js";
import { byId } from "./dom.js";
import { listenForFiles, tellApart } from "./files.js";
import { clearNotice, showFailure, showProgress, showStopped } from "./loading.js";
import { offerNewPublication, sayWhose } from "./publication.js";

/** @typedef {import("../../pkg/inclusion-atlas.js").AsyncAtlas} AsyncAtlas */
/** @typedef {import("../../pkg/inclusion-atlas.js").Engine} Engine */
/** @typedef {import("../../pkg/inclusion-atlas.js").Source} Source */
/** @typedef {{ structures?: Source, services?: Source, pack?: URL, texts?: boolean }} Files */

export const reload = { label: "Recharger la page", act: () => location.reload() };

export class Data {
  /** @type {AsyncAtlas | undefined} What can be asked now. */
  atlas;
  /** @type {AsyncAtlas | undefined} What could be asked before other files were given. */ #previous;
  /** @type {AbortController | undefined} Stops the loading under way. */ #loading;
  /** @type {Engine | undefined} */ #engine;
  /** @type {string | undefined} Whose data it is. */ #whose;
  /** @type {(() => void) | undefined} Opens again what is open. */ #reopen;

  /** @param {{ clear(): void, ready(): void }} page takes away what was said of other data; asks what is there now */
  constructor(page) {
    this.page = page;
    listenForFiles((files) => void this.#loadOwn(files));
    offerNewPublication(
      () => this.atlas,
      () => this.#reopen?.(),
    );
  }

  /**
   * Opens the files that the site's operator names.
   *
   * @param {Engine} engine
   */
  async open(engine) {
    this.#engine = engine;
    try {
      const config = await readConfig();
      byId("title").textContent = config.title;
      await this.#load(dataOf(config), () => {
        this.#whose = config.attribution;
        byId("fictif").hidden = config.fictif !== true;
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
      this.#reopen = () => void this.#load(files, describe);
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
        this.#whose = "vos fichiers, lus dans votre navigateur";
      });
    } catch (error) {
      if (this.#loading) return;
      this.#previous = this.atlas ?? this.#previous;
      this.page.clear();
      showFailure("Ces fichiers ne peuvent pas être ouverts.", error, this.#back());
    }
  }

  /** Says whose the data is, and of which day. */
  sayWhose() {
    if (this.atlas) void sayWhose(this.atlas, this.#whose);
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

// Two files chosen or dropped: which is which.

import { AtlasError } from "../../pkg/errors.js";
import { byId } from "./dom.js";

/** Bytes that show a file's first record. */
const PEEK = 64 * 1024;

/**
 * Calls when files are chosen by the button, or dropped anywhere on the page.
 *
 * @param {(files: File[]) => void} open
 */
export function listenForFiles(open) {
  const input = /** @type {HTMLInputElement} */ (byId("files"));
  input.addEventListener("change", () => {
    open([...(input.files ?? [])]);
    // So that the same files, corrected, can be chosen again.
    input.value = "";
  });
  let depth = 0;
  const over = (/** @type {number} */ change) => {
    depth += change;
    document.body.classList.toggle("dropping", depth > 0);
  };
  const on = (/** @type {string} */ type, /** @type {(event: DragEvent) => void} */ act) =>
    addEventListener(type, (event) => {
      if (!(event instanceof DragEvent) || !event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      act(event);
    });
  on("dragenter", () => over(1));
  on("dragleave", () => over(-1));
  on("dragover", () => {});
  on("drop", ({ dataTransfer }) => {
    over(-depth);
    open([...(dataTransfer?.files ?? [])]);
  });
}

/**
 * @param {Iterable<File>} files
 * @returns {Promise<{ structures: File, services: File }>}
 */
export async function tellApart(files) {
  /** @type {{ structures?: File, services?: File }} */
  const told = {};
  for (const file of files) {
    const kind = await kindOf(file);
    const other = told[kind];
    if (other) {
      throw wrong(
        `« ${other.name} » et « ${file.name} » sont deux fichiers de ${kind}. Choisissez un fichier de structures et un fichier de services.`,
      );
    }
    told[kind] = file;
  }
  const { structures, services } = told;
  if (structures && services) return { structures, services };
  if (!structures && !services)
    throw wrong(
      "Aucun fichier n’a été choisi. Choisissez ensemble celui des structures et celui des services.",
    );
  throw wrong(
    `Il manque le fichier des ${structures ? "services" : "structures"}. Choisissez les deux fichiers ensemble.`,
  );
}

const wrong = (/** @type {string} */ message) => new AtlasError("format", message);

/**
 * Only a service names a structure.
 *
 * @param {File} file
 * @returns {Promise<"structures" | "services">}
 */
export async function kindOf(file) {
  const name = file.name.toLowerCase();
  if (name.includes("structure") !== name.includes("service"))
    return name.includes("service") ? "services" : "structures";
  const start = await file
    .slice(0, PEEK)
    .text()
    .catch(() => {
      throw new AtlasError(
        "fetch",
        `Le fichier « ${file.name} » ne peut pas être lu. Vérifiez qu’il existe toujours, puis réessayez.`,
      );
    });
  return start.includes("structure_id") ? "services" : "structures";
}

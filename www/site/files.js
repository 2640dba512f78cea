// Two files chosen or dropped: which is which.

import { AtlasError } from "../pkg/inclusion-atlas.js";

const PEEK = 64 * 1024;

/**
 * @param {Iterable<File>} files
 * @returns {Promise<{ structures?: File, services?: File }>}
 */
export async function tellApart(files) {
  /** @type {{ structures?: File, services?: File }} */
  const told = {};
  for (const file of files) {
    const kind = await kindOf(file);
    if (told[kind]) {
      throw new AtlasError(
        "format",
        `« ${told[kind].name} » et « ${file.name} » sont deux fichiers de ${kind}. Choisissez un fichier de structures et un fichier de services.`,
      );
    }
    told[kind] = file;
  }
  if (!told.structures && !told.services) throw new AtlasError("format", "Aucun fichier n’a été choisi.");
  return told;
}

/**
 * Only a service names a structure.
 *
 * @param {File} file
 * @returns {Promise<"structures" | "services">}
 */
async function kindOf(file) {
  const name = file.name.toLowerCase();
  if (name.includes("structure") !== name.includes("service"))
    return name.includes("service") ? "services" : "structures";
  return (await file.slice(0, PEEK).text()).includes('"structure_id"') ? "services" : "structures";
}

// Vocabularies of the published schema: values and their French labels.

/** @typedef {{ value: string, label: string, description: string | null }} Entry */

/** @type {Record<string, Entry[]>} */
let vocabularies = {};

/** Reads the vocabularies, beside the engine. Without them values are shown as published. */
export async function loadLabels() {
  const response = await fetch(new URL("../../pkg/vocabularies.json", import.meta.url)).catch(() => null);
  if (response?.ok) useLabels(await response.json());
}

/** @param {{ vocabularies: Record<string, Entry[]> }} read `vocabularies.json` */
export function useLabels(read) {
  ({ vocabularies } = read);
}

/** @param {string} vocabulary */
export const entries = (vocabulary) => vocabularies[vocabulary] ?? [];

/** Categories of thématiques, by label. */
export const categories = () => sorted(vocabularies.Categorie ?? []);

/**
 * Thématiques of a category, by label.
 *
 * @param {string} category
 */
export const thematiques = (category) =>
  sorted((vocabularies.Thematique ?? []).filter(({ value }) => value.startsWith(`${category}--`)));

/**
 * @param {string} vocabulary
 * @param {unknown} value
 */
export function label(vocabulary, value) {
  const known = vocabularies[vocabulary]?.find((entry) => entry.value === value);
  return known?.label ?? String(value);
}

/**
 * @param {string} vocabulary
 * @param {unknown} values
 * @returns {string[]}
 */
export const labels = (vocabulary, values) =>
  Array.isArray(values) ? values.map((value) => label(vocabulary, value)) : [];

/** @param {Entry[]} entries */
const sorted = (entries) => entries.toSorted((a, b) => a.label.localeCompare(b.label, "fr"));

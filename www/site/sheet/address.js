// Which record an address names beside the question: `./?service=<id>&…`, `./?structure=<id>&…`.

/** @typedef {{ kind: "service" | "structure", id: string }} Named */

const KINDS = /** @type {const} */ (["service", "structure"]);

/**
 * The record that an address names.
 *
 * @param {string} search the address from its « ? »
 * @returns {Named | undefined}
 */
export function recordOf(search) {
  const address = new URLSearchParams(search);
  for (const kind of KINDS) {
    const id = address.get(kind);
    if (id) return { kind, id };
  }
  return undefined;
}

/**
 * What is left of an address without the record: the question.
 *
 * @param {string} search
 */
export function questionOf(search) {
  const address = new URLSearchParams(search);
  if (!KINDS.some((kind) => address.has(kind))) return search;
  for (const kind of KINDS) address.delete(kind);
  return address.size ? `?${address}` : "";
}

/**
 * The address of a record, with the question that is asked now, so that one comes back to it.
 *
 * @param {{ service: string } | { structure: string }} record
 */
export function addressOf(record) {
  const question = questionOf(location.search).slice(1);
  return `./?${new URLSearchParams(record)}${question && `&${question}`}`;
}

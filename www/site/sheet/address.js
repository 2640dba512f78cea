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
  // Part by part: what stays is written as it was.
  const parts = search.slice(1).split("&");
  const left = parts.filter((part) => part && !KINDS.some((kind) => part.startsWith(`${kind}=`)));
  return left.length ? `?${left.join("&")}` : "";
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

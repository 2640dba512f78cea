// What a record says, as text: fields of its own, else of its structure; links that lead to the web and nowhere else.

import { h } from "../common/dom.js";
import { label, labels } from "../common/labels.js";
import { phone } from "../common/format.js";

/** @typedef {Record<string, unknown>} Fields a record, whatever its fields hold */

/**
 * A value as one reads it: as published, where it isn't of the expected type; nothing where there is none.
 *
 * @param {unknown} value
 * @returns {string | undefined}
 */
export function said(value) {
  if (value === null || value === undefined) return undefined;
  if (Array.isArray(value)) return value.map(said).filter(Boolean).join(", ") || undefined;
  if (typeof value === "object") return JSON.stringify(value);
  return String(value).trim() || undefined;
}

/**
 * Labels of a list's values; of a single value, where it isn't a list.
 *
 * @param {string} vocabulary
 * @param {unknown} values
 */
export function all(vocabulary, values) {
  if (Array.isArray(values)) return [...new Set(labels(vocabulary, values))];
  const one = said(values);
  return one === undefined ? [] : [label(vocabulary, one)];
}

/**
 * A list's values, for asking whether it has one.
 *
 * @param {unknown} values
 * @returns {unknown[]}
 */
export const list = (values) => (Array.isArray(values) ? values : []);

/**
 * A text of the service, else of its structure.
 *
 * @param {Fields} record
 * @param {string} field
 * @returns {string | undefined}
 */
export function own(record, field) {
  const { structure } = record;
  return said(record[field]) ?? (structure ? said(/** @type {Fields} */ (structure)[field]) : undefined);
}

/**
 * Only what leads to a web page: a published link may be anything.
 *
 * @param {unknown} value
 * @returns {string | undefined}
 */
export function web(value) {
  const text = said(value);
  return text && /^https?:\/\/[^\s/]/i.test(text) && URL.canParse(text) ? text : undefined;
}

/**
 * A link out of the site. It opens in a tab of its own: the data read here is not to be read again.
 *
 * @param {string} href
 * @param {...(Node | string)} content
 */
export const out = (href, ...content) =>
  h(
    "a",
    { href, target: "_blank", rel: "noopener noreferrer" },
    ...content,
    h("span", { class: "aloud" }, " (nouvel onglet)"),
  );

/**
 * A published link: what isn't one of the web is only shown.
 *
 * @param {string} name
 * @param {unknown} value
 */
export function linked(name, value) {
  const href = web(value);
  if (href) return out(href, name);
  const text = said(value);
  return text ? h("span", {}, `${name} : ${text}`) : undefined;
}

/**
 * The first number of a text; nothing where it has none.
 *
 * @param {string | undefined} text
 */
export function call(text) {
  const number = /\+?\d[\d\s.\-()]*/.exec(text ?? "")?.[0].replaceAll(/[^\d+]/g, "");
  return number && number.length > 1 ? `tel:${number.replace(/^(\+\d\d)0(?=\d{9}$)/, "$1")}` : undefined;
}

/**
 * « 03 24 00 00 00 », as one dials it in France; a number of another form stays as it is.
 *
 * @param {string} number
 */
export function spaced(number) {
  const digits = number.replaceAll(/[\s.\-()]/g, "");
  const national = digits.replace(/^(?:\+|00)(?:33|262|590|594|596)0?(?=[1-9]\d{8}$)/, "0");
  return /^0\d{9}$/.test(national) ? phone(national) : number;
}

/**
 * An address to write to; nothing where that isn't one.
 *
 * @param {string | undefined} mail
 * @param {{ subject: string, body: string }} [letter]
 * @returns {string | undefined}
 */
export function write(mail, letter) {
  if (!mail || !/^[^\s@<>,;]+@[^\s@<>,;]+$/.test(mail)) return undefined;
  return `mailto:${encodeURIComponent(mail).replaceAll("%40", "@")}${letter ? `?${letterOf(letter)}` : ""}`;
}

/**
 * The subject and the text of a mail, in its address.
 *
 * @param {{ subject: string, body: string }} letter
 */
export const letterOf = ({ subject, body }) =>
  `subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(body.replaceAll("\n", "\r\n"))}`;

/**
 * The lines of an address.
 *
 * @param {Fields} record
 */
export function address({ adresse, complement_adresse, code_postal, commune }) {
  const town = [code_postal, commune].map(said).filter(Boolean).join(" ");
  return [said(adresse), said(complement_adresse), town].filter((line) => line !== undefined && line !== "");
}

/**
 * Longitude and latitude, degrees.
 *
 * @param {Fields} record
 * @returns {[lon: number, lat: number] | undefined}
 */
export const position = ({ longitude, latitude }) =>
  typeof longitude === "number" && typeof latitude === "number" ? [longitude, latitude] : undefined;

/**
 * The address of a record that can be sent to anybody: without what was searched.
 *
 * @param {{ service: string } | { structure: string }} record
 */
export const permanent = (record) => new URL(`./?${new URLSearchParams(record)}`, document.baseURI).href;

// What one needs of a service to go there or to call: from its record, else from its structure's.

import { h } from "../common/dom.js";
import { date, phone } from "../common/format.js";
import { labels } from "../common/labels.js";

/** @typedef {import("../../pkg/engine.js").DetailedService} Service */

/** @param {Service} service */
export const nameOf = ({ nom }) => nom || "Service sans nom";

/** @param {Service} service */
export const structureOf = ({ structure }) => structure?.nom ?? "Structure non publiée";

/**
 * A field that has a text, of the service or of its structure.
 *
 * @param {Service} service
 * @param {string} field
 */
export const own = (service, field) => filled(service[field]) ?? filled(service.structure?.[field]);

/** @param {unknown} value */
const filled = (value) => (typeof value === "string" && value.trim() ? value.trim() : undefined);

/**
 * Lines of an address; none when the record has none.
 *
 * @param {Service} service
 */
export function address(service) {
  const { structure } = service;
  const of = filled(service.adresse) || filled(service.commune) ? service : structure;
  const town = [filled(of?.code_postal), filled(of?.commune)].filter(Boolean).join(" ");
  return [filled(of?.adresse), filled(of?.complement_adresse), town].flatMap((line) => line || []);
}

/** @param {Service} service */
export function phoneLink(service) {
  const number = own(service, "telephone");
  return number ? h("a", { href: `tel:${number.replaceAll(/[^\d+]/g, "")}` }, spaced(number)) : undefined;
}

/** @param {Service} service */
export function mailLink(service) {
  const mail = own(service, "courriel");
  return mail
    ? h("a", { href: `mailto:${encodeURIComponent(mail).replaceAll("%40", "@")}` }, mail)
    : undefined;
}

/**
 * « 03 24 00 00 00 », as the number is dialled in France.
 *
 * @param {string} number
 */
export const spaced = (number) => phone(number.replace(/^(?:\+|00)33\s*(?:\(0\))?\s*([1-9])/, "0$1"));

/**
 * Only what leads to a web page: a published link may be anything.
 *
 * @param {unknown} value
 */
export const web = (value) => (typeof value === "string" && /^https?:\/\//i.test(value) ? value : undefined);

/**
 * When a record was updated last, if that can be told.
 *
 * @param {Service} service
 */
export const updatedOn = ({ date_maj }) =>
  typeof date_maj === "string" && Date.parse(date_maj) ? date_maj : undefined;

/**
 * How to get in, in words.
 *
 * @param {Service} service
 */
export const ways = (service) => labels("ModeMobilisation", service.modes_mobilisation);

/** @param {Service} service */
export const askedBy = (service) => labels("PersonneMobilisatrice", service.mobilisable_par);

/**
 * The live sheet of a service.
 *
 * @param {string} id
 */
export const sheetAddress = (id) => `./?${new URLSearchParams({ service: id })}`;

/**
 * « 24 novembre 2026 », here, of an instant.
 *
 * @param {string} instant ISO 8601
 */
export const day = (instant) =>
  date(new Date(Date.parse(instant) - new Date(instant).getTimezoneOffset() * 60_000).toISOString());

// What one needs of a service to go there or to call: from its record, else from its structure's.

import { h } from "../common/dom.js";
import { date } from "../common/format.js";
import { labels } from "../common/labels.js";
import { call, own, said, spaced, write } from "../sheet/facts.js";

/** @typedef {import("../../pkg/engine.js").DetailedService} Service */

/** @param {Service} service */
export const nameOf = ({ nom }) => nom || "Service sans nom";

/** @param {Service} service */
export const structureOf = ({ structure }) => structure?.nom ?? "Structure non publiée";

/**
 * Lines of an address; none when the record has none.
 *
 * @param {Service} service
 */
export function address(service) {
  const { structure } = service;
  const of = said(service.adresse) || said(service.commune) ? service : structure;
  const town = [said(of?.code_postal), said(of?.commune)].filter(Boolean).join(" ");
  return [said(of?.adresse), said(of?.complement_adresse), town].flatMap((line) => line || []);
}

/** @param {Service} service */
export function phoneLink(service) {
  const number = own(service, "telephone");
  const href = call(number);
  return number && href ? h("a", { href }, spaced(number)) : number;
}

/** @param {Service} service */
export function mailLink(service) {
  const mail = own(service, "courriel");
  const href = write(mail);
  return href ? h("a", { href }, mail) : mail;
}

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

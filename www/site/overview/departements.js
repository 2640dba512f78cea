// The services that one can go to, département by département.

import { number, several } from "../common/format.js";
import { within } from "../common/places.js";
import { toAddress } from "../search/question.js";
import { rough } from "./words.js";

/** @typedef {import("../../pkg/engine.js").Overview} Overview */
/** @typedef {import("../search/question.js").Question} Question */
/** @typedef {import("./sections.js").Figure} Figure */
/** @typedef {import("./sections.js").Row} Row */
/** @typedef {Overview["departements"][number] & { coverage: number | null }} Departement */

/** Inhabitants that services are told for. */
const INHABITANTS = 10_000;
/** Shades of the map. */
const STEPS = 5;

/**
 * @param {Overview} overview
 * @param {Question} question
 * @returns {import("./sections.js").Section}
 */
export function departements(overview, question) {
  return {
    id: "departements",
    title: "Départements",
    wide: true,
    choice: {
      name: "Montrer",
      options: [
        { value: "", label: "Services pour 10\u202f000 habitants" },
        { value: "services", label: "Nombre de services" },
      ],
    },
    figure: (chosen) => figure(overview, question, chosen === "services"),
  };
}

/**
 * @param {Overview} overview
 * @param {Question} question
 * @param {boolean} plain numbers of services, not for inhabitants
 * @returns {Figure}
 */
function figure({ departements: all, a_distance, sans_departement }, question, plain) {
  /** @type {Departement[]} */
  const told = all
    // Collectivities overseas have few services, and no outline: those that have none needn't be named.
    .filter(({ code, services }) => services || code.length < 3 || /^97[1-46]$/.test(code))
    .map((one) => ({
      ...one,
      coverage: one.population ? (one.services / one.population) * INHABITANTS : null,
    }));
  const value = (/** @type {Departement} */ one) => (plain ? one.services : one.coverage);
  const ranked = told.toSorted((a, b) => (value(b) ?? -1) - (value(a) ?? -1));
  const { steps, of } = shades(
    told.flatMap((one) => value(one) || []),
    plain ? number : rough,
  );
  const rows = ranked.map((one) => row(one, question));
  const names = new Map(ranked.map((one, at) => [one.code, rows[at]]));
  const step = (/** @type {Departement} */ one) =>
    /** @type {[string, number]} */ ([one.code, of(value(one) ?? 0)]);
  return {
    sentence: sentence(ranked, plain),
    chart: {
      departements: {
        none: "Aucun service",
        steps,
        departements: Object.fromEntries(told.filter((one) => value(one)).map(step)),
      },
      names,
    },
    caption: "Services par département",
    head: ["Département", "Services", "Habitants", "Services pour 10\u202f000 habitants"],
    rows,
    note: notCounted(a_distance, sans_departement),
  };
}

/**
 * @param {Departement} departement
 * @param {Question} question
 * @returns {Row}
 */
function row({ code, nom, services, population, coverage }, question) {
  const place = { type: /** @type {const} */ ("departement"), code, nom, lon: 0, lat: 0 };
  const free = !question.place || question.place.type === "region" || question.place.code === code;
  const href = services && free && !question.bbox ? `./${toAddress({ ...question, place })}` : undefined;
  return {
    cells: [`${nom} (${code})`, services, population ?? "", coverage === null ? "" : rough(coverage)],
    href,
    see: `les services ${within(place)}`,
  };
}

/**
 * @param {Departement[]} ranked
 * @param {boolean} plain
 */
function sentence(ranked, plain) {
  const [first] = ranked;
  if (!first?.services) return "Aucun de ces services n’est situé dans un département.";
  const none = ranked.filter(
    ({ services, code }) => !services && /^(\d\d|2[AB]|97[1-46])$/.test(code),
  ).length;
  const where = within({ type: "departement", code: first.code, nom: first.nom, lon: 0, lat: 0 });
  const most = plain
    ? several(first.services, "service")
    : `${rough(first.coverage ?? 0)} pour 10\u202f000 habitants`;
  const begin = `C’est ${where} qu’ils sont le plus nombreux\u00a0: ${most}.`;
  if (!none) return begin;
  return `${begin} ${none === 1 ? "Un département n’en a" : `${number(none)} départements n’en ont`} aucun.`;
}

/**
 * @param {number} remote
 * @param {number} nowhere
 */
function notCounted(remote, nowhere) {
  const parts = [
    remote ? `${several(remote, "service")} à distance seulement` : "",
    nowhere ? `${several(nowhere, "service")} sans commune connue` : "",
  ].filter(Boolean);
  const left = parts.length
    ? `Ne sont comptés que les services où l’on se rend\u00a0: ${parts.join(" et ")} n’y ${remote + nowhere < 2 ? "est" : "sont"} pas. `
    : "";
  return (
    `${left}La recherche dans un département y ajoute les services à distance qui lui sont ouverts. ` +
    "Habitants\u00a0: populations de référence de l’INSEE (2023\u00a0; Mayotte\u00a0: 2017)."
  );
}

/**
 * Shades with about as many départements each, between round numbers.
 *
 * @param {number[]} values
 * @param {(value: number) => string} say
 */
function shades(values, say) {
  const sorted = values.toSorted((a, b) => a - b);
  /** @type {number[]} */
  const bounds = [];
  for (let step = 1; step < STEPS; step++) {
    const bound = round(sorted[Math.floor((step * sorted.length) / STEPS)] ?? 0);
    const before = bounds.at(-1) ?? 0;
    // Each shade has a département at least.
    const some = sorted.some((value) => value >= before && value < bound);
    if (bound > before && some && sorted.some((value) => value >= bound)) bounds.push(bound);
  }
  const of = (/** @type {number} */ value) => bounds.filter((bound) => value >= bound).length;
  const steps = sorted.length
    ? [...bounds, Infinity].map((bound, at) => {
        if (!bounds.length) return `Jusqu’à ${say(sorted[sorted.length - 1])}`;
        if (!at) return `Moins de ${say(bound)}`;
        return bound === Infinity
          ? `${say(bounds[at - 1])} et plus`
          : `${say(bounds[at - 1])} à ${say(bound)}`;
      })
    : [];
  return { steps, of };
}

/** Two digits that count. */
function round(/** @type {number} */ value) {
  return Number(value.toPrecision(2));
}

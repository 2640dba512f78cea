// What both sides of the bench are asked: made up, the same for the same count.

import { random } from "../support/data.js";
import { zones } from "../support/naive.js";
import { communes, vocabularies } from "../support/territory.js";

/**
 * Radius, thématiques, mode and first 20, around communes as people live in them.
 *
 * @param {number} count
 * @returns {import("./measure.js").Question[]}
 */
export function makeQuestions(count) {
  const all = [...communes().values()].filter(({ type }) => type === "commune" || type === "arrondissement");
  const people = all.reduce((sum, { population }) => sum + population, 0);
  const { Thematique, Categorie } = vocabularies();
  const { next, pick } = random(4);
  return Array.from({ length: count }, () => {
    let left = next() * people;
    const commune = all.find(({ population }) => (left -= population) < 0) ?? all[0];
    const params = {
      code_commune: commune.code,
      rayon_km: pick([5, 10, 20, 50, 50, 100]),
      thematiques: next() < 0.5 ? [pick(Categorie).value] : [pick(Thematique).value, pick(Thematique).value],
      modes_accueil: [next() < 0.8 ? "en-presentiel" : "a-distance"],
      size: 20,
    };
    return { params, centre: { lat: commune.lat, lon: commune.lon }, zones: [...zones(commune)] };
  });
}

/**
 * What people look for in names: words of services' names, and the same as one types, some cut short, some with a typo.
 *
 * @param {Record<string, any>[]} services
 * @param {number} count
 * @returns {import("./measure.js").Words[]}
 */
export function makeWords(services, count) {
  const names = services.map(({ nom }) => nom);
  const { pick, whole, next } = random(5);
  return Array.from({ length: count }, () => {
    const told = pick(names)
      .split(/[^\p{L}\d]+/u)
      .filter((/** @type {string} */ word) => word.length > 3)
      .slice(0, 1 + whole(2));
    const typed = told.map((/** @type {string} */ word) => {
      const chance = next();
      if (chance < 0.3) return word.slice(0, 3 + whole(word.length - 3));
      const at = 1 + whole(word.length - 1);
      return chance < 0.5 && word.length > 4 ? word.slice(0, at) + word.slice(at + 1) : word;
    });
    return { whole: told.join(" ") || "emploi", typed: typed.join(" ") || "emploi" };
  });
}

/**
 * What a field sees while the names of the most populous towns are typed.
 *
 * @param {number} count
 */
export function makePrefixes(count) {
  const towns = [...communes().values()].sort((a, b) => b.population - a.population);
  const typed = [];
  for (const { nom } of towns) {
    for (let length = 1; length <= nom.length; length++) typed.push(nom.slice(0, length));
    if (typed.length >= count) break;
  }
  return typed.slice(0, count);
}

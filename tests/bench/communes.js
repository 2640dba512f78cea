// Towns, villages, places overseas: by name, so that the list is the same on every machine.

import { random } from "../support/data.js";

const letters = "abcdefghijlmnopqrstuvy";
const overseas = ["Saint-Denis 974", "Cayenne", "Mamoudzou", "Fort-de-France", "Pointe-à-Pitre"];

/**
 * @param {{ suggestPlaces(text: string, limit: number): { type: string, code: string, nom: string }[] }} territory
 * @param {number} wanted
 * @returns {Map<string, string>} names by code
 */
export function sampledCommunes(territory, wanted) {
  const chance = random(7);
  /** @type {Map<string, string>} */
  const communes = new Map();
  for (const name of overseas) {
    const [place] = territory.suggestPlaces(name, 1);
    communes.set(place.code, place.nom);
  }
  while (communes.size < wanted) {
    const text = chance.pick([...letters]) + chance.pick([..."aeiou"]);
    const places = territory.suggestPlaces(text, 40).filter(({ type }) => type === "commune");
    if (places.length) {
      const place = chance.pick(places);
      communes.set(place.code, place.nom);
    }
  }
  return communes;
}

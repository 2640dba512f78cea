// Who may come: `zone_eligibilite`, codes of communes, EPCI and départements, in words.

/** Names that fit on a card, and on a sheet. */
const FEW = 2;
const MANY = 30;

export class Zones {
  /** @type {Map<string, Promise<string>>} */ #names = new Map();

  /** @param {(code: string, limit: number) => Promise<import("../../pkg/engine.js").Place[]>} suggest */
  constructor(suggest) {
    this.suggest = suggest;
  }

  /** @param {unknown} zone */
  short(zone) {
    return this.#say(zone, FEW);
  }

  /** @param {unknown} zone */
  long(zone) {
    return this.#say(zone, MANY);
  }

  /**
   * @param {unknown} zone
   * @param {number} most names
   */
  async #say(zone, most) {
    if (!Array.isArray(zone) || !zone.length) return "Zone non précisée";
    const codes = zone.map(String);
    if (codes.includes("france") || codes.includes("99100")) return "Zone : toute la France";
    // One name more takes no more room than « et 1 autre ».
    const named = codes.length === most + 1 ? codes : codes.slice(0, most);
    const names = await Promise.all(named.map((code) => this.#name(code)));
    const others = codes.length - names.length;
    return `Zone : ${names.join(", ")}${others ? ` et ${others} autres` : ""}`;
  }

  /** @param {string} code */
  #name(code) {
    const known = this.#names.get(code);
    if (known) return known;
    // A code that nobody knows is shown as it is.
    const name = this.suggest(code, 10).then(
      (places) => places.find((place) => place.code === code)?.nom ?? code,
      () => code,
    );
    this.#names.set(code, name);
    return name;
  }
}

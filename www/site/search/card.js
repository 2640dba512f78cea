// A service in five seconds: what, who by, where, how far, open now?, for whom, and why it is here.

import { h } from "../common/dom.js";
import { age, distance } from "../common/format.js";
import { label, labels } from "../common/labels.js";
import { inWords } from "../common/opening.js";
import { address } from "../desk/facts.js";
import { keepButton } from "../desk/selection.js";
import { addressOf } from "../sheet/address.js";
import { own, spaced } from "../sheet/facts.js";
import { marked } from "./marked.js";

/** @typedef {import("../../pkg/engine.js").DetailedService} Service */
/** @typedef {import("../../pkg/engine.js").ServiceSearchResult} Result */
/** @typedef {import("../../pkg/engine.js").Openings} Openings */

/** Publics and thématiques that a card names. */
const FEW = 3;

/**
 * @param {Result} result
 * @param {string} zone who may come: said where the engine says nothing of it
 * @param {object} [about]
 * @param {Openings} [about.openings]
 * @param {(name: string) => string} [about.unique] makes a link's name one that no other link has
 * @param {"h2" | "h3"} [about.heading] its level
 * @param {() => Promise<Service>} [about.whole] brings its long texts, where it comes without
 */
export function card(
  { service, distance: kilometres, explication, mots },
  zone,
  { openings, unique = (name) => name, heading = "h2", whole } = {},
) {
  const name = service.nom ?? "Service sans nom";
  const structure = service.structure?.nom ?? "Structure non publiée";
  const commune = typeof service.commune === "string" ? service.commune : undefined;
  const far = distance(kilometres, service.modes_accueil);
  const said = [structure, commune].filter(Boolean).join(" · ");
  // Whoever hears links alone must tell two services of one name apart.
  const link = { href: addressOf({ service: service.id }), "aria-label": unique(`${name}, ${said}`) };
  const item = h(
    "li",
    { class: "card", "data-id": service.id, "data-name": name },
    h(heading, {}, h("a", link, ...marked(name, mots))),
    far ? h("span", { class: "distance" }, far) : null,
    h("div", { class: "small" }, ...marked(said, mots)),
    h("div", { class: "tags" }, openings ? openTag(openings) : null, ...tags(service, mots)),
    themes(service, mots),
    h("div", { class: "small soft why" }),
    h("div", { class: "small on-paper" }, reach(service)),
    h(
      "div",
      { class: "foot small soft" },
      h("span", {}, updated(service.date_maj), ` · source : ${service.source}`),
      keepButton(service, whole),
    ),
  );
  const met = item.querySelector("mark") !== null;
  item.querySelector(".why")?.append(why(explication, zone, met));
  return item;
}

/**
 * Where to go and whom to call: what a printed list is for.
 *
 * @param {Service} service
 */
export function reach(service) {
  const phone = own(service, "telephone");
  return [...address(service), phone && spaced(phone), own(service, "courriel")].filter(Boolean).join(" · ");
}

/** @param {Openings} openings */
function openTag(openings) {
  const { ouvert } = openings;
  const kind = ouvert === null ? "tag soft" : ouvert ? "tag good" : "tag";
  return h("span", { class: kind }, inWords(openings));
}

/**
 * @param {Service} service
 * @param {string[]} [mots]
 */
export function tags({ frais, publics, modes_accueil }, mots) {
  const plain = (/** @type {string} */ text) => h("span", { class: "tag" }, ...marked(text, mots));
  const unknown = (/** @type {string} */ text) => h("span", { class: "tag soft" }, text);
  const known = labels("Public", publics);
  return [
    frais ? plain(label("Frais", frais)) : unknown("Frais non précisés"),
    ...(known.length ? few(known, "publics").map(plain) : [unknown("Publics non précisés")]),
    ...labels("ModeAccueil", modes_accueil).map(plain),
  ];
}

/**
 * The first of some labels, and how many more there are.
 *
 * @param {string[]} all
 * @param {string} name
 */
function few(all, name) {
  // One more takes no more room than « + 1 public ».
  if (all.length <= FEW + 1) return all;
  return [...all.slice(0, FEW), `+ ${all.length - FEW} ${name}`];
}

/**
 * @param {Service} service
 * @param {string[]} [mots]
 */
function themes({ thematiques }, mots) {
  const known = labels("Thematique", thematiques);
  if (!known.length) return null;
  return h("div", { class: "small themes" }, ...marked(few(known, "thématiques").join(" · "), mots));
}

/** Sentences of the engine whose content the card shows already, and the one that marks may make needless. */
const SHOWN =
  /^(À |Proposé à distance|S’adresse à|Ouvert à tous les publics|Les publics ne sont|Frais |Thématiques )/;

const WORDS = /^Répond aux mots/;

/**
 * Why a service is here, in one line.
 *
 * @param {string[] | undefined} explication
 * @param {string} zone
 * @param {boolean} marked the words that were met are marked in the card
 */
function why(explication, zone, marked) {
  const left =
    explication?.filter((sentence) => !SHOWN.test(sentence) && !(marked && WORDS.test(sentence))) ?? [];
  return left.length ? left.join(" ") : zone;
}

/** @param {string | null} day YYYY-MM-DD */
export function updated(day) {
  if (!day || Number.isNaN(Date.parse(day))) return h("span", {}, "date de mise à jour inconnue");
  const { text, old } = age(day);
  return h("span", { class: old ? "old" : "" }, `mis à jour ${text}`);
}

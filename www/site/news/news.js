// « Quoi de neuf »: what a publication changes in a département, since the one before.

import { AtlasError, startEngine } from "../../pkg/inclusion-atlas.js";
import { Data, reload } from "../common/data.js";
import { byId, h, refill } from "../common/dom.js";
import { categories, loadLabels } from "../common/labels.js";
import { clearNotice, showFailure } from "../common/loading.js";
import { workOffline } from "../common/offline.js";
import { PlaceField } from "../common/place-field.js";
import { showCount } from "../desk/selection.js";
import { listOf } from "./list.js";
import { KINDS, about, opening } from "./words.js";

/** @typedef {import("../common/places.js").Chosen} Chosen */
/** @typedef {import("../../pkg/engine.js").Place} Place */

const sentence = byId("sentence");
const lists = byId("changes");
const contents = byId("contents");
const theme = /** @type {HTMLSelectElement} */ (byId("theme"));

const starting = startEngine();
/** What this page can tell of: a département, or a commune of one. */
const TYPES = ["departement", "commune", "deleguee", "arrondissement"];
const suggest = async (/** @type {string} */ text, /** @type {number} */ limit) => {
  const places = await (await starting).suggestPlaces(text, 3 * limit);
  return places.filter(({ type }) => TYPES.includes(type)).slice(0, limit);
};
const place = new PlaceField(suggest, (chosen) => void go(chosen));
/** @type {Chosen | undefined} The département that is told of. */
let departement;
/** Questions so far: an answer to an older one isn't shown. */
let asked = 0;
const data = new Data({ clear, ready: () => void answer() });

void start();
workOffline();

async function start() {
  sentence.textContent = "Chargement…";
  showCount(byId("selection"));
  byId("form").addEventListener("submit", (event) => {
    event.preventDefault();
    place.take().then(go, refused);
  });
  theme.addEventListener("change", () => remember());
  addEventListener("popstate", () => void readAddress().then(answer));
  try {
    const engine = await starting;
    await loadLabels();
    theme.append(...categories().map(({ value, label }) => h("option", { value }, label)));
    await readAddress();
    await data.open(engine);
  } catch (error) {
    byId("form").inert = true;
    showFailure("Cette page ne peut pas fonctionner ici.", error, [{ ...reload, label: "Réessayer" }]);
  }
}

/** @param {unknown} error there is no such place */
function refused(error) {
  clear();
  showFailure("Ce lieu est introuvable.", error);
}

async function readAddress() {
  const address = new URLSearchParams(location.search);
  const code = address.get("code_departement");
  departement = code ? await place.find(["departement"], code) : undefined;
  place.set(departement);
  theme.value = address.get("thematiques") ?? "";
  // A value that there isn't.
  if (theme.selectedIndex < 0) theme.value = "";
}

/**
 * Goes to a département, or to that of a commune.
 *
 * @param {Chosen | undefined} chosen
 */
async function go(chosen) {
  const code = chosen?.code.slice(0, /^9[78]/.test(chosen.code) ? 3 : 2);
  const found = chosen?.type === "departement" ? chosen : code && (await place.find(["departement"], code));
  departement = found || undefined;
  place.set(departement);
  remember();
}

/** Puts the question into the address, and answers it. */
function remember() {
  const address = new URLSearchParams();
  if (departement) address.set("code_departement", departement.code);
  if (theme.value) address.set("thematiques", theme.value);
  const search = address.size ? `?${address}` : "";
  if (search !== location.search) history.pushState(null, "", location.pathname + search);
  void answer();
}

/** Takes away what was said of other data. */
function clear() {
  refill(lists);
  contents.hidden = true;
}

async function answer() {
  const mine = ++asked;
  const { atlas } = data;
  if (!atlas) return;
  clear();
  clearNotice();
  data.sayWhose();
  document.title = `Quoi de neuf – ${byId("title").textContent}`;
  if (!departement) {
    sentence.textContent = "Choisissez un département ou une commune.";
    return;
  }
  const where = departement;
  const need = theme.value;
  try {
    sentence.textContent = "Recherche…";
    const changes = await atlas.changes(where.code);
    if (mine !== asked) return;
    if (!changes) {
      sentence.textContent = "Les données ouvertes ici ne disent pas ce qui a changé.";
      refill(lists, h("p", {}, "Elles ne gardent pas de trace de la publication d’avant."));
      return;
    }
    const fits = (/** @type {import("../../pkg/engine.js").Change} */ { thematiques }) =>
      !need || thematiques.some((value) => value === need || value.startsWith(`${need}--`));
    const told = KINDS.map((kind) => ({
      kind,
      all: changes[kind.of].filter((change) => change.quoi === kind.quoi && fits(change)),
    })).filter(({ all }) => all.length);
    sentence.textContent = opening(changes, where, told, theme.selectedOptions[0]?.textContent ?? "", need);
    document.title = `${about(where)} – ${byId("title").textContent}`;
    refill(lists, ...told.map(({ kind, all }) => listOf(kind, all)));
    contents.replaceChildren(
      ...told.map(({ kind }) => h("li", {}, h("a", { href: `#${kind.id}` }, kind.title))),
    );
    contents.hidden = told.length < 2;
  } catch (error) {
    if (mine !== asked) return;
    clear();
    const lost = error instanceof AtlasError && error.code === "load";
    const again = { label: "Réessayer", act: () => void answer() };
    showFailure("Les nouveautés ne peuvent pas être montrées.", error, lost ? [reload] : [again]);
  }
}

// What the page says of the services: a sentence, a chart and a table for each question that one may have of them.

import { label } from "../common/labels.js";
import { number, several } from "../common/format.js";
import { facet, NOT_STATED, valueLabel } from "../search/facets.js";
import { criterion } from "../valideur/words.js";
import { departements } from "./departements.js";
import { FIELDS } from "./fields.js";
import { services } from "./links.js";
import { agree, decimal, share } from "./words.js";

/** @typedef {import("../../pkg/engine.js").Overview} Overview */
/** @typedef {import("../search/question.js").Question} Question */
/** @typedef {import("../search/facets.js").FacetName} FacetName */
/** @typedef {import("../../pkg/charts.js").BarChart} BarChart */
/** @typedef {import("../../pkg/charts.js").DepartementChart} DepartementChart */
/**
 * @typedef {object} Row of a table, and of its chart where it has one
 * @property {(string | number)[]} cells the first names the row
 * @property {string} [href] where these services are
 * @property {string} [see] what the link says beyond « Voir »
 */
/**
 * @typedef {object} Figure
 * @property {string} sentence what it shows
 * @property {{ bars: BarChart, hrefs: (string | undefined)[] } | { departements: DepartementChart, names: Map<string, Row> }} chart
 * @property {string} caption of the table
 * @property {string[]} head names of the columns
 * @property {Row[]} rows
 * @property {string} [note] how it was counted
 */
/**
 * @typedef {object} Section
 * @property {string} id also the name of its files
 * @property {string} title
 * @property {boolean} [wide] it takes the whole width
 * @property {{ name: string, options: { value: string, label: string }[] }} [choice] what can be chosen of it
 * @property {(chosen: string) => Figure} figure
 */

/** Structures that the chart names; the table names them all. */
const NAMED = 10;

/**
 * @param {Overview} overview
 * @param {Question} question
 * @returns {Section[]}
 */
export function sections(overview, question) {
  return [
    themes(overview, question),
    departements(overview, question),
    {
      id: "sources",
      title: "Sources",
      wide: true,
      figure: () => values(overview, question, "sources", "Services par source"),
    },
    {
      id: "accueil",
      title: "Mode d’accueil",
      figure: () =>
        values(overview, question, "modes_accueil", "Services par mode d’accueil", {
          note: "Un service peut être proposé des deux façons\u00a0: il compte alors deux fois.",
        }),
    },
    {
      id: "frais",
      title: "Frais",
      figure: () => values(overview, question, "frais", "Services par frais"),
    },
    { id: "publics", title: "Publics", wide: true, figure: () => publics(overview, question) },
    {
      id: "types",
      title: "Type de service",
      figure: () => values(overview, question, "types", "Services par type"),
    },
    { id: "fraicheur", title: "Fraîcheur", figure: () => freshness(overview, question) },
    { id: "qualite", title: "Qualité des fiches", figure: () => quality(overview) },
    { id: "structures", title: "Structures", figure: () => structures(overview) },
    { id: "champs", title: "Champs remplis", wide: true, figure: () => fields(overview) },
  ];
}

/**
 * Values of a facet, the most frequent first, what isn't stated last.
 *
 * @param {Record<string, number>} counts
 * @returns {[value: string, count: number][]}
 */
const ranked = (counts) => {
  const stated = Object.entries(counts).filter(([value]) => value !== NOT_STATED);
  const missing = counts[NOT_STATED];
  stated.sort(([, a], [, b]) => b - a);
  return missing ? [...stated, [NOT_STATED, missing]] : stated;
};

/**
 * @param {Overview} overview
 * @param {Question} question
 * @param {FacetName} name
 * @param {string} caption
 * @param {{ note?: string, counts?: [string, number][] }} [more]
 * @returns {Figure}
 */
function values({ facets, services: total }, question, name, caption, { note, counts } = {}) {
  const about = facet(name);
  const told = counts ?? ranked(facets[name]);
  const rows = told.map(([value, count]) => ({
    cells: [valueLabel(about, value), count, share(count, total)],
    ...services(question, name, value, count, valueLabel(about, value)),
  }));
  return {
    sentence: leading(told, total, (value) => valueLabel(about, value), about.unstated),
    chart: bars(told, rows),
    caption,
    head: [about.title, "Services", "Part"],
    rows,
    note,
  };
}

/**
 * @param {[string, number][]} told
 * @param {Row[]} rows
 * @returns {Extract<Figure["chart"], { bars: BarChart }>}
 */
function bars(told, rows) {
  return {
    bars: {
      rows: told.map(([name, value], at) => ({
        label: String(rows[at].cells[0]),
        value,
        text: `${number(value)} · ${rows[at].cells[2]}`,
        quiet: name === NOT_STATED,
      })),
    },
    hrefs: rows.map(({ href }) => href),
  };
}

/**
 * « « Mobilité » vient en tête : 912 services, soit 15 %. »
 *
 * @param {[string, number][]} told
 * @param {number} total
 * @param {(value: string) => string} name
 * @param {string} unstated « sans frais précisés »
 */
function leading(told, total, name, unstated) {
  const [first] = told;
  if (!first || !first[1] || first[0] === NOT_STATED) return "Aucun service ne le précise.";
  const missing = told.find(([value]) => value === NOT_STATED)?.[1] ?? 0;
  const begin = `«\u00a0${name(first[0])}\u00a0» vient en tête\u00a0: ${several(first[1], "service")}, soit ${share(first[1], total)}.`;
  return missing
    ? `${begin} ${several(missing, "service")} ${agree(missing, "est", "sont")} ${unstated}.`
    : begin;
}

/**
 * @param {Overview} overview
 * @param {Question} question
 * @returns {Section}
 */
function themes(overview, question) {
  const categories = ranked(overview.facets.categories);
  const named = categories.filter(([value, count]) => value !== NOT_STATED && count);
  return {
    id: "thematiques",
    title: "Thématiques",
    wide: true,
    choice: {
      name: "Détail",
      options: [
        { value: "", label: "Toutes les catégories" },
        ...named.map(([value]) => ({ value, label: label("Categorie", value) })),
      ],
    },
    figure(category) {
      const note = "Un service peut avoir plusieurs thématiques\u00a0: il compte dans chacune.";
      if (!category)
        return values(overview, question, "thematiques", "Services par catégorie de thématiques", {
          counts: categories,
          note,
        });
      const own = Object.entries(overview.facets.thematiques).filter(([value]) =>
        value.startsWith(`${category}--`),
      );
      const caption = `Services par thématique de «\u00a0${label("Categorie", category)}\u00a0»`;
      return values(overview, question, "thematiques", caption, {
        counts: ranked(Object.fromEntries(own)),
        note,
      });
    },
  };
}

/**
 * @param {Overview} overview
 * @param {Question} question
 * @returns {Figure}
 */
function publics({ facets, publics_nommes, services: total }, question) {
  const about = facet("publics");
  const everybody = publics_nommes["tous-publics"] ?? 0;
  const told = ranked({ ...publics_nommes, [NOT_STATED]: facets.publics[NOT_STATED] });
  const open = (/** @type {string} */ value, /** @type {number} */ count) =>
    value === NOT_STATED || value === "tous-publics" ? count : facets.publics[value];
  const rows = told.map(([value, count]) => ({
    cells: [valueLabel(about, value), count, open(value, count), share(open(value, count), total)],
    ...services(question, "publics", value, open(value, count), valueLabel(about, value)),
  }));
  return {
    sentence:
      `${several(everybody, "service")}, soit ${share(everybody, total)}, ${agree(everybody, "est ouvert", "sont ouverts")} à tous les publics. ` +
      `Les autres nomment ceux qu’ils accueillent${facets.publics[NOT_STATED] ? `, ou n’en précisent aucun (${number(facets.publics[NOT_STATED])})` : ""}.`,
    chart: {
      bars: {
        rows: told.map(([value, count], at) => ({
          label: String(rows[at].cells[0]),
          value: count,
          text: `${number(count)} · ${share(count, total)}`,
          quiet: value === NOT_STATED,
        })),
      },
      hrefs: rows.map(({ href }) => href),
    },
    caption: "Services par public",
    head: ["Public", "Le nomment", "Avec ceux ouverts à tous", "Part"],
    rows,
    note: "Une recherche pour un public trouve ceux qui le nomment, et ceux qui sont ouverts à tous.",
  };
}

/** What each slice of `fraicheur` is called, by where it ends and where it begins. */
const SLICES = [
  "Moins de 3\u00a0mois",
  "De 3 à 6\u00a0mois",
  "De 6\u00a0mois à un an",
  "D’un à 2\u00a0ans",
  "Plus de 2\u00a0ans",
];
const UNKNOWN = "Date inconnue";
/** The filter of the search that each bound is. */
const AGES = /** @type {Record<number, string>} */ ({ 6: "6-mois", 12: "1-an", 24: "2-ans" });

/**
 * @param {Overview} overview
 * @param {Question} question
 * @returns {Figure}
 */
function freshness({ fraicheur, services: total }, question) {
  let since = 0;
  const rows = fraicheur.tranches.map(({ mois, services: count }, at) => {
    since += count;
    const age = mois === null ? undefined : AGES[mois];
    return {
      cells: [SLICES[at], count, share(count, total), mois === null ? "" : since],
      ...(age ? services(question, "maj", age, since, `mis à jour depuis moins de ${AGES_SAID[age]}`) : {}),
    };
  });
  if (fraicheur.inconnue)
    rows.push({ cells: [UNKNOWN, fraicheur.inconnue, share(fraicheur.inconnue, total), ""] });
  const year = fraicheur.tranches.slice(0, 3).reduce((sum, slice) => sum + slice.services, 0);
  return {
    sentence: `${share(year, total)} des services ont été mis à jour depuis moins d’un an.`,
    chart: {
      bars: {
        rows: rows.map(({ cells }) => ({
          label: String(cells[0]),
          value: Number(cells[1]),
          text: `${number(Number(cells[1]))} · ${cells[2]}`,
          quiet: cells[0] === UNKNOWN,
        })),
      },
      hrefs: [],
    },
    caption: "Services par date de mise à jour",
    head: ["Mis à jour", "Services", "Part", "Depuis cet âge, en tout"],
    rows,
  };
}
const AGES_SAID = /** @type {Record<string, string>} */ ({
  "6-mois": "6\u00a0mois",
  "1-an": "un an",
  "2-ans": "2\u00a0ans",
});

/**
 * @param {Overview} overview
 * @returns {Figure}
 */
function quality({ qualite, score_publie }) {
  const gains = new Map(qualite?.gains.map((gain) => [gain.criterion, gain]));
  const told = Object.entries(qualite?.criteria ?? {})
    .flatMap(([code, mean]) =>
      mean === null ? [] : [{ code, mean, lacking: gains.get(code)?.services ?? 0 }],
    )
    .sort((a, b) => a.mean - b.mean);
  const [worst] = qualite?.gains ?? [];
  const rows = told.map(({ code, mean, lacking }) => ({
    cells: [criterion(code), share(mean, 1), lacking],
  }));
  const published =
    score_publie === null ? "" : ` La note publiée par data·inclusion est de ${decimal(score_publie)}.`;
  return {
    sentence:
      qualite && worst
        ? `La note moyenne est de ${decimal(qualite.score)} sur 1. Ce qui l’abaisse le plus\u00a0: ${criterion(worst.criterion).toLowerCase()} (${several(worst.services, "fiche")} à compléter).`
        : "Aucun service à noter.",
    chart: {
      bars: {
        rows: told.map(({ code, mean }) => ({
          label: criterion(code),
          value: mean,
          text: share(mean, 1),
        })),
        whole: 1,
      },
      hrefs: [],
    },
    caption: "Note moyenne de chaque critère de qualité",
    head: ["Critère", "Note moyenne", "Fiches à compléter"],
    rows,
    note: `Les critères sont ceux du score de qualité de data·inclusion, calculés aujourd’hui sur toutes ces fiches.${published}`,
  };
}

/**
 * @param {Overview} overview
 * @returns {Figure}
 */
function structures({ principales, services: total, structures: many }) {
  const rows = principales.map(({ id, nom, commune, services: count }) => ({
    cells: [nom || "Structure sans nom", commune ?? "", count],
    href: `./?${new URLSearchParams({ structure: id })}`,
    see: `la structure ${nom || "sans nom"}`,
  }));
  const top = principales.slice(0, NAMED);
  const sum = top.reduce((all, one) => all + one.services, 0);
  return {
    sentence: top.length
      ? `${several(many, "structure")} ${agree(many, "propose", "proposent")} ces services. Les ${number(top.length)} premières en proposent ${share(sum, total)}.`
      : "Aucune structure publiée ne propose ces services.",
    chart: {
      bars: {
        rows: top.map(({ nom, commune, services: count }) => ({
          label: [nom || "Structure sans nom", commune].filter(Boolean).join(" · "),
          value: count,
          text: number(count),
        })),
      },
      hrefs: rows.map(({ href }) => href),
    },
    caption: "Structures qui proposent le plus de services",
    head: ["Structure", "Commune", "Services"],
    rows,
  };
}

/**
 * @param {Overview} overview
 * @returns {Figure}
 */
function fields({ champs, services: total }) {
  const told = Object.entries(champs)
    .filter(([name]) => name in FIELDS)
    .sort(([, a], [, b]) => b - a);
  const rows = told.map(([name, count]) => ({ cells: [FIELDS[name], name, count, share(count, total)] }));
  const half = told.filter(([, count]) => 2 * count < total).map(([name]) => FIELDS[name].toLowerCase());
  return {
    sentence: half.length
      ? `${several(half.length, "champ")} ${agree(half.length, "est vide", "sont vides")} dans plus de la moitié des fiches${half.length < 5 ? `\u00a0: ${half.join(", ")}` : ""}.`
      : "Chaque champ est rempli dans la moitié des fiches ou plus.",
    chart: {
      bars: {
        rows: told.map(([name, count]) => ({
          label: FIELDS[name],
          value: count,
          text: share(count, total),
        })),
        whole: total || 1,
      },
      hrefs: [],
    },
    caption: "Services dont chaque champ est rempli",
    head: ["Champ", "Nom dans le schéma", "Services", "Part"],
    rows,
  };
}

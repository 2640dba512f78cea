// What a question costs as the data grows: the engine alone, the same questions on more and more services. Prints Markdown,
// and writes target/bench/growth.json, which `cargo run -p inclusion-atlas --example growth` draws.
//
//   node growth.js [--sizes 10000,50000,140000,500000] [--questions N]

import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { readJson } from "../support/data.js";
import { makeQuestions, makeWords } from "./questions.js";
import { nationalData, side, work } from "./sides.js";

const { values: options } = parseArgs({
  options: {
    sizes: { type: "string", default: "10000,50000,140000,500000" },
    questions: { type: "string", default: "300" },
  },
});
const sizes = options.sizes.split(",").map(Number);
const count = Number(options.questions);
mkdirSync(work, { recursive: true });
const [questions, words, prefixes] = ["questions", "words", "prefixes"].map((name) =>
  join(work, `growth-${name}.json`),
);
const least = join(folder(Math.min(...sizes)), "services.json");
writeFileSync(questions, JSON.stringify(makeQuestions(count)));
writeFileSync(words, JSON.stringify(makeWords(readJson(least), count)));
writeFileSync(prefixes, "[]");

/** @param {number} services */
function folder(services) {
  return nationalData(Math.round((services * 5) / 7), services, 1);
}

/** @type {[string, string][]} */
const kinds = [
  ["query", "radius + thématiques + mode"],
  ["facets", "the same with facets"],
  ["names", "words in names"],
  ["texts", "words in all texts"],
];
const measured = sizes.map((services) => {
  const data = folder(services);
  const figures = side("engine.js", [
    join(data, "structures.json"),
    join(data, "services.json"),
    questions,
    words,
    prefixes,
  ]);
  // The largest take gigabytes.
  if (services > 200_000) rmSync(data, { recursive: true });
  return { services, figures };
});

const series = kinds.map(([kind, label]) => ({
  label,
  points: measured.map(({ services, figures }) => [services, figures[kind].median, figures[kind].p99]),
}));
writeFileSync(join(work, "growth.json"), JSON.stringify(series, null, 1));
const ms = (/** @type {number} */ time) => time.toFixed(2);
process.stdout.write(
  [
    `| median, p99 in ms | ${sizes.map((size) => `${size} services`).join(" | ")} |`,
    `|---|${sizes.map(() => "---:|").join("")}`,
    ...series.map(
      ({ label, points }) =>
        `| ${label} | ${points.map(([, median, p99]) => `${ms(median)}, ${ms(p99)}`).join(" | ")} |`,
    ),
    `| WebAssembly memory, MB | ${measured.map(({ figures }) => Math.round(figures.wasmBytes / 1e6)).join(" | ")} |`,
    "",
  ].join("\n"),
);

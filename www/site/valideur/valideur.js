// The validator's page: files in, reports out.

import { pause } from "../../pkg/streaming.js";
import { AtlasError, openValidator } from "../../pkg/validation.js";
import { hide } from "../common/dialog.js";
import { byId, h } from "../common/dom.js";
import { kindOf, listenForFiles } from "../common/files.js";
import { several } from "../common/format.js";
import { example } from "./example.js";
import { Given } from "./files.js";
import { Progress, failure, showNotice, unreadable } from "./notices.js";
import { prepareProof } from "./proof.js";
import { showReference } from "./reference.js";
import { ReportView, listenForPrinting } from "./report.js";

/** @typedef {import("../../pkg/validation.js").HandledReport} Report */
/** @typedef {import("../../pkg/inclusion-atlas.js").Kind} Kind */
/** @typedef {Awaited<ReturnType<typeof openValidator>>} Validator */
/**
 * A file and what is known of it.
 *
 * @typedef {object} Entry
 * @property {File} file
 * @property {Kind} looksLike before it is read
 * @property {string} [schema] chosen, not told from the file
 * @property {Kind} [kind] chosen, not told from the file
 * @property {Report} [report]
 * @property {unknown} [error]
 * @property {number} [against] handle of the structures that the services were checked with
 */

const TITLE = document.title;
const results = byId("resultats");
const status = byId("status");

const starting = openValidator();
/** @type {Validator} */
let validator;
/** @type {Entry[]} */
let entries = [];
let shown = 0;
/** @type {AbortController | undefined} Stops what is under way. */
let running;

const given = new Given({
  show(at) {
    shown = at;
    display();
    focusVerdict();
  },
  change(entry, choice) {
    Object.assign(entry, choice);
    // What a file holds changes what the others are checked with.
    void run(entries.length > 1 ? entries : [entry], false);
  },
});

void start();

async function start() {
  showNotice();
  prepareProof();
  listenForFiles((files) => void open(files));
  byId("example").addEventListener("click", () => void open([example()]));
  byId("schema").addEventListener("click", () => void openSchema());
  listenForPrinting();
  try {
    validator = await starting;
  } catch (error) {
    byId("drop").inert = true;
    const reload = { label: "Réessayer", act: () => location.reload() };
    showNotice(failure("Le valideur ne peut pas fonctionner ici.", error, [reload]));
  }
}

/** The schema of the report that is shown, else the newest. */
async function openSchema(at = {}) {
  // Where it can't start, that has been said.
  if (!(await starting.catch(() => undefined))) return;
  const { report } = entries[shown] ?? {};
  const newest = validator.schemas().toSorted((a, b) => (a.released < b.released ? 1 : -1))[0];
  await showReference(validator, report?.schema ?? newest.version, at);
}

/** @param {File[]} files */
async function open(files) {
  if (!files.length) return;
  const mine = stop();
  if (!(await starting.catch(() => undefined))) return;
  /** @type {Entry[]} */
  const read = [];
  for (const file of files) {
    // What can't be read is told when it is read.
    const looksLike = await kindOf(file).catch(() => /** @type {Kind} */ ("structures"));
    read.push({ file, looksLike });
  }
  // Structures come first: services are checked with them.
  read.sort((a, b) => Number(a.looksLike === "services") - Number(b.looksLike === "services"));
  if (running !== mine) return;
  for (const { report } of entries) if (report?.handle !== undefined) void validator.forget(report.handle);
  entries = read;
  shown = 0;
  results.replaceChildren();
  await run(entries, true);
}

/** Ends what is under way, and begins something new. */
function stop() {
  running?.abort();
  return (running = new AbortController());
}

/**
 * Validates files, and shows the first of them that there is something to say of.
 *
 * @param {Entry[]} some
 * @param {boolean} anew they have just been given; else their reports stay until the new ones are there
 */
async function run(some, anew) {
  const control = stop();
  const over = () => running !== control;
  given.fill(entries, shown, validator);
  const progress = new Progress(() => control.abort());
  try {
    for (const [at, entry] of some.entries()) {
      status.textContent = `Vérification de « ${entry.file.name} »…`;
      await validate(entry, control.signal, progress.of(entry.file.name, at, some.length));
      if (over()) return;
    }
    // A name may have told wrong: services that were read before their structures are read again.
    const structures = structuresOf(entries);
    for (const entry of entries) {
      if (entry.report?.kind !== "services" || entry.against === structures) continue;
      await validate(entry, control.signal, progress.of(entry.file.name, 0, 1));
      if (over()) return;
    }
    // A long report has just come: the screen and the keys have their turn before it is shown.
    await pause();
    if (over()) return;
  } catch (error) {
    if (over()) return;
    progress.end();
    given.fill(entries, shown, validator);
    if (!(error instanceof AtlasError && error.code === "aborted")) throw error;
    stopped(some, anew);
    return;
  } finally {
    if (over()) progress.forget();
    else running = undefined;
  }
  progress.end();
  if (anew)
    shown = Math.max(
      0,
      entries.findIndex(({ report, error }) => error || report?.invalid),
    );
  display();
  status.textContent = said(entries[shown]);
  if (anew) focusVerdict();
}

/**
 * @param {Entry} entry
 * @param {AbortSignal} signal
 * @param {(progress: import("../../pkg/inclusion-atlas.js").ValidationProgress) => void} onProgress
 */
async function validate(entry, signal, onProgress) {
  const { file, schema, kind } = entry;
  const before = entry.report?.handle;
  const structures =
    (kind ?? entry.report?.kind ?? entry.looksLike) === "services" ? structuresOf(entries) : undefined;
  try {
    const report = await validator.validate(file, { schema, kind, structures, signal, onProgress });
    if (before !== undefined) void validator.forget(before);
    entry.report = report;
    entry.against = structures;
    entry.error = undefined;
  } catch (error) {
    if (error instanceof AtlasError && error.code === "aborted") throw error;
    entry.report = undefined;
    entry.error = error;
  }
}

/** The one file of structures that services can be checked with: with several, who would say which? */
function structuresOf(/** @type {Entry[]} */ entries) {
  const handles = entries.flatMap(({ report }) => report?.handle ?? []);
  return handles.length === 1 ? handles[0] : undefined;
}

/**
 * The user has stopped it.
 *
 * @param {Entry[]} some
 * @param {boolean} anew
 */
function stopped(some, anew) {
  status.textContent = "La vérification est arrêtée.";
  const left = some.filter(({ report, error }) => !report && !error);
  const again = anew && left.length ? left : some;
  const resume = h(
    "button",
    { type: "button", class: "button", onclick: () => void run(again, anew) },
    "Reprendre",
  );
  showNotice(
    h(
      "div",
      { class: "notice" },
      h("p", {}, "La vérification est arrêtée. Vous pouvez la reprendre, ou choisir d’autres fichiers."),
      h("div", { class: "actions" }, resume),
    ),
  );
  resume.focus();
  if (!left.length) display();
}

/** Shows the report of the file that is chosen, or why there is none. */
function display() {
  given.fill(entries, shown, validator);
  const { file, report, error } = entries[shown];
  const focused = document.activeElement?.id;
  if (report) {
    document.title = `${file.name}\u00a0: ${said(entries[shown])} – ${TITLE}`;
    const view = new ReportView(file, report, {
      showField: (kind, field) => void openSchema({ kind, field }),
      showCode: (code) => void openSchema({ code }),
      codes: new Set(validator.codes().map(({ code }) => code)),
      check: (copy) => {
        hide();
        void open([copy]);
      },
    });
    results.replaceChildren(...view.nodes);
  } else {
    document.title = `${file.name} – ${TITLE}`;
    results.replaceChildren(unreadable(file, error));
  }
  if (focused && !document.activeElement?.id) document.getElementById(focused)?.focus();
}

function focusVerdict() {
  const verdict = byId("verdict");
  verdict.focus({ preventScroll: true });
  byId("drop").scrollIntoView({ block: "start" });
}

/** @param {Entry} entry */
function said({ report }) {
  if (!report) return "Ce fichier n’a pas pu être lu.";
  const { error, warning } = report.counts;
  if (!error && !warning) return "rien à corriger";
  return `${several(error, "erreur")}, ${several(warning, "avertissement")}`;
}

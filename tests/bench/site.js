// National data through the site, in a real browser: bytes, seconds until it is ready and until a search answers, and the
// memory of the browser's largest process. Prints Markdown; asserts nothing but that it works.
//
//   node site.js [--structures N] [--services N]

import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { chromium as playwright } from "playwright-core";
import { generate } from "../support/data.js";
import { search } from "../support/page.js";
import { chromium, root } from "../support/paths.js";
import { serve } from "../support/site.js";

const { values } = parseArgs({
  options: {
    structures: { type: "string", default: "100000" },
    services: { type: "string", default: "140000" },
  },
});
const [structures, services] = [Number(values.structures), Number(values.services)];
const out = join(root, "target/bench", `${structures}-${services}-1`);
const data = generate({ structures, services, out });
const bytes = statSync(data.structures).size + statSync(data.services).size;

const server = await serve(data);
const args = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
const browser = await playwright.launch({ executablePath: chromium, args });
try {
  const page = await browser.newPage();
  page.setDefaultTimeout(120_000);
  const ui = search(page);
  const start = performance.now();
  await page.goto(server.url);
  await ui.progress.first().waitFor();
  const shown = performance.now();
  await ui.ready();
  const ready = performance.now();
  await ui.choosePlace("charlev", /Charleville/);
  const asked = performance.now();
  await ui.submit.click();
  const total = await ui.total(/Charleville/);
  const answered = performance.now();
  const seconds = (/** @type {number} */ from, /** @type {number} */ to) =>
    `${((to - from) / 1000).toFixed(2)} s`;
  console.log(`| what | measured |
|---|---:|
| files | ${(bytes / 1e6).toFixed(0)} MB, ${structures} structures, ${services} services |
| page to progress | ${seconds(start, shown)} |
| page to ready | ${seconds(start, ready)} |
| « Rechercher » to ${total} answers, list shown | ${seconds(asked, answered)} |
| peak memory, largest process of the browser | ${(largest() / 1e6).toFixed(0)} MB |`);
} finally {
  await browser.close();
  server.stop();
}

/** Peak resident memory of the browser's largest process, bytes (Linux): of all that this process has started. */
function largest() {
  /** @type {Map<number, { parent: number, peak: number }>} */
  const processes = new Map();
  for (const name of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const status = readFileSync(`/proc/${name}/status`, "utf8");
      const field = (/** @type {string} */ key) =>
        Number(new RegExp(`^${key}:\\s+(\\d+)`, "m").exec(status)?.[1] ?? 0);
      processes.set(Number(name), { parent: field("PPid"), peak: field("VmHWM") * 1024 });
    } catch {
      // It ended meanwhile.
    }
  }
  const started = (/** @type {number} */ pid) => {
    for (let at = processes.get(pid); at; at = processes.get(at.parent))
      if (at.parent === process.pid) return true;
    return false;
  };
  return Math.max(...[...processes].filter(([pid]) => started(pid)).map(([, { peak }]) => peak));
}

// What a frame of the map costs on national data: clusters and drawing, in a worker of Chromium on an OffscreenCanvas.
// Processor time of the worker's thread, as Linux counts it: what else the machine does counts little.
// Prints Markdown; asserts nothing but that it works.
//
//   node map.js [--structures N] [--services N] [--frames N] [--ratio R]

import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { chromium as playwright } from "playwright-core";
import { generate } from "../support/data.js";
import { chromium, root } from "../support/paths.js";
import { serve } from "../support/site.js";
import { worker } from "./map-frames.js";

const { values } = parseArgs({
  options: {
    structures: { type: "string", default: "100000" },
    services: { type: "string", default: "140000" },
    frames: { type: "string", default: "100" },
    ratio: { type: "string", default: "1" },
  },
});
const [structures, services] = [Number(values.structures), Number(values.services)];
const frames = Number(values.frames);
const out = join(root, "target/bench", `${structures}-${services}-1`);
const kept = {
  folder: out,
  structures: join(out, "structures.json"),
  services: join(out, "services.json"),
};
const data = existsSync(kept.services) ? kept : generate({ structures, services, out });

/** The pane of the search page at 1280×800. */
const size = { width: 600, height: 617, ratio: Number(values.ratio) };
const places = {
  national: { lon: 2.4, lat: 46.5, zoom: 5.1 },
  regional: { lon: 4.72, lat: 49.5, zoom: 7.6 },
  city: { lon: 2.35, lat: 48.86, zoom: 11.5 },
};
/** Départements in sight of the last. */
const around = ["75", "77", "78", "91", "92", "93", "94", "95"];

/** @type {{ name: string, times: number[] }[]} */
const rows = [];
const server = await serve(data);
const args = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
const browser = await playwright.launch({ executablePath: chromium, args });
try {
  const page = await browser.newPage({ serviceWorkers: "block" });
  await page.route("**/bench.html", (route) =>
    route.fulfill({ body: "<!doctype html>", contentType: "text/html" }),
  );
  await page.route("**/bench-worker.js", (route) =>
    route.fulfill({ body: `(${worker})();`, contentType: "text/javascript" }),
  );
  await page.goto(`${server.url}bench.html`);
  const ask = (/** @type {string} */ deed, /** @type {unknown} */ value = undefined) =>
    page.evaluate(async ([deed, value]) => {
      const global = /** @type {any} */ (globalThis);
      const told = () =>
        new Promise((resolve, reject) => {
          global.bench.onmessage = (/** @type {MessageEvent} */ { data }) =>
            data.error ? reject(new Error(data.error)) : resolve(undefined);
          global.bench.onerror = (/** @type {ErrorEvent} */ { message }) => reject(new Error(message));
        });
      if (!global.bench) {
        global.bench = new Worker("bench-worker.js", { type: "module" });
        await told();
      }
      global.bench.postMessage({ deed, value });
      await told();
    }, /** @type {const} */ ([deed, value]));
  await ask("open");
  const clock = threadClock();
  const timed = async (/** @type {string} */ deed, /** @type {unknown} */ value) => {
    const before = clock();
    await ask(deed, value);
    return clock() - before;
  };
  const measure = async (
    /** @type {string} */ name,
    /** @type {(at: number) => Promise<number>} */ frame,
    count = frames,
  ) => {
    const times = [];
    for (let at = 0; at < count; at++) times.push(await frame(at));
    rows.push({ name, times });
  };
  const search = { regles: "atlas" };
  await ask("search", search);
  for (const camera of Object.values(places)) {
    await ask("draw", { ...camera, ...size });
    await ask("describe", { ...camera, ...size });
  }
  for (const departement of around) await ask("communes", departement);
  await measure("showing a search that finds everything", () => timed("search", search), 20);
  for (const [name, camera] of Object.entries(places)) {
    const view = { ...camera, ...size };
    await measure(
      `${name}: first frame of a search`,
      async () => {
        await ask("search", search);
        return timed("draw", view);
      },
      20,
    );
    await measure(`${name}: panning`, (at) => {
      const pixels = (at * 8) % 480;
      return timed("draw", { ...view, lon: view.lon + (pixels * 360) / (256 * 2 ** view.zoom) });
    });
    await measure(`${name}: zooming`, (at) =>
      timed("draw", { ...view, zoom: view.zoom + ((at % 40) - 20) / 40 }),
    );
    await measure(`${name}: described, once it stands still`, () => timed("describe", view), 20);
  }
} finally {
  await browser.close();
  server.stop();
}
console.log(`| processor time, ms | median | p95 | worst |\n|---|---:|---:|---:|`);
for (const { name, times } of rows) {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (/** @type {number} */ share) =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))].toFixed(2);
  console.log(`| ${name} | ${at(0.5)} | ${at(0.95)} | ${at(1)} |`);
}

/** Milliseconds that the one worker of a browser started by this process has been running (Linux). */
function threadClock() {
  const parent = (/** @type {string} */ pid) =>
    Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]);
  /** @type {string[]} */
  const found = [];
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      let above = Number(pid);
      while (above > 1 && above !== process.pid) above = parent(String(above));
      if (above !== process.pid) continue;
      for (const thread of readdirSync(`/proc/${pid}/task`)) {
        const path = `/proc/${pid}/task/${thread}`;
        if (readFileSync(`${path}/comm`, "utf8").startsWith("DedicatedWorker")) found.push(path);
      }
    } catch {
      // It ended meanwhile.
    }
  }
  if (found.length !== 1) throw new Error(`there are ${found.length} workers, not one`);
  return () => Number(readFileSync(`${found[0]}/schedstat`, "utf8").split(" ")[0]) / 1e6;
}

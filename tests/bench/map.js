// What a frame of the map costs on national data: clusters and drawing, in a worker of Chromium on an OffscreenCanvas.
// Every frame ends with a pixel read back, so that it has been drawn and not only been asked for.
// Prints Markdown; asserts nothing but that it works.
//
//   node map.js [--structures N] [--services N] [--frames N] [--ratio R]

import { join } from "node:path";
import { existsSync } from "node:fs";
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
    frames: { type: "string", default: "120" },
    ratio: { type: "string", default: "1" },
  },
});
const [structures, services] = [Number(values.structures), Number(values.services)];
const out = join(root, "target/bench", `${structures}-${services}-1`);
const data = existsSync(join(out, "services.json"))
  ? { folder: out, structures: join(out, "structures.json"), services: join(out, "services.json") }
  : generate({ structures, services, out });

const server = await serve(data);
const args = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
const browser = await playwright.launch({ executablePath: chromium, args });
try {
  const page = await browser.newPage();
  page.on("console", (message) => console.error(message.text()));
  page.on("pageerror", (error) => console.error(error.message));
  // The two headers give the worker a clock of microseconds in place of one of a tenth of a millisecond.
  const headers = {
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-embedder-policy": "require-corp",
  };
  await page.route("**/bench.html", (route) =>
    route.fulfill({ body: "<!doctype html>", contentType: "text/html", headers }),
  );
  await page.route("**/bench-worker.js", (route) =>
    route.fulfill({ body: `(${worker})();`, contentType: "text/javascript", headers }),
  );
  await page.goto(`${server.url}bench.html`);
  /** @type {Awaited<ReturnType<typeof worker>>} */
  const rows = await page.evaluate(
    (options) =>
      new Promise((resolve, reject) => {
        const bench = new Worker("bench-worker.js", { type: "module" });
        bench.onerror = (event) => reject(new Error(event.message));
        bench.onmessage = ({ data }) => (data.error ? reject(new Error(data.error)) : resolve(data.rows));
        bench.postMessage(options);
      }),
    { frames: Number(values.frames), ratio: Number(values.ratio) },
  );
  console.log(`| frame, ms | median | p95 | worst |\n|---|---:|---:|---:|`);
  for (const { name, times } of rows) {
    const sorted = [...times].sort((a, b) => a - b);
    const at = (/** @type {number} */ share) =>
      sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))].toFixed(2);
    console.log(`| ${name} | ${at(0.5)} | ${at(0.95)} | ${at(1)} |`);
  }
} finally {
  await browser.close();
  server.stop();
}

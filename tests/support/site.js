// The site in headless Chromium: one server and one browser for a test file, one fresh context for a journey.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium as playwright } from "playwright-core";
import { generate, packed } from "./data.js";
import { built, chromium, dist, tool } from "./paths.js";

/**
 * @typedef {import("playwright-core").Page} Page
 * @typedef {import("playwright-core").Locator} Locator
 * @typedef {{ name: string, width: number, height: number }} Viewport
 */

/** @type {Viewport} */
export const desk = { name: "1280×800", width: 1280, height: 800 };
/** @type {Viewport} */
export const phone = { name: "390×844", width: 390, height: 844 };

/** @type {Viewport} */
export const small = { name: "320×640", width: 320, height: 640 };

/** What a slow machine may take for a step, and for a journey. */
const step = 20_000;
const whole = 180_000;

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Made-up data as `./build.sh serve` has it: half of it in the Ardennes and on La Réunion. */
export function sample() {
  return generate({ structures: 800, services: 1200, more: ["--departements", "08,974", "--part", "0.5"] });
}

/**
 * Serves the built site.
 *
 * @param {import("./data.js").Made | undefined} data the pack of it, where there is one; nothing: what the site names itself
 * @param {string} base path under which the site lies
 * @param {string} folder of the built site
 * @returns {Promise<{ url: string, stop(): void }>} `url` ends in « / »
 */
export function serve(data, base = "/", folder = dist) {
  const { pack, structures, services } = data ?? {};
  const files = pack
    ? ["--pack", pack]
    : structures && services
      ? ["--structures", structures, "--services", services]
      : [];
  const args = ["serve", "--site", built(folder), ...files, "--fictif", "--port", "0", "--base", base];
  const server = spawn(built(tool), args, { stdio: ["ignore", "pipe", "pipe"] });
  process.on("exit", () => server.kill());
  return new Promise((resolve, reject) => {
    let said = "";
    const listen = (/** @type {Buffer} */ chunk) => {
      said += chunk;
      const origin = /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0];
      if (origin) resolve({ url: origin + base, stop: () => void server.kill() });
    };
    server.stdout.on("data", listen);
    server.stderr.on("data", listen);
    server.on("error", reject);
    server.on("exit", (code) => reject(new Error(`the server ended (${code}): ${said}`)));
  });
}

/**
 * Prepares a file's server and browser; gives the function that declares a journey.
 *
 * A journey is declared once for each viewport. Its page is new, and after it nothing may have been asked of another
 * origin, and no error may have been left uncaught.
 *
 * @param {{ base?: string, data?: () => import("./data.js").Made, copy?: boolean, form?: "pack" | "json" }} options with
 *   `copy` a journey may change the files of the site; `form` is that of the data, a pack unless told otherwise
 */
export function site({ base = "/", data = sample, copy = false, form = "pack" } = {}) {
  const folder = copy ? mkdtempSync(join(tmpdir(), "atlas-site-")) : dist;
  /** @type {Awaited<ReturnType<typeof serve>>} */
  let server;
  /** @type {import("playwright-core").Browser} */
  let browser;
  /** @type {import("./data.js").Made} */
  let made;
  before(async () => {
    made = data();
    if (form === "pack" && !made.pack) made = packed(made);
    if (copy) cpSync(built(dist), folder, { recursive: true });
    server = await serve(made, base, folder);
    const args = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
    browser = await playwright.launch({ executablePath: built(chromium), args });
  });
  after(async () => {
    await browser?.close();
    server?.stop();
    if (copy) rmSync(folder, { recursive: true });
  });

  /**
   * @typedef {object} Journey
   * @property {Page} page
   * @property {Viewport} viewport
   * @property {import("./data.js").Made} data
   * @property {string} url of the site
   * @property {string} folder where its files are
   * @property {string[]} requests every address asked for so far
   * @property {(path?: string) => Promise<Page>} visit opens a page of the site
   *
   * @param {string} name
   * @param {(journey: Journey) => Promise<void>} body
   * @param {{ viewports?: Viewport[], init?: () => void, offline?: boolean }} options `init` runs in the page before its
   *   own scripts; without `offline` no service worker starts, so that each journey asks the server
   */
  return function journey(name, body, { viewports = [desk, phone], init, offline = false } = {}) {
    for (const viewport of viewports) {
      test(`${name} (${viewport.name})`, { timeout: whole }, async () => {
        const { width, height } = viewport;
        const context = await browser.newContext({
          viewport: { width, height },
          locale: "fr-FR",
          reducedMotion: "reduce",
          serviceWorkers: offline ? "allow" : "block",
          hasTouch: viewport === phone,
        });
        try {
          const page = await context.newPage();
          page.setDefaultTimeout(step);
          /** @type {string[]} */
          const requests = [];
          /** @type {Error[]} */
          const uncaught = [];
          context.on("request", (request) => requests.push(request.url()));
          page.on("pageerror", (error) => uncaught.push(error));
          if (init) await page.addInitScript(init);
          const visit = async (path = "") => {
            await page.goto(new URL(path, server.url).href);
            return page;
          };
          await body({ page, viewport, data: made, url: server.url, folder, requests, visit });
          assert.deepEqual(uncaught, [], "errors left uncaught in the page");
          const { origin } = new URL(server.url);
          const elsewhere = requests.filter(
            (url) => !url.startsWith(`${origin}/`) && !/^(blob|data):/.test(url),
          );
          assert.deepEqual(elsewhere, [], "requests to another origin");
        } finally {
          await context.close();
        }
      });
    }
  };
}

/**
 * Fails on anything axe finds in the page as it is now.
 *
 * @param {Page} page
 */
export async function expectNoAxeViolations(page) {
  await page.evaluate(axe);
  const found = await page.evaluate(async () => {
    const { violations } = await /** @type {any} */ (globalThis).axe.run(document, {
      resultTypes: ["violations"],
    });
    return violations.map((/** @type {any} */ { id, help, nodes }) => {
      const places = nodes
        .slice(0, 3)
        .map((/** @type {any} */ node) => `${node.target}: ${node.failureSummary}`);
      return `${id} (${help})\n${places.join("\n")}`;
    });
  });
  assert.deepEqual(found, [], `axe: ${found.join("\n\n")}`);
}

/**
 * Nothing for axe to say by day and by night, nothing beyond the right edge.
 *
 * @param {Page} page
 */
export async function expectSound(page) {
  for (const colorScheme of /** @type {const} */ (["dark", "light"])) {
    await page.emulateMedia({ colorScheme });
    await expectNoAxeViolations(page);
  }
  const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(beyond <= 0, `the page is ${beyond} px wider than its window`);
}

/**
 * How many colours a screenshot of an element shows, and the share of the most frequent one: what is blank has one.
 *
 * @param {Locator} element
 * @returns {Promise<{ colours: number, most: number }>}
 */
export async function pixels(element) {
  const png = (await element.screenshot()).toString("base64");
  // A page of its own: the site's Content-Security-Policy doesn't hold there.
  const bench = await element.page().context().newPage();
  try {
    return await bench.evaluate(async (base64) => {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
      const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
      const context = canvas.getContext("2d");
      if (!context) throw new Error("no 2D context");
      context.drawImage(bitmap, 0, 0);
      const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
      /** @type {Map<number, number>} */
      const counts = new Map();
      for (const pixel of new Uint32Array(data.buffer)) counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
      return { colours: counts.size, most: Math.max(...counts.values()) / (data.length / 4) };
    }, png);
  } finally {
    await bench.close();
  }
}

/**
 * @param {Locator} canvas
 */
export async function expectDrawn(canvas) {
  const { colours, most } = await pixels(canvas);
  assert.ok(
    colours > 10 && most < 0.95,
    `the map looks blank: ${colours} colours, one covers ${Math.round(most * 100)} %`,
  );
}

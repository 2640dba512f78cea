// What the page's own thread does while somebody searches national data on a slow processor: the longest task of each
// action. A page answers at once as long as none is over 50 ms. Prints Markdown; asserts nothing but that it works.
//
//   node interaction.js [--throttle 4]

import { join } from "node:path";
import { parseArgs } from "node:util";
import { chromium as playwright } from "playwright-core";
import { generate } from "../support/data.js";
import { search } from "../support/page.js";
import { chromium, root } from "../support/paths.js";
import { serve } from "../support/site.js";

const { values } = parseArgs({ options: { throttle: { type: "string", default: "4" } } });
const rate = Number(values.throttle);
const out = join(root, "target/bench/100000-140000-1");
const server = await serve(generate({ structures: 100_000, services: 140_000, out }));
const args = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
const browser = await playwright.launch({ executablePath: chromium, args });
/** Milliseconds after an action in which its tasks are counted. */
const SETTLE = 2500;

try {
  const page = await browser.newPage({
    viewport: { width: 1280, height: 800 },
    reducedMotion: "reduce",
    serviceWorkers: "block",
  });
  page.setDefaultTimeout(240_000);
  const ui = search(page);
  await page.goto(server.url);
  await ui.ready();
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate });

  const { x, y, width, height } = (await ui.map.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  const middle = { x: x + width / 2, y: y + height / 2 };
  const { keyboard, mouse } = page;
  const box = (/** @type {string} */ value) => page.locator(`#panel input[value="${value}"]`);
  const words = page.locator("#words");

  /**
   * What leads there, uncounted, and what is counted: keys and the mouse alone, since what finds an element to act on it
   * works in the page's own thread too.
   *
   * @type {[name: string, aim: () => Promise<unknown>, act: () => Promise<unknown>][]}
   */
  const actions = [
    ["typing a place", () => ui.where.focus(), () => keyboard.type("charlev", { delay: 120 })],
    ["choosing it: first answers", () => ui.options.first().waitFor(), choose],
    ["typing words", () => words.focus(), () => keyboard.type("logement", { delay: 150 })],
    ["clearing them", () => words.focus(), empty],
    ["a filter", () => box("gratuit").focus(), () => keyboard.press("Space")],
    ["without it", () => box("gratuit").focus(), () => keyboard.press("Space")],
    ["a thématique", () => box("famille").focus(), () => keyboard.press("Space")],
    ["without it", () => box("famille").focus(), () => keyboard.press("Space")],
    ["« Afficher plus »", () => page.locator("#more").focus(), () => keyboard.press("Enter")],
    ["scrolling the list", () => ui.results.hover(), scroll],
    ["the radius, by keys", () => page.locator("#radius").focus(), radius],
    ["panning the map", () => mouse.move(middle.x, middle.y), pan],
    ["zooming it", () => mouse.move(middle.x, middle.y), zoom],
    ["the whole country", () => ui.where.focus(), everywhere],
  ];
  console.log(
    `| action (${rate}× slower processor) | longest task, ms | tasks over 50 ms |\n|---|---:|---:|`,
  );
  for (const [name, aim, act] of actions) {
    await aim();
    await page.waitForTimeout(300);
    const tasks = await during(act);
    const longest = Math.max(0, ...tasks);
    console.log(`| ${name} | ${longest.toFixed(0)} | ${tasks.filter((task) => task > 50).length} |`);
  }

  async function choose() {
    await keyboard.press("ArrowDown");
    await keyboard.press("Enter");
    await keyboard.press("Enter");
  }
  async function empty() {
    await keyboard.press("Control+A");
    await keyboard.press("Delete");
  }
  async function everywhere() {
    await empty();
    await keyboard.press("Enter");
  }
  async function scroll() {
    for (let turn = 0; turn < 8; turn++) {
      await mouse.wheel(0, 900);
      await page.waitForTimeout(120);
    }
  }
  async function radius() {
    for (let step = 0; step < 6; step++) await keyboard.press("ArrowRight");
  }
  async function pan() {
    await mouse.down();
    for (let step = 1; step <= 20; step++) await mouse.move(middle.x - 8 * step, middle.y + 4 * step);
    await mouse.up();
  }
  async function zoom() {
    for (let turn = 0; turn < 8; turn++) {
      await mouse.wheel(0, turn < 4 ? 250 : -250);
      await page.waitForTimeout(100);
    }
  }

  /**
   * Processor time of each task of the page's own thread while something is done, milliseconds.
   *
   * @param {() => Promise<unknown>} act
   * @returns {Promise<number[]>}
   */
  async function during(act) {
    await browser.startTracing(page, { categories: ["toplevel", "disabled-by-default-devtools.timeline"] });
    await act();
    await page.waitForTimeout(SETTLE);
    const { traceEvents: events } = JSON.parse((await browser.stopTracing()).toString());
    const thread = (/** @type {any} */ { pid, tid }) => `${pid} ${tid}`;
    const main = new Set(
      events
        .filter((/** @type {any} */ event) => event.args?.name === "CrRendererMain")
        .map((/** @type {any} */ event) => thread(event)),
    );
    return events
      .filter(
        (/** @type {any} */ event) => event.name === "RunTask" && event.ph === "X" && main.has(thread(event)),
      )
      .map((/** @type {any} */ event) => (event.tdur ?? 0) / 1000);
  }
} finally {
  await browser.close();
  server.stop();
}

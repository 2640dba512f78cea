// From navigation to results, as a phone has it: a profile nobody has used, a slow network, a slow processor; then the
// same page once more. Prints Markdown; asserts nothing but that it works.
//
//   node cold.js FOLDER [--communes 50] [--desk] [--trace]
//
// FOLDER is what `inclusion-atlas pack` made. With --trace the requests of each visit are told.

import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { brotliCompressSync, constants } from "node:zlib";
import { Browser } from "../support/cdp.js";
import { startEngine } from "../support/engine.js";
import { built, dist, root, tool } from "../support/paths.js";
import { sampledCommunes } from "./communes.js";

/** « Fast 4G » as Chromium's tools have it: 9 Mbit/s less a tenth down, 1.5 up, 165 ms to each answer. */
const FAST_4G = { offline: false, latency: 165, downloadThroughput: 1_012_500, uploadThroughput: 168_750 };
const SLOWER = 4; // the page's own thread: Chromium can't slow workers down
/** What a host lets browsers keep, seconds. */
const MAX_AGE = 600;
/** Milliseconds for a visit. */
const PATIENCE = 120_000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    communes: { type: "string", default: "50" },
    desk: { type: "boolean", default: false },
    trace: { type: "boolean", default: false },
  },
});
const pack = resolve(positionals[0] ?? join(root, "target/bench/pack"));

/** A copy of the site as a host has it: each file with its brotli copy, the pack beside. */
function hosted() {
  const site = join(root, "target/bench/hosted");
  const kept = join(root, "target/bench/brotli");
  rmSync(site, { recursive: true, force: true });
  cpSync(built(dist), site, { recursive: true });
  mkdirSync(kept, { recursive: true });
  for (const entry of readdirSync(site, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || /\.(map|br|d\.ts)$/.test(entry.name) || entry.parentPath.endsWith("communes"))
      continue;
    const path = join(entry.parentPath, entry.name);
    const bytes = readFileSync(path);
    const made = join(kept, createHash("sha256").update(bytes).digest("hex").slice(0, 32));
    if (!existsSync(made)) {
      const params = {
        [constants.BROTLI_PARAM_QUALITY]: 11,
        [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
      };
      writeFileSync(made, brotliCompressSync(bytes, { params }));
    }
    cpSync(made, `${path}.br`);
  }
  return site;
}

/**
 * @param {string} site
 * @param {string[]} data
 * @returns {Promise<{ url: string, stop(): void }>}
 */
function serve(site, data) {
  const args = ["serve", "--site", site, "--port", "0", "--max-age", String(MAX_AGE), "--fictif", ...data];
  const server = spawn(built(tool), args, { stdio: ["ignore", "pipe", "inherit"] });
  process.on("exit", () => server.kill());
  return new Promise((resolve, reject) => {
    server.stdout.on("data", (chunk) => {
      const url = /http:\/\/127\.0\.0\.1:\d+/.exec(String(chunk))?.[0];
      if (url) resolve({ url: `${url}/`, stop: () => void server.kill() });
    });
    server.on("exit", (code) => reject(new Error(`the server ended: ${code}`)));
  });
}

/** In the page: when the sentence and the first cards are painted. */
function watched() {
  const observer = new MutationObserver(() => {
    if (!document.querySelector("#list > *")) return;
    observer.disconnect();
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => /** @type {any} */ (globalThis).shown(String(performance.now()));
      port2.postMessage(undefined);
    });
  });
  observer.observe(document, { childList: true, subtree: true });
}

/** @typedef {{ url: string, at: number, first: number, end: number, bytes: number, cached: boolean, who: string }} Sent */

/**
 * A visit: a new tab, from navigation to results.
 *
 * @param {Browser} browser
 * @param {string} address
 */
async function visit(browser, address) {
  /** @type {Map<string, Sent>} */
  const sent = new Map();
  /** @type {Map<string, string>} */
  const kinds = new Map();
  /** @type {(value: number) => void} */
  let tell = () => {};
  const shown = new Promise((resolve) => (tell = resolve));
  let start = 0;
  const attached = (/** @type {import("../support/cdp.js").Attached} */ { sessionId, targetInfo }) => {
    kinds.set(sessionId, targetInfo.type);
    const ask = (/** @type {string} */ method, params = {}) =>
      browser.send(method, params, sessionId).catch(() => {});
    // Not waited for: some say nothing until the worker runs.
    void ask("Network.enable");
    void ask("Network.emulateNetworkConditions", FAST_4G);
    void ask("Emulation.setCPUThrottlingRate", { rate: SLOWER });
    void ask("Target.setAutoAttach", { autoAttach: true, waitForDebuggerOnStart: true, flatten: true });
    void ask("Runtime.runIfWaitingForDebugger");
  };
  const off = [
    browser.on("Target.attachedToTarget", attached),
    browser.on("Network.requestWillBeSent", ({ requestId, request, timestamp }, sessionId) => {
      start ||= timestamp;
      const who = kinds.get(sessionId) ?? "page";
      sent.set(sessionId + requestId, {
        url: request.url,
        at: timestamp,
        first: 0,
        end: 0,
        bytes: 0,
        cached: false,
        who,
      });
    }),
    browser.on("Network.responseReceived", ({ requestId, response, timestamp }, sessionId) => {
      const one = sent.get(sessionId + requestId);
      if (!one) return;
      one.first = timestamp;
      one.cached = response.fromDiskCache || response.fromServiceWorker || response.fromPrefetchCache;
    }),
    browser.on("Network.requestServedFromCache", ({ requestId }, sessionId) => {
      const one = sent.get(sessionId + requestId);
      if (one) one.cached = true;
    }),
    browser.on("Network.dataReceived", ({ requestId, encodedDataLength }, sessionId) => {
      const one = sent.get(sessionId + requestId);
      if (one) one.bytes += encodedDataLength;
    }),
    browser.on("Network.loadingFinished", ({ requestId, encodedDataLength, timestamp }, sessionId) => {
      const one = sent.get(sessionId + requestId);
      if (!one) return;
      one.end = timestamp;
      one.bytes = one.cached ? 0 : Math.max(one.bytes, encodedDataLength);
    }),
    browser.on("Runtime.bindingCalled", ({ name, payload }) => name === "shown" && tell(Number(payload))),
  ];
  // What starts beside pages, such as a service worker, is the browser's own.
  await browser.send("Target.setAutoAttach", {
    autoAttach: true,
    waitForDebuggerOnStart: true,
    flatten: true,
    filter: [{ type: "service_worker" }, { type: "shared_worker" }, { exclude: true }],
  });
  const { targetId } = await browser.send("Target.createTarget", { url: "about:blank" });
  const { sessionId } = await browser.send("Target.attachToTarget", { targetId, flatten: true });
  const ask = (/** @type {string} */ method, params = {}) => browser.send(method, params, sessionId);
  await Promise.all([ask("Page.enable"), ask("Runtime.enable")]);
  const size = values.desk
    ? { width: 1280, height: 800, mobile: false }
    : { width: 390, height: 844, mobile: true };
  await ask("Emulation.setDeviceMetricsOverride", { ...size, deviceScaleFactor: values.desk ? 1 : 2 });
  await ask("Runtime.addBinding", { name: "shown" });
  await ask("Page.addScriptToEvaluateOnNewDocument", { source: `(${watched})()` });
  await new Promise((resolve) => setTimeout(resolve, 300));
  await ask("Page.navigate", { url: address });
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE).unref());
  const time = /** @type {number | undefined} */ (await Promise.race([shown, late]));
  if (time === undefined) throw new Error(`no results: ${address}`);
  const requests = [...sent.values()].map((one) => ({ ...one }));
  const leave = async () => {
    off.forEach((stop) => stop());
    await browser.send("Target.closeTarget", { targetId });
  };
  return {
    time,
    requests,
    start,
    leave,
    bytes: requests.reduce((sum, { bytes, cached }) => sum + (cached ? 0 : bytes), 0),
  };
}

/** @param {Awaited<ReturnType<typeof visit>>} visited */
function trace({ requests, start, time }) {
  for (const { url, at, first, end, bytes, cached, who } of requests) {
    const ms = (/** @type {number} */ when) => (when ? Math.round((when - start) * 1000) : "-");
    console.error(
      `${[ms(at), ms(first), ms(end)].join("\t")}\t${cached ? "cache" : bytes}\t${who}\t${new URL(url).pathname}`,
    );
  }
  console.error(`shown: ${Math.round(time)} ms`);
}

/** Which part of what is downloaded a file belongs to. */
const PARTS = /** @type {[string, RegExp][]} */ ([
  ["manifest", /pack\/manifest\.json$/],
  ["data", /\/data\//],
  ["territory", /territor/],
  ["map", /outlines|communes\/|map_bg|map.*\.wasm/],
  ["engine", /\.wasm$/],
  ["page", /./],
]);

/** @param {number[]} numbers @param {number} share */
const quantile = (numbers, share) =>
  [...numbers].sort((a, b) => a - b)[Math.min(numbers.length - 1, Math.floor(numbers.length * share))];
const median = (/** @type {number[]} */ numbers) => quantile(numbers, 0.5);

const { territory } = await startEngine();
const communes = sampledCommunes(territory, Number(values.communes));
const site = hosted();
const server = await serve(site, ["--pack", pack]);
/** @type {number[]} */ const bytes = [];
/** @type {number[]} */ const cold = [];
/** @type {number[]} */ const warm = [];
/** @type {Map<string, number[]>} */
const parts = new Map(PARTS.map(([name]) => [name, []]));
for (const [code, name] of communes) {
  const browser = new Browser();
  try {
    const address = `${server.url}?code_commune=${code}&rayon_km=20`;
    const first = await visit(browser, address);
    if (values.trace) trace(first);
    const sums = new Map(PARTS.map(([part]) => [part, 0]));
    for (const { url, bytes, cached } of first.requests) {
      const [part] = PARTS.find(([, pattern]) => pattern.test(new URL(url).pathname)) ?? ["page"];
      sums.set(part, (sums.get(part) ?? 0) + (cached ? 0 : bytes));
    }
    for (const [part, sum] of sums) parts.get(part)?.push(sum);
    // What is kept for later visits comes after the first answer.
    await new Promise((resolve) => setTimeout(resolve, 7000));
    await first.leave();
    const second = await visit(browser, address);
    if (values.trace) trace(second);
    await second.leave();
    bytes.push(first.bytes);
    cold.push(first.time);
    warm.push(second.time);
    console.error(
      `${name}: ${Math.round(first.bytes / 1000)} kB, ${Math.round(first.time)} ms, then ${Math.round(second.time)} ms`,
    );
  } finally {
    await browser.close();
  }
}
server.stop();

const kB = (/** @type {number} */ bytes) => `${Math.round(bytes / 1000)} kB`;
const s = (/** @type {number} */ ms) => `${(ms / 1000).toFixed(2)} s`;
const row = (
  /** @type {string} */ name,
  /** @type {number[]} */ numbers,
  /** @type {(n: number) => string} */ told,
) => `| ${name} | ${[0.5, 0.95, 1].map((share) => told(quantile(numbers, share))).join(" | ")} |`;
console.log(`${communes.size} communes, ${values.desk ? "1280×800" : "390×844"}, « Fast 4G », processor ${SLOWER}× slower

| | median | 95 of 100 | most |
|---|---:|---:|---:|
${row("first visit, transferred", bytes, kB)}
${row("first visit, navigation to results", cold, s)}
${row("second visit, navigation to results", warm, s)}

| first visit, median | brotli |
|---|---:|
${[...parts].map(([name, numbers]) => `| ${name} | ${kB(median(numbers))} |`).join("\n")}`);

// Chromium by its own protocol, through a pipe: every page, worker and service worker of it, as they come.

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { built, chromium } from "./paths.js";

/** @typedef {{ sessionId: string, targetInfo: { type: string, url: string, targetId: string } }} Attached */

/** A browser with a profile of its own, that nobody has used. */
export class Browser {
  #next = 0;
  /** @type {Map<number, { resolve(result: any): void, reject(error: Error): void }>} */ #asked = new Map();
  /** @type {Map<string, Set<(params: any, sessionId: string) => void>>} */ #listeners = new Map();

  /** @param {string[]} args */
  constructor(args = []) {
    this.profile = mkdtempSync(join(tmpdir(), "atlas-profile-"));
    const quiet = ["quic", "background-networking", "component-update", "sync", "default-apps", "extensions"];
    const usual = [
      "--headless=new",
      "--remote-debugging-pipe",
      "--no-first-run",
      `--user-data-dir=${this.profile}`,
    ];
    if (process.getuid?.() === 0) usual.push("--no-sandbox");
    this.process = spawn(built(chromium), [...usual, ...quiet.map((name) => `--disable-${name}`), ...args], {
      stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"],
    });
    this.ended = new Promise((resolve) => this.process.on("exit", resolve));
    const [, , , into, from] = /** @type {any} */ (this.process.stdio);
    this.into = into;
    let rest = "";
    from.setEncoding("utf8");
    from.on("data", (/** @type {string} */ chunk) => {
      const messages = (rest + chunk).split("\0");
      rest = messages.pop() ?? "";
      for (const message of messages) this.#take(JSON.parse(message));
    });
  }

  /** @param {any} message */
  #take({ id, result, error, method, params, sessionId }) {
    if (id === undefined) {
      for (const listener of this.#listeners.get(method) ?? []) listener(params, sessionId);
      return;
    }
    const asked = this.#asked.get(id);
    this.#asked.delete(id);
    if (error) asked?.reject(new Error(error.message));
    else asked?.resolve(result);
  }

  /**
   * @param {string} method
   * @param {object} [params]
   * @param {string} [sessionId] of the page or worker; the browser itself without
   * @returns {Promise<any>}
   */
  send(method, params = {}, sessionId) {
    const id = ++this.#next;
    this.into.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    return new Promise((resolve, reject) => this.#asked.set(id, { resolve, reject }));
  }

  /**
   * @param {string} method of an event
   * @param {(params: any, sessionId: string) => void} listener
   */
  on(method, listener) {
    const listeners = this.#listeners.get(method) ?? new Set();
    listeners.add(listener);
    this.#listeners.set(method, listeners);
    return () => listeners.delete(listener);
  }

  async close() {
    await this.send("Browser.close").catch(() => {});
    await this.ended;
    rmSync(this.profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

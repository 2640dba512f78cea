// A worker's side of asking.js: a host behind messages.
//
// In: { id, method, args } asks; { id, abort: true } gives up; { ping: true } asks for a sign of life.
// Out: { id, result }, { id, error } or { id, progress }; { pong: true }.

import { toMessage } from "./errors.js";

/**
 * @param {object} host
 * @param {string} long the method that reports and can be stopped; its two last arguments are for that
 */
export function answer(host, long) {
  /** @type {Map<number, AbortController>} */
  const asked = new Map();
  self.onmessage = async ({ data: { id, method, args, abort, ping } }) => {
    if (ping) {
      self.postMessage({ pong: true });
      return;
    }
    if (abort) {
      asked.get(id)?.abort();
      return;
    }
    const control = new AbortController();
    asked.set(id, control);
    const report = (/** @type {unknown} */ progress) => self.postMessage({ id, progress });
    try {
      const extra = method === long ? [report, control.signal] : [];
      const result = await /** @type {any} */ (host)[method](...args, ...extra);
      self.postMessage({ id, result });
    } catch (error) {
      self.postMessage({ id, error: toMessage(error) });
    } finally {
      asked.delete(id);
    }
  };
}

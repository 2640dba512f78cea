// A Host behind messages.
//
// In: { id, method, args } asks; { id, abort: true } gives up; { ping: true } asks for a sign of life.
// Out: { id, result }, { id, error } or { id, progress }; { pong: true }.

import { toMessage } from "./errors.js";
import { Host } from "./host.js";

const host = new Host();
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
  const report = (/** @type {import("./host.js").Progress} */ progress) => self.postMessage({ id, progress });
  try {
    // Only `open` takes the two last ones; to the others they are arguments too many.
    const extra = method === "open" ? [report, control.signal] : [];
    const result = await /** @type {any} */ (host)[method](...args, ...extra);
    self.postMessage({ id, result });
  } catch (error) {
    self.postMessage({ id, error: toMessage(error) });
  } finally {
    asked.delete(id);
  }
};

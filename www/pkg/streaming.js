// A stream's bytes into whatever reads them, with pauses that let others in.

import { aborted } from "./errors.js";

/** Bytes a call: V8 runs many short calls in optimised code, one long one in baseline code. */
const SLICE = 256 * 1024;
/** Milliseconds between two reports, and between two pauses that let messages in. */
export const PACE = 50;

/**
 * Pushes a stream to its end.
 *
 * @param {ReadableStream<Uint8Array>} stream
 * @param {object} how
 * @param {(bytes: Uint8Array) => void} how.push
 * @param {(bytes: number) => void} how.moved hears of what has been pushed
 * @param {() => Error} how.interrupted what a stream that breaks off leads to
 * @param {AbortSignal} how.signal
 */
export async function pump(stream, { push, moved, interrupted, signal }) {
  const reader = stream.getReader();
  const cancel = () => void reader.cancel().catch(() => {});
  signal.addEventListener("abort", cancel);
  let paused = performance.now();
  try {
    for (;;) {
      const { done, value } = await reader.read().catch(() => {
        throw signal.aborted ? aborted() : interrupted();
      });
      if (signal.aborted) throw aborted();
      if (done) break;
      for (let at = 0; at < value.length; at += SLICE) push(value.subarray(at, at + SLICE));
      moved(value.length);
      if (performance.now() - paused > PACE) {
        await pause();
        paused = performance.now();
      }
    }
  } catch (error) {
    cancel();
    throw error;
  } finally {
    signal.removeEventListener("abort", cancel);
  }
}

/** Lets other tasks run: messages, and in a page the screen. */
export function pause() {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve(undefined);
    };
    port2.postMessage(0);
  });
}

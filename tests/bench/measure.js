// What both sides of the bench measure alike.

/**
 * @typedef {object} Question
 * @property {Record<string, any>} params of searchServices
 * @property {{ lat: number, lon: number }} centre the place of `code_commune`, for the side without a territory
 * @property {string[]} zones the codes of that place, for the side without a territory
 */

/**
 * @typedef {object} Words
 * @property {string} whole as they are written
 * @property {string} typed as one types them
 */

/** Milliseconds since now, by stage. */
export function stopwatch() {
  const start = performance.now();
  let last = start;
  /** @type {Record<string, number>} */
  const laps = {};
  return {
    laps,
    /** @param {string} name */
    lap(name) {
      const now = performance.now();
      laps[name] = now - last;
      last = now;
    },
    total: () => performance.now() - start,
  };
}

/**
 * Asks every question twice; the first round warms up.
 *
 * @template Q
 * @param {Q[]} questions
 * @param {(question: Q) => { total: number }} answer
 */
export function asked(questions, answer) {
  for (const question of questions) answer(question);
  /** @type {number[]} */
  const times = [];
  /** @type {number[]} */
  const totals = [];
  for (const question of questions) {
    const start = performance.now();
    const { total } = answer(question);
    times.push(performance.now() - start);
    totals.push(total);
  }
  return { query: quantiles(times), totals };
}

/** @param {number[]} times */
export function quantiles(times) {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (/** @type {number} */ share) =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  return { median: at(0.5), p99: at(0.99), sum: times.reduce((sum, time) => sum + time, 0) };
}

/**
 * @typedef {{ service: Record<string, any>, distance: number | null }} Item
 * @param {Item} a
 * @param {Item} b
 */
export function byDistanceThenId(a, b) {
  const near = (a.distance ?? 1e9) - (b.distance ?? 1e9);
  return near || (a.service.id < b.service.id ? -1 : 1);
}

/** Peak memory of this process so far, bytes. */
export function peak() {
  return process.resourceUsage().maxRSS * 1024;
}

/**
 * Hands the figures to the parent.
 *
 * @param {object} figures
 */
export function report(figures) {
  process.stdout.write(JSON.stringify(figures));
}

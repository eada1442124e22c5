/**
 * The terms of a sum as a waterfall: each bar begins where the one before it ended, so the eye adds
 * them up, and the last bar is the number itself.
 *
 * @typedef {{from: number, to: number, zero: number, sign: "plus" | "minus"}} Bar in percent
 */

/** @param {import("./types.js").Explanation} explanation @returns {Bar[] | null} null where nothing is summed */
export function bars({ combine, terms, rest, number }) {
  const parts = [...terms.map((term) => term.number)];
  if (rest && rest.count > 0) parts.push(rest.number);
  if (combine !== "sum" || parts.length < 2 || typeof number !== "number") return null;
  /** @type {[number, number][]} */
  const spans = [];
  let sum = 0;
  for (const part of parts) {
    if (typeof part !== "number") return null;
    spans.push([sum, sum + part]);
    sum += part;
  }
  spans.push([0, number]);
  const low = Math.min(0, ...spans.flat());
  const high = Math.max(0, ...spans.flat());
  const percent = (/** @type {number} */ x) =>
    high === low ? 0 : (100 * (x - low)) / (high - low);
  return spans.map(([from, to]) => ({
    from: percent(Math.min(from, to)),
    to: percent(Math.max(from, to)),
    zero: percent(0),
    sign: to < from ? "minus" : "plus",
  }));
}

const HALF = 2 ** -24; // the largest relative error of one rounding to float32

/**
 * What the terms of a sum come to, and whether that is the number itself but for rounding: each of n
 * additions may round once, by no more than the sum of all magnitudes allows.
 * @param {import("./types.js").Explanation} explanation
 * @returns {{number: number, exact: boolean} | null} null where nothing is summed, or not in numbers
 */
export function total({ combine, terms, rest, number }) {
  const count = terms.length + (rest?.count ?? 0);
  if (combine !== "sum" || typeof number !== "number" || count === 0) return null;
  const parts = [...terms.map((term) => term.number), ...(rest?.count ? [rest.number] : [])];
  let sum = 0;
  let largest = 0;
  for (const part of parts) {
    if (typeof part !== "number") return null;
    sum += part;
    largest = Math.max(largest, Math.abs(part));
  }
  const rounding = count * HALF * (largest * count + Math.abs(number));
  return { number: sum, exact: Math.abs(sum - number) <= rounding };
}

import assert from "node:assert/strict";
import { test } from "node:test";
import { bars, total } from "../../static/js/waterfall.js";

/** @param {(number | null)[]} numbers @param {number | null} number @param {any} [more] @returns {any} */
const sum = (numbers, number, more) => ({
  combine: "sum",
  number,
  terms: numbers.map((n) => ({ number: n })),
  rest: null,
  ...more,
});

test("each bar begins where the one before it ended, and the last is the number", () => {
  const drawn = bars(sum([3, -1], 4, { rest: { count: 5, number: 2 } })) ?? [];
  assert.deepEqual(
    drawn.map(({ from, to, sign }) => [from, to, sign]),
    [
      [0, 75, "plus"],
      [50, 75, "minus"],
      [50, 100, "plus"],
      [0, 100, "plus"],
    ],
  );
});

test("zero has its place also where the sum goes below it", () => {
  const [bar] = bars(sum([-1, 4], 3)) ?? [];
  assert.deepEqual([bar.from, bar.to, bar.zero], [0, 25, 25]);
});

test("no bars where nothing is summed or a number is not finite", () => {
  assert.equal(bars(sum([1, 2], 2, { combine: "maximum" })), null);
  assert.equal(bars(sum([1], 1)), null);
  assert.equal(bars(sum([1, null], null)), null);
});

test("a sum is exact where its terms make the number but for rounding", () => {
  const parts = [0.1, 0.2, -0.05].map(Math.fround);
  const number = Math.fround(parts.reduce((a, b) => Math.fround(a + b), 0));
  assert.equal(total(sum(parts, number))?.exact, true);
  assert.equal(total(sum(parts, number * 1.001))?.exact, false);
  assert.equal(total(sum([3], 5, { rest: { count: 4, number: 2 } }))?.exact, true);
  assert.deepEqual(total(sum([3, 1], 5)), { number: 4, exact: false });
});

test("nothing is said of what is no sum of numbers", () => {
  assert.equal(total(sum([1, 2], 2, { combine: "maximum" })), null);
  assert.equal(total(sum([1, null], 1)), null);
  assert.equal(total(sum([1], null)), null);
});

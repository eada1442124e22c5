import assert from "node:assert/strict";
import { test } from "node:test";
import { bars } from "../../static/js/waterfall.js";

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

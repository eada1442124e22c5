import assert from "node:assert/strict";
import { test } from "node:test";
import { largest, stats } from "../../static/js/stats.js";

test("statistics are those of the finite numbers", () => {
  const all = stats(Float32Array.from([3, -4, 0, Number.NaN]));
  assert.deepEqual([all.min, all.max, all.norm, all.zeros, all.nonfinite], [-4, 3, 5, 1, 1]);
  assert.ok(Math.abs(all.mean + 1 / 3) < 1e-12);
  assert.ok(Math.abs(all.std - 2.8674417556808756) < 1e-12);
});

test("nothing finite gives no statistics, the largest is by magnitude", () => {
  assert.ok(Number.isNaN(stats(Float32Array.from([Number.NaN])).max));
  assert.equal(largest(Float32Array.from([1, -5, 4])), 1);
});

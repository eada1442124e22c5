import assert from "node:assert/strict";
import { test } from "node:test";
import { joined, NO_COLUMNS } from "../../static/js/columns.js";

/** @param {number} from @param {number[]} losses */
const rows = (from, losses) =>
  losses.map((loss, k) => ({
    iteration: from + k,
    loss,
    accuracy: null,
    gradient_norms: { W1: loss * 2 },
  }));

test("rows become columns, and later rows go behind earlier ones", () => {
  const two = joined(NO_COLUMNS, rows(0, [3, 2]));
  const three = joined(two, rows(2, [1]));
  assert.deepEqual(three.loss, [3, 2, 1]);
  assert.deepEqual(three.gradient_norms.W1, [6, 4, 2]);
  assert.equal(three.length, 3);
});

test("rows that overlap are not doubled, rows behind a gap wait", () => {
  const two = joined(NO_COLUMNS, rows(0, [3, 2]));
  assert.deepEqual(joined(two, rows(1, [2, 1])).loss, [3, 2, 1]);
  assert.equal(joined(two, rows(5, [1])), two);
  assert.equal(joined(two, rows(0, [3])), two);
  assert.equal(joined(two, []), two);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { joined, lastOf, NO_COLUMNS } from "../../static/js/columns.js";

/** @param {number} from @param {number[]} losses */
const rows = (from, losses) =>
  losses.map((loss, k) => ({
    iteration: from + k,
    loss,
    accuracy: null,
    penalty: 0,
    test_loss: (from + k) % 2 ? null : loss / 2,
    test_accuracy: null,
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

test("what is measured now and then holds until it is measured again", () => {
  const { test_loss, test_accuracy } = joined(NO_COLUMNS, rows(0, [8, 6, 4, 2]));
  assert.deepEqual(test_loss, [4, null, 2, null]);
  assert.deepEqual(lastOf(test_loss, 1), { iteration: 0, number: 4 });
  assert.deepEqual(lastOf(test_loss, 2), { iteration: 2, number: 2 });
  assert.deepEqual(lastOf(test_loss, 99), { iteration: 2, number: 2 });
  assert.equal(lastOf(test_accuracy, 3), null);
});

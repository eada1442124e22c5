import assert from "node:assert/strict";
import { test } from "node:test";
import { handOn } from "../../static/js/arrays.js";
import { arrayAt } from "../../static/js/state.js";

/** @param {number} iteration */
const trace = (iteration) =>
  /** @type {any} */ ({
    iteration,
    events: [{}, {}],
    values: [
      { id: 0, name: "x", role: "input", event: null, view_of: null },
      { id: 1, name: "W1", role: "parameter", event: null, view_of: null },
      { id: 2, name: "v2", role: "parameter", event: null, view_of: 1 },
      { id: 3, name: "W1", role: "parameter", event: 2, view_of: null },
    ],
  });

/** @param {number} iteration @param {number} id */
const read = (iteration, id) => arrayAt(iteration, id).peek();

test("what an iteration leaves is what the next one starts with", () => {
  const [before, after] = [1, 2].map((n) => ({ shape: [1], data: Float32Array.of(n) }));
  arrayAt(7, 0).value = before;
  arrayAt(7, 1).value = before;
  arrayAt(7, 3).value = after;
  handOn(trace(7), trace(8));
  assert.equal(read(8, 1), after);
  assert.equal(read(8, 0), null, "another batch");
  assert.equal(read(8, 3), null, "not updated yet");
});

test("nothing is handed on from further away, nor from what is not known", () => {
  arrayAt(20, 3).value = { shape: [1], data: Float32Array.of(5) };
  handOn(trace(20), trace(22));
  handOn(null, trace(22));
  handOn(trace(21), trace(22));
  assert.equal(read(22, 1), null);
});

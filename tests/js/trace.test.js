import assert from "node:assert/strict";
import { test } from "node:test";
import {
  anyVersion,
  lastChange,
  madeBy,
  mapSize,
  namesOf,
  numberAt,
  outputAt,
  readers,
  shownValues,
  sources,
  title,
  valueAt,
} from "../../static/js/trace.js";

/** @param {number} id @param {string} name @param {number | null} event @param {string} [label] */
const value = (id, name, event, label = name) => ({
  id,
  name,
  label,
  event,
  shape: [1],
  dtype: "float32",
  role: "parameter",
  of: null,
  layer: null,
  view_of: null,
});

/** @type {any} */
const trace = {
  iteration: 3,
  layers: [
    {
      name: "Affine1",
      parameters: ["W1"],
      gradients: ["dW1"],
      input: "x",
      output: "z1",
      input_gradient: null,
      output_gradient: null,
    },
  ],
  values: [
    value(0, "x", null),
    value(2, "W1", null),
    value(5, "z1", 1),
    value(6, "dW1", 2),
    value(9, "v9", 3, "0.1 * dW1"),
    value(7, "W1", 4),
  ],
  events: [{ output: 5 }, { output: 6 }, { output: 9 }, { output: 7 }],
};

test("the version of a name is the latest that has been made", () => {
  assert.equal(valueAt(trace, "W1", 0)?.id, 2);
  assert.equal(valueAt(trace, "W1", 3)?.id, 2);
  assert.equal(valueAt(trace, "W1", 4)?.id, 7);
  assert.equal(valueAt(trace, "z1", 0), null);
  assert.equal(valueAt(trace, "v5", 1)?.name, "z1");
  assert.equal(valueAt(trace, "nothing", 9), null);
});

test("an event's output, a name's maker", () => {
  assert.equal(outputAt(trace, 0), null);
  assert.equal(outputAt(trace, 2)?.name, "dW1");
  assert.equal(madeBy(trace, "dW1"), 2);
  assert.equal(anyVersion(trace, "W1")?.id, 2);
});

test("what the graph shows arrives in the order in which it is needed", () => {
  const ids = shownValues(trace, 1).map(({ id }) => id);
  assert.deepEqual(ids, [5, 0, 2, 6, 7]);
});

test("a value without a name is called by its formula", () => {
  assert.equal(title(trace.values[4]), "0.1 * dW1");
  assert.equal(title(trace.values[0]), "x");
});

test("the names there are, those that the graph shows first", () => {
  assert.deepEqual(namesOf(trace), ["x", "W1", "z1", "dW1"]);
});

test("who reads a value, and what an event reads, also through a transpose", () => {
  const seen = { ...trace, values: [...trace.values, { ...value(11, "v11", null), view_of: 0 }] };
  seen.events = [
    { index: 1, inputs: [0, 2], output: 5 },
    { index: 2, inputs: [11, 5], output: 6 },
    { index: 3, inputs: [6], output: 9 },
  ];
  const [x] = seen.values;
  assert.deepEqual(
    readers(seen, x).map(({ index }) => index),
    [1, 2],
  );
  assert.deepEqual(
    sources(seen, seen.events[1]).map(({ name }) => name),
    ["x", "z1"],
  );
});

test("a mask holds True and False, whatever bytes it came as", () => {
  const array = { shape: [2], data: Float32Array.from([0, 1]) };
  const mask = { ...value(8, "mask1", 3), dtype: "bool" };
  assert.deepEqual([numberAt(mask, array, 0), numberAt(mask, array, 1)], [false, true]);
  assert.equal(numberAt(value(1, "b1", null), array, 1), 1);
});

test("what the network says changes with its parameters and with what its layers keep", () => {
  const changing = {
    layers: [{ name: "BatchNorm1" }],
    values: [
      value(1, "W1", null),
      { ...value(2, "running_mean2", 4), role: "state", layer: "BatchNorm1" },
      { ...value(3, "vW1", 7), role: "state", layer: "Momentum" },
      { ...value(4, "v4", 8), view_of: 1 },
      { ...value(5, "a1", 9), role: "activation" },
      value(6, "W1", 10),
    ],
  };
  const at = (/** @type {number} */ event) => lastChange(/** @type {any} */ (changing), event);
  assert.deepEqual([0, 3, 4, 9, 10, 12].map(at), [0, 0, 4, 4, 10, 10]);
});

test("a map is as fine as is quick", () => {
  const size = (/** @type {number[]} */ ...shape) =>
    mapSize(/** @type {any} */ ({ values: [{ ...value(1, "W1", null), shape }] }));
  assert.deepEqual(
    [size(2, 4), size(100, 1000), size(2000, 1000), size(9000, 9000)],
    [60, 50, 12, 12],
  );
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { chain } from "../../static/js/chain.js";

/** @param {string} name @param {string} input @param {string} output @param {string | null} block
 * @returns {import("../../static/js/types.js").Layer} */
const layer = (name, input, output, block = null) => ({
  name,
  type: name.slice(0, -1),
  number: 1,
  parameters: [],
  gradients: [],
  input,
  output,
  input_gradient: `d${input}`,
  output_gradient: `d${output}`,
  block,
  formula: "",
});

const names = (/** @type {import("../../static/js/chain.js").Step[]} */ steps) =>
  steps.map((step) => step.layer.name);

test("layers in a row stay as they are", () => {
  const steps = chain([layer("Affine1", "x", "z1"), layer("Relu1", "z1", "a1")]);
  assert.deepEqual(names(steps), ["Affine1", "Relu1"]);
  assert.deepEqual(
    steps.map(({ input, gradient, around }) => [input, gradient, around]),
    [
      ["x", "dx", null],
      ["z1", "dz1", null],
    ],
  );
});

test("a block stands after what is inside of it, and knows where it begins", () => {
  const steps = chain([
    layer("Affine1", "x", "z1"),
    { ...layer("Residual1", "z1", "a3"), input_gradient: "dz1" },
    { ...layer("Affine2", "z1", "z2", "Residual1"), input_gradient: "dz1b" },
    layer("Affine3", "z2", "z3", "Residual1"),
    layer("Affine4", "a3", "z4"),
  ]);
  assert.deepEqual(names(steps), ["Affine1", "Affine2", "Affine3", "Residual1", "Affine4"]);
  assert.equal(steps[1].gradient, "dz1", "the sum of both ways back");
  assert.deepEqual([steps[3].input, steps[3].gradient, steps[3].back], ["z3", null, "dz3"]);
  assert.equal(steps[3].around, 1);
});

test("blocks may hold blocks", () => {
  const steps = chain([
    layer("Residual1", "x", "a2"),
    layer("Residual2", "x", "a1", "Residual1"),
    layer("Relu1", "x", "r", "Residual2"),
  ]);
  assert.deepEqual(names(steps), ["Relu1", "Residual2", "Residual1"]);
  assert.deepEqual(
    steps.map(({ around }) => around),
    [null, 0, 0],
  );
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { finite, health } from "../../static/js/health.js";

/** @type {any} */
const trace = {
  layers: [
    { name: "Affine1", type: "Affine", gradients: ["dW1"], output: "z1" },
    { name: "Relu1", type: "Relu", gradients: [], output: "a1" },
    { name: "Affine2", type: "Affine", gradients: ["dW2"], output: "z2" },
  ],
};
/** @type {Record<string, import("../../static/js/types.js").NDArray>} */
const arrays = {
  a1: { shape: [2, 3], data: Float32Array.from([0, 1, 0, 0, 0, 0]) },
  dW1: { shape: [1, 2], data: Float32Array.from([3, 4]) },
  dW2: { shape: [1, 1], data: Float32Array.from([-10]) },
};

/** @param {string[]} names */
const notes = (names, rate = 0.1) =>
  health(trace, (name) => (names.includes(name) ? arrays[name] : null), rate).map(({ parts }) =>
    parts.join(""),
  );

test("nothing is said before it is computed", () => {
  assert.deepEqual(notes([]), []);
  assert.deepEqual(notes(["dW2"]), []);
});

test("silent units, the flow of gradients, the predicted change", () => {
  const [dead, flow, change] = notes(["a1", "dW1", "dW2"]);
  assert.match(dead, /^2 of 3 units of Relu1/);
  assert.match(flow, /0\.500$/);
  assert.match(change, /−12\.5$/);
});

test("one number that is not finite is found", () => {
  assert.equal(finite([]).tone, "good");
  const bad = { shape: [2], data: Float32Array.from([1, Number.NaN]) };
  assert.equal(
    finite([{ name: "z1", array: bad }]).parts.join(""),
    "z1 has 1 numbers that are NaN or ∞",
  );
});

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  address,
  aligned,
  compact,
  count,
  exact,
  formulaInBox,
  percent,
  properName,
  shapeText,
  widths,
} from "../../static/js/format.js";

test("a formula too long for a box is told by its function", () => {
  assert.equal(formulaInBox("x · W1 + b1", "Affine(x)"), "x · W1 + b1");
  assert.equal(formulaInBox("numerator9 / (1 + decay9)", "Sigmoid(z9)"), "Sigmoid(z9)");
  assert.equal(formulaInBox("add.at(dx1, arange(864000)[…], dz2 · W2ᵀ)"), "add.at(…)");
  assert.equal(formulaInBox("dy2 · (gamma2 / std2) − mean2"), "dy2 · (gamma2 / std2) − mean2");
});

test("an exact number is the shortest text that reads back as the same float32", () => {
  for (const value of [0.1, 1 / 3, 3.378448, 1e-30, 16777216, 0]) {
    const single = Math.fround(value);
    assert.equal(Math.fround(Number(exact(single).replace("−", "-"))), single);
  }
  assert.equal(exact(Math.fround(0.1)), "0.1");
  assert.equal(exact(Math.fround(0.0904465)), "0.0904465");
});

test("a minus is a real minus, in exponents too", () => {
  assert.equal(compact(-0.0714), "−0.0714");
  assert.equal(compact(-5.36e-10), "−5.36e−10");
  assert.equal(count(-39760), "−39,760");
  assert.equal(exact(-2), "−2");
});

test("a compact number is short at every size", () => {
  assert.equal(compact(0), "0");
  assert.equal(compact(0.42612), "0.4261");
  assert.equal(compact(118.1234), "118.1");
  assert.equal(compact(9999.4), "9999");
  assert.equal(compact(12345.6), "1.235e4");
  assert.equal(compact(0.000287968), "0.000288");
  assert.equal(compact(2.69921e-5), "2.699e−5");
  assert.equal(compact(3.14e-8, 2), "3.1e−8");
});

test("numbers that stand under one another keep all their digits", () => {
  assert.equal(aligned(1.7), "1.700");
  assert.equal(aligned(-0.00647), "−0.006470");
  assert.equal(aligned(2.69921e-5), "2.699e−5");
  assert.equal(aligned(-1.8e-9), "−1.800e−9");
  assert.equal(aligned(0), "0");
  assert.equal(aligned(Number.POSITIVE_INFINITY), "∞");
  assert.equal(aligned(null), "NaN or ∞");
  assert.equal(aligned(false), "False");
});

test("what is no number says so", () => {
  assert.equal(compact(null), "NaN or ∞");
  assert.equal(compact(Number.NaN), "NaN");
  assert.equal(exact(Number.NEGATIVE_INFINITY), "−∞");
  assert.deepEqual([compact(true), exact(false)], ["True", "False"]);
});

test("shapes, addresses, names", () => {
  assert.equal(shapeText([50, 10]), "50 × 10");
  assert.equal(shapeText([]), "one number");
  assert.equal(address("dW2", [14, 9]), "dW2[14, 9]");
  assert.equal(address("x · W1", [3, 7]), "(x · W1)[3, 7]");
  assert.equal(address("L", []), "L");
  assert.equal(percent(0.856), "85.6 %");
  assert.equal(properName("mnist-sample"), "MNIST sample");
  assert.equal(properName("something_new"), "something new");
});

test("the widths are those of all layers that have one, in blocks too", () => {
  const affine = (/** @type {number} */ units) => ({ type: "affine", units });
  const block = { type: "residual", layers: [affine(8), { type: "relu" }, affine(8)] };
  assert.deepEqual(widths([affine(4), block, affine(2)]), ["4", "8", "8", "2"]);
  assert.deepEqual(widths([{ type: "convolution", filters: 30 }, affine(10)]), ["30", "10"]);
  const ten = Array.from({ length: 10 }, () => affine(50));
  assert.deepEqual(widths([...ten, affine(10)]), ["10 × 50", "10"]);
});

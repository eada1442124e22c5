import assert from "node:assert/strict";
import { test } from "node:test";
import { address, compact, exact, percent, properName, shapeText } from "../../static/js/format.js";

test("an exact number is the shortest text that reads back as the same float32", () => {
  for (const value of [0.1, 1 / 3, 3.378448, 1e-30, 16777216, 0]) {
    const single = Math.fround(value);
    assert.equal(Math.fround(Number(exact(single).replace("−", "-"))), single);
  }
  assert.equal(exact(Math.fround(0.1)), "0.1");
  assert.equal(exact(Math.fround(0.0904465)), "0.0904465");
});

test("a minus is a real minus, in exponents too", () => {
  assert.equal(compact(-0.0714), "−0.07140");
  assert.equal(compact(-5.36e-10), "−5.36e−10");
  assert.equal(exact(-2), "−2");
});

test("a compact number is short at every size", () => {
  assert.equal(compact(0), "0");
  assert.equal(compact(0.42612), "0.4261");
  assert.equal(compact(118.1234), "118.1");
  assert.equal(compact(12345.6), "12350");
  assert.equal(compact(3.1e-8, 2), "3e−8");
});

test("what is no number says so", () => {
  assert.equal(compact(null), "NaN or ∞");
  assert.equal(compact(Number.NaN), "NaN");
  assert.equal(exact(Number.NEGATIVE_INFINITY), "−∞");
  assert.equal(compact(true), "true");
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

import assert from "node:assert/strict";
import { test } from "node:test";
import { colourStep, colourTable, cssColour, pairOf } from "../../static/js/colour.js";

/** @param {string} css */
const channels = (css) => css.match(/\d+/g)?.map(Number) ?? [];

test("zero is the middle of every table, and the ends are far from it", () => {
  for (const theme of /** @type {const} */ (["light", "dark"])) {
    for (const pair of /** @type {const} */ (["value", "gradient", "ink"])) {
      assert.equal(colourTable(pair, theme).length, 511);
      const zero = channels(cssColour(0, 1, pair, theme));
      const far = channels(cssColour(1, 1, pair, theme));
      assert.ok(Math.abs(zero[0] - far[0]) + Math.abs(zero[1] - far[1]) > 100);
    }
  }
});

test("values are blue above zero and orange below, gradients purple and green", () => {
  const [red, , blue] = channels(cssColour(1, 1, "value", "light"));
  assert.ok(blue > red);
  const [orange, , little] = channels(cssColour(-1, 1, "value", "light"));
  assert.ok(orange > little);
  const [, purple] = channels(cssColour(1, 1, "gradient", "light"));
  const [, green] = channels(cssColour(-1, 1, "gradient", "light"));
  assert.ok(green > purple);
});

test("a scale is symmetric, and what is beyond it takes its ends", () => {
  assert.equal(colourStep(0, 2), 255);
  assert.equal(colourStep(2, 2), 510);
  assert.equal(colourStep(-2, 2), 0);
  assert.equal(colourStep(9, 2), 510);
  assert.equal(colourStep(5, 0), 255);
});

test("the colours follow the role", () => {
  assert.equal(pairOf("gradient"), "gradient");
  assert.equal(pairOf("update"), "gradient");
  assert.equal(pairOf("parameter"), "value");
});

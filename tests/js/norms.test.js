import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { namedLines, normLines } from "../../static/js/norms.js";
import { contrast } from "./contrast.js";

const tokens = readFileSync(new URL("../../static/css/tokens.css", import.meta.url), "utf8");

/** @param {string} name @returns {string[]} in the light and in the dark */
function token(name) {
  const [, light, dark] =
    new RegExp(`--${name}: light-dark\\((#\\w+), (#\\w+)\\)`).exec(tokens) ?? [];
  return [light, dark];
}

test("two layers have the two colours of gradients", () => {
  const lines = normLines(["W1", "W2"]);
  assert.deepEqual(
    lines.map(({ label, colour, dash }) => [label, colour, dash]),
    [
      ["‖dW1‖", "var(--gradient)", undefined],
      ["‖dW2‖", "var(--gradient-minus)", undefined],
    ],
  );
  assert.deepEqual(namedLines(lines), [0, 1]);
});

test("of many layers every line has a colour of its own, and the first and the last are named", () => {
  const lines = normLines(Array.from({ length: 11 }, (_, k) => `W${k + 1}`));
  assert.equal(new Set(lines.map(({ colour }) => colour)).size, 11);
  assert.match(lines[0].colour, /deep\) 0%/);
  assert.match(lines[10].colour, /deep\) 100%/);
  assert.deepEqual(
    lines.map(({ dash }) => dash !== undefined),
    [...Array(10).fill(false), true],
  );
  assert.deepEqual(namedLines(lines), [0, 10]);
  assert.deepEqual(namedLines(normLines(["W1"])), [0]);
  assert.deepEqual(namedLines([]), []);
});

test("first and last are told from the panel and from each other by lightness alone", () => {
  for (const theme of [0, 1]) {
    const [panel, shallow, deep] = ["panel", "shallow", "deep"].map((name) => token(name)[theme]);
    assert.ok(contrast(panel, shallow) > 3);
    assert.ok(contrast(panel, deep) > 3);
    assert.ok(contrast(shallow, deep) > 3);
  }
});

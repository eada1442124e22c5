import assert from "node:assert/strict";
import { test } from "node:test";
import { contour } from "../../static/js/contour.js";

/** Where the line goes, and every point of it. @param {string} path */
const segments = (path) =>
  [...path.matchAll(/M([\d.]+) ([\d.]+)L([\d.]+) ([\d.]+)/g)].map((found) =>
    found.slice(1).map(Number),
  );

/** @param {number} size @param {(x: number, y: number) => number} height  of −1 to 1, y upwards */
const plane = (size, height) =>
  Float32Array.from({ length: size * size }, (_, k) => {
    const [x, y] = [k % size, Math.floor(k / size)].map((part) => ((part + 0.5) / size) * 2 - 1);
    return height(x, -y);
  });

const middle = (/** @type {number} */ pixel) => pixel / 50 - 1;

test("a slope is cut by one straight line from edge to edge", () => {
  const found = segments(
    contour(
      plane(10, (x) => x - 0.33),
      10,
      100,
    ),
  );
  const heights = found.flatMap(([, from, , to]) => [from, to]);
  assert.ok(found.every(([from, , to]) => Math.abs(from - 66.5) < 0.06 && from === to));
  assert.deepEqual([Math.min(...heights), Math.max(...heights)], [0, 100]);
});

test("a slanted line goes on straight to the edges", () => {
  for (const [x1, y1, x2, y2] of segments(
    contour(
      plane(9, (x, y) => x + y),
      9,
      100,
    ),
  )) {
    assert.ok(Math.abs(x1 - y1) < 0.11 && Math.abs(x2 - y2) < 0.11);
  }
});

test("a disc is cut along its circle, all the way around", () => {
  const found = segments(
    contour(
      plane(60, (x, y) => 0.25 - x * x - y * y),
      60,
      100,
    ),
  );
  for (const [x1, y1] of found) {
    assert.ok(Math.abs(Math.hypot(middle(x1), middle(y1)) - 0.5) < 0.01);
  }
  const length = found.reduce((sum, [x1, y1, x2, y2]) => sum + Math.hypot(x2 - x1, y2 - y1), 0);
  assert.ok(Math.abs(length - Math.PI * 50) < 1);
});

test("where all is decided there is no line, nor where nothing is a number", () => {
  assert.equal(
    contour(
      plane(5, () => 1),
      5,
      100,
    ),
    "",
  );
  assert.equal(
    contour(
      plane(5, () => Number.NaN),
      5,
      100,
    ),
    "",
  );
});

test("a saddle is cut twice in one square", () => {
  const found = segments(contour(Float32Array.of(1, -1, -1, 1), 2, 100));
  assert.ok(found.length >= 2);
  for (const numbers of found) assert.ok(numbers.every(Number.isFinite));
});

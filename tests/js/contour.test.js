import assert from "node:assert/strict";
import { test } from "node:test";
import { contour } from "../../static/js/contour.js";

const WIDTH = 100;

/** Its lines, as far as they lie in the picture, from point to point. @param {string} path */
function segments(path) {
  const rings = path.split("Z").filter(Boolean);
  return rings.flatMap((ring) => {
    const points = ring
      .slice(1)
      .split("L")
      .map((point) => point.split(" ").map(Number));
    const inside = (/** @type {number[]} */ point) => point.every((at) => at >= 0 && at <= WIDTH);
    return points
      .map((from, k) => [from, points[(k + 1) % points.length]])
      .filter((ends) => ends.every(inside));
  });
}

/** @param {number} size @param {(x: number, y: number) => number} height  of −1 to 1, y upwards */
const plane = (size, height) =>
  Float32Array.from({ length: size * size }, (_, k) => {
    const [x, y] = [k % size, Math.floor(k / size)].map((part) => ((part + 0.5) / size) * 2 - 1);
    return height(x, -y);
  });

const middle = (/** @type {number} */ pixel) => pixel / 50 - 1;

test("a slope is cut by one straight line, beyond the edges", () => {
  const slope = plane(10, (x) => x - 0.33);
  const path = contour(slope, 10, WIDTH);
  const found = segments(path).flat();
  assert.ok(found.length > 0);
  for (const [x] of found) assert.ok(Math.abs(x - 66.5) < 0.06);
  const heights = [...path.matchAll(/66\.5 (-?[\d.]+)/g)].map(([, y]) => Number(y));
  assert.ok(Math.min(...heights) <= 0 && Math.max(...heights) >= WIDTH);
});

test("a slanted line goes on straight to the edges", () => {
  const found = segments(
    contour(
      plane(9, (x, y) => x + y),
      9,
      WIDTH,
    ),
  ).flat();
  assert.ok(found.length > 0);
  for (const [x, y] of found) assert.ok(Math.abs(x - y) < 0.11);
});

test("a disc is cut along its circle, all the way around", () => {
  const disc = plane(60, (x, y) => 0.25 - x * x - y * y);
  const found = segments(contour(disc, 60, WIDTH));
  for (const [[x, y]] of found) {
    assert.ok(Math.abs(Math.hypot(middle(x), middle(y)) - 0.5) < 0.01);
  }
  const length = found.reduce((sum, [[x1, y1], [x2, y2]]) => sum + Math.hypot(x2 - x1, y2 - y1), 0);
  assert.ok(Math.abs(length - Math.PI * 50) < 1);
});

test("where all is decided there is no line, nor where something is no number", () => {
  for (const height of [1, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
    const all = plane(5, () => height);
    assert.deepEqual(segments(contour(all, 5, WIDTH)), []);
  }
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { dots } from "../../static/js/dotting.js";
import {
  answersAt,
  curve,
  ground,
  heightsOf,
  leaning,
  middle,
  nearest,
  partAt,
  placing,
} from "../../static/js/mapping.js";

const map = (/** @type {number[]} */ shape, /** @type {number[]} */ numbers) => ({
  shape,
  data: Float32Array.from(numbers),
});

test("a chance of one half leans neither way, a score of 0 too", () => {
  assert.deepEqual([...leaning(map([3, 1], [0, 0.5, 1]), true)], [-1, 0, 1]);
  assert.deepEqual([...leaning(map([3, 1], [-2, 0, 0.5]), false)], [-2, 0, 0.5]);
});

test("of two outputs the larger one decides", () => {
  assert.deepEqual([...leaning(map([2, 2], [0.75, 0.25, 0, 1]), true)], [-0.5, 1]);
  assert.deepEqual([...leaning(map([1, 2], [3, 1]), false)], [-2]);
});

test("colours end at ±1, and what is not a number stays so", () => {
  const { means, scale, width, height } = ground(
    Float32Array.of(-5, 0.5, Number.POSITIVE_INFINITY, Number.NaN),
    2,
  );
  assert.deepEqual([...means], [-1, 0.5, 1, Number.NaN]);
  assert.deepEqual([scale, width, height], [1, 2, 2]);
});

test("answers are found by row and column in a plane, by column on a line", () => {
  const plane = map([2, 2, 2], [0, 1, 2, 3, 4, 5, 6, 7]);
  assert.deepEqual([...answersAt(plane, 1, 0)], [4, 5]);
  assert.deepEqual([...answersAt(map([3, 1], [7, 8, 9]), 5, 2)], [9]);
});

test("each number stands for the middle of its part", () => {
  assert.equal(middle([-6, 6], 60, 0), -5.9);
  assert.equal(middle([-6, 6], 4, 3), 4.5);
  assert.deepEqual(
    [-3, 0, 99, 100, 400].map((pixel) => partAt(pixel, 300, 3)),
    [0, 0, 0, 1, 2],
  );
});

test("a point stands where its numbers say, on a line as high as its target", () => {
  const plane = placing([-6, 6], [-6, 6], 120, 120);
  assert.deepEqual(plane([-6, 6], 0), [0, 0]);
  assert.deepEqual(plane([0, -3], 1), [60, 90]);
  assert.deepEqual(placing([0, 2], [-1, 1], 100, 50)([1], [0.5]), [50, 12.5]);
});

test("the nearest point is found, unless it is too far away", () => {
  /** @type {[number, number][]} */
  const places = [
    [0, 0],
    [10, 0],
  ];
  assert.equal(nearest(places, [7, 1], 14), 1);
  assert.equal(nearest(places, [30, 0], 14), null);
  assert.equal(nearest([], [0, 0], 14), null);
});

test("a curve goes through the middles, and leaves out what is not finite", () => {
  const line = map([4, 1], [-1, Number.NaN, 0, 1]);
  assert.equal(curve(line, [-1, 1], 80, 20), "M10.0 20.0L50.0 10.0L70.0 0.0");
});

test("the heights have room for every target", () => {
  assert.deepEqual(heightsOf([[0.5], [-1]]), [-1.2, 1.2]);
  assert.deepEqual(heightsOf([]), [-1.2, 1.2]);
});

test("dots are parted by class, or by the sign of what should be said", () => {
  const place = (/** @type {number[]} */ [x]) => /** @type {[number, number]} */ ([x, 0]);
  const points = [[1], [2], [3]];
  assert.deepEqual(dots({ points, labels: [0, 1, 1] }, place), [
    { side: "negative", path: "M1.0 0.0h.01" },
    { side: "positive", path: "M2.0 0.0h.01M3.0 0.0h.01" },
  ]);
  const sides = dots({ points, labels: [[-0.5], [0.5], [0]] }, place).map(({ side }) => side);
  assert.deepEqual(sides, ["zero", "negative", "positive"]);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { matrixPlane, picturePlane } from "../../static/js/planes.js";
import { fit, pixels, raster } from "../../static/js/raster.js";

test("where there is room, every number is a pixel of a whole number of CSS pixels", () => {
  const image = raster(Float32Array.from([1, -2, 3, 4]), matrixPlane([2, 2]), 57, 31);
  assert.deepEqual([image.width, image.height, image.block, image.cell], [2, 2, [1, 1], [15, 28]]);
  assert.deepEqual([...image.means], [1, -2, 3, 4]);
  assert.equal(image.scale, 4);
});

test("where there is none, every pixel is the mean of a block, and none is left out", () => {
  const data = Float32Array.from({ length: 10 }, (_, k) => k);
  const image = raster(data, matrixPlane([10, 1]), 4, 4);
  assert.deepEqual([image.block, image.height], [[3, 1], 4]);
  assert.deepEqual([...image.means], [1, 4, 7, 9]);
  assert.ok(image.height * image.cell[0] <= 4);
});

test("gaps are transparent, NaN is seen, zero has the middle colour", () => {
  const data = Float32Array.from([0, Number.NaN]);
  const image = raster(data, picturePlane([2, 1], [1, 1], 2), 30, 10);
  assert.equal(image.width, 3);
  const bytes = pixels(image, "value", "light");
  assert.equal(bytes[7], 0);
  assert.deepEqual([...bytes.slice(0, 3)], [253, 252, 249]);
  assert.equal(bytes[11], 255);
  assert.ok(bytes[8] > 200);
});

test("an infinity makes a block not finite instead of hiding in its mean", () => {
  const data = Float32Array.from([1, Number.POSITIVE_INFINITY]);
  assert.ok(Number.isNaN(raster(data, matrixPlane([2, 1]), 1, 1).means[0]));
});

test("a picture has its place before its numbers are known", () => {
  const plane = matrixPlane([300, 7]);
  const data = new Float32Array(2100);
  for (const square of [false, true]) {
    const { width, height, block, cell } = raster(data, plane, 90, 110, square);
    assert.deepEqual(fit(plane, 90, 110, square), { width, height, block, cell });
  }
});

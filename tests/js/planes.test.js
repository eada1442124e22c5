import assert from "node:assert/strict";
import { test } from "node:test";
import {
  cellOf,
  indexOf,
  isIn,
  matrixPlane,
  moved,
  picturePlane,
  pixelAxis,
  placeAt,
  placeOf,
  planeOf,
} from "../../static/js/planes.js";

test("arrays of any number of axes become a plane", () => {
  assert.deepEqual(matrixPlane([]), { rows: 1, columns: 1, order: null });
  assert.deepEqual(matrixPlane([7]), { rows: 1, columns: 7, order: null });
  assert.deepEqual(matrixPlane([2, 3]), { rows: 2, columns: 3, order: null });
  assert.deepEqual(matrixPlane([2, 3, 4]), { rows: 6, columns: 4, order: null });
});

test("four axes are a grid of pictures with gaps between them", () => {
  const plane = matrixPlane([2, 3, 4, 5]);
  assert.deepEqual([plane.rows, plane.columns], [2 * 5 - 1, 3 * 6 - 1]);
  assert.equal(placeAt(plane, 0, 0), 0);
  assert.equal(placeAt(plane, 0, 6), placeOf([2, 3, 4, 5], [0, 1, 0, 0]));
  assert.equal(placeAt(plane, 5, 0), placeOf([2, 3, 4, 5], [1, 0, 0, 0]));
  assert.equal(placeAt(plane, 4, 0), -1);
});

test("weights (pixels, units) are one picture for each unit", () => {
  const [shape, image] = [
    [6, 4],
    [2, 3],
  ];
  assert.equal(pixelAxis(shape, image), 0);
  const plane = picturePlane(shape, image, 2);
  // Unit 3 is the second picture of the second row; its pixel (1, 2) is row 5 of the array.
  assert.equal(placeAt(plane, 3 + 1, 4 + 2), placeOf(shape, [5, 3]));
});

test("a batch (examples, pixels) is one picture for each example", () => {
  assert.equal(pixelAxis([4, 6], [2, 3]), 1);
  const plane = picturePlane([4, 6], [2, 3], 2);
  assert.equal(placeAt(plane, 1, 4), placeOf([4, 6], [1, 3]));
  assert.equal(pixelAxis([4, 5], [2, 3]), null);
  assert.equal(pixelAxis([4, 6], null), null);
});

test("cells, places and indices belong together", () => {
  for (const plane of [matrixPlane([5, 4]), picturePlane([4, 5], [1, 5], 2)]) {
    for (let place = 0; place < 20; place++) {
      const [row, column] = cellOf(plane, place);
      assert.equal(placeAt(plane, row, column), place);
    }
  }
  for (let place = 0; place < 24; place++) {
    assert.equal(placeOf([2, 3, 4], indexOf([2, 3, 4], place)), place);
  }
});

test("arrow keys move through a matrix and stop at its edge", () => {
  const plane = matrixPlane([5, 4]);
  assert.equal(moved(plane, 5, 1, 0), 9);
  assert.equal(moved(plane, 5, 0, -1), 4);
  assert.equal(moved(plane, 4, 0, -1), 4);
  assert.equal(moved(plane, 5, 10, 0), 17);
});

test("among pictures they move as the eye does, across the gaps", () => {
  const shape = [4, 6]; // four pictures of 2 × 3, two to a row
  const plane = picturePlane(shape, [2, 3], 2);
  const at = (/** @type {number} */ picture, /** @type {number} */ pixel) =>
    placeOf(shape, [picture, pixel]);
  assert.equal(moved(plane, at(0, 0), 1, 0), at(0, 3));
  assert.equal(moved(plane, at(0, 3), 1, 0), at(2, 0));
  assert.equal(moved(plane, at(0, 2), 0, 1), at(1, 0));
  assert.equal(moved(plane, at(1, 2), 0, 1), at(1, 2));
});

test("an index from an address may be anything", () => {
  assert.ok(isIn([50, 10], [49, 9]));
  assert.ok(isIn([], []));
  for (const index of [[50, 9], [9], [-1, 0], []]) assert.ok(!isIn([50, 10], index));
});

test("the plane of a shape is made once", () => {
  assert.equal(planeOf([4, 6], [2, 3]), planeOf([4, 6], [2, 3]));
  assert.notEqual(planeOf([4, 6], [2, 3]), planeOf([4, 6], null));
});

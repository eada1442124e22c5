/** The line between the places of a plane where its numbers are above 0 and below. */

import { contours } from "d3-contour";

/**
 * The line on which a plane's numbers are 0, as if they went straight from one place to the next: a path
 * for SVG, on a picture `width` pixels wide, which cuts off what lies outside of it.
 * @param {Float32Array} values size × size @param {number} size @param {number} width
 */
export function contour(values, size, width) {
  if (!values.every(Number.isFinite)) return "";
  // What is above 0 is an area, closed along its edges. One more place on every side brings these out
  // of the picture, and the line up to where the picture ends.
  const wide = size + 2;
  const { coordinates } = contours()
    .size([wide, wide])
    .contour(Array.from(widened(values, size)), 0);
  const pixel = (/** @type {number} */ part) => (((part - 1) / size) * width).toFixed(1);
  return coordinates
    .flat()
    .map((ring) => `M${ring.map(([x, y]) => `${pixel(x)} ${pixel(y)}`).join("L")}Z`)
    .join("");
}

/** The numbers with those around them, as they would be if they went straight on.
 * @param {Float32Array} values @param {number} size */
function widened(values, size) {
  const wide = size + 2;
  const made = new Float32Array(wide * wide);
  for (let row = 0; row < size; row++) {
    made.set(values.subarray(row * size, (row + 1) * size), (row + 1) * wide + 1);
  }
  const goOn = (/** @type {number} */ at, /** @type {number} */ step) => {
    made[at] = 2 * made[at + step] - made[at + 2 * step];
  };
  for (let row = 1; row <= size; row++) {
    goOn(row * wide, 1);
    goOn(row * wide + wide - 1, -1);
  }
  for (let column = 0; column < wide; column++) {
    goOn(column, wide);
    goOn(column + (wide - 1) * wide, -wide);
  }
  return made;
}

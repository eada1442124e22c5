/** Marching squares: the line between the places of a plane where its numbers are above 0 and below. */

/** @typedef {import("./mapping.js").Place} Place */

/**
 * The line on which a plane's numbers are 0, between its places as if they went straight from one to
 * the next; a path for SVG, on a picture `width` pixels wide.
 * @param {Float32Array} values size × size @param {number} size @param {number} width
 */
export function contour(values, size, width) {
  const parts = [];
  // One more square on every side, so that the line ends at the edges and not half a place before.
  for (let row = -1; row < size; row++) {
    let left = side(values, size, width, row, -1);
    for (let column = -1; column < size; column++) {
      const right = side(values, size, width, row, column + 1);
      const corners = [left[0], right[0], right[1], left[1]];
      const crossings = corners.flatMap((corner, k) => crossing(corner, corners[(k + 1) % 4]));
      for (let k = 0; k + 1 < crossings.length; k += 2) {
        parts.push(`M${crossings[k]}L${crossings[k + 1]}`);
      }
      left = right;
    }
  }
  return parts.join("");
}

/** Two places of a column, one above the other. @param {Float32Array} values @param {number} size
 * @param {number} width @param {number} row @param {number} column @returns {Corner[]} */
const side = (values, size, width, row, column) =>
  [row, row + 1].map((row) => ({
    value: valueAt(values, size, row, column),
    place: [edge(column, size) * width, edge(row, size) * width],
  }));

/** Where the middle of part `k` of `size` is, from 0 to 1; of those beyond the ends, the end.
 * @param {number} k @param {number} size */
const edge = (k, size) => Math.max(0, Math.min(1, (k + 0.5) / size));

/** The number at a place, and at the edges what it would be if it went straight on.
 * @param {Float32Array} values @param {number} size @param {number} row @param {number} column
 * @returns {number} */
function valueAt(values, size, row, column) {
  const at = (/** @type {number} */ r, /** @type {number} */ c) => valueAt(values, size, r, c);
  if (row < 0) return 1.5 * at(0, column) - 0.5 * at(1, column);
  if (row >= size) return 1.5 * at(size - 1, column) - 0.5 * at(size - 2, column);
  if (column < 0) return 1.5 * at(row, 0) - 0.5 * at(row, 1);
  if (column >= size) return 1.5 * at(row, size - 1) - 0.5 * at(row, size - 2);
  return values[row * size + column];
}

/** @typedef {{value: number, place: Place}} Corner */

/** Where the side between two corners is 0, if it is. @param {Corner} from @param {Corner} to */
function crossing(from, to) {
  if (from.value > 0 === to.value > 0) return [];
  const part = from.value / (from.value - to.value);
  if (!Number.isFinite(part)) return [];
  const between = (/** @type {0 | 1} */ axis) =>
    (from.place[axis] + part * (to.place[axis] - from.place[axis])).toFixed(1);
  return [`${between(0)} ${between(1)}`];
}

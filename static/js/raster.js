/**
 * From an array to pixels. Where there are more numbers than pixels, each pixel is the mean of a
 * whole block of them, so that no row is dropped and nothing shimmers; the blocks are all alike, and
 * `block` says how big they are, so that the page can tell.
 */

import { colourStep, colourTable } from "./colour.js";
import { placeAt } from "./planes.js";

/**
 * @typedef {import("./planes.js").Plane} Plane
 * @typedef {{width: number, height: number, block: [number, number], cell: [number, number]}} Fit
 * `block` and `cell` are rows × columns: of numbers behind each pixel, and of CSS pixels each is
 * drawn with, always whole.
 * @typedef {Fit & {means: Float32Array, scale: number}} Raster
 */

/**
 * How a plane is fitted into a frame.
 * @param {Plane} plane @param {number} width the most CSS pixels it may take @param {number} height
 * @param {boolean} [square] whether every number is as wide as high, as in a photograph
 * @returns {Fit}
 */
export function fit(plane, width, height, square = false) {
  const block = /** @type {[number, number]} */ ([
    Math.max(1, Math.ceil(plane.rows / height)),
    Math.max(1, Math.ceil(plane.columns / width)),
  ]);
  const rows = Math.ceil(plane.rows / block[0]);
  const columns = Math.ceil(plane.columns / block[1]);
  const cell = /** @type {[number, number]} */ ([
    Math.max(1, Math.floor(height / Math.max(1, rows))),
    Math.max(1, Math.floor(width / Math.max(1, columns))),
  ]);
  if (square) cell.fill(Math.min(...cell));
  return { width: columns, height: rows, block, cell };
}

/**
 * @param {Float32Array} data @param {Plane} plane @param {number} width @param {number} height
 * @param {boolean} [square]
 * @returns {Raster}
 */
export function raster(data, plane, width, height, square = false) {
  const fitted = fit(plane, width, height, square);
  const { block, width: columns, height: rows } = fitted;
  const means = new Float32Array(rows * columns);
  let scale = 0;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const mean = blockMean(data, plane, row * block[0], column * block[1], block);
      means[row * columns + column] = mean;
      if (Math.abs(mean) > scale && mean !== Number.POSITIVE_INFINITY) scale = Math.abs(mean);
    }
  }
  return { ...fitted, means, scale };
}

/**
 * NaN where the block has a NaN, +∞ (never a mean of ours) where it is nothing but gap.
 * @param {Float32Array} data @param {Plane} plane @param {number} top @param {number} left
 * @param {[number, number]} block
 */
function blockMean(data, plane, top, left, [height, width]) {
  let sum = 0;
  let n = 0;
  for (let row = top; row < Math.min(top + height, plane.rows); row++) {
    for (let column = left; column < Math.min(left + width, plane.columns); column++) {
      const place = placeAt(plane, row, column);
      if (place < 0) continue;
      sum += data[place];
      n += 1;
    }
  }
  if (n === 0) return Number.POSITIVE_INFINITY;
  return Number.isFinite(sum) ? sum / n : Number.NaN;
}

const NOT_FINITE = 0xff2222dd; // red, opaque: never a colour of a scale

/**
 * The raster's pixels as RGBA bytes.
 * @param {Raster} image @param {import("./colour.js").Pair} pair
 * @param {import("./colour.js").Theme} theme
 */
export function pixels(image, pair, theme) {
  const table = colourTable(pair, theme);
  const words = new Uint32Array(image.means.length);
  image.means.forEach((mean, i) => {
    if (mean === Number.POSITIVE_INFINITY) return;
    words[i] = Number.isNaN(mean) ? NOT_FINITE : table[colourStep(mean, image.scale)];
  });
  return new Uint8ClampedArray(words.buffer);
}

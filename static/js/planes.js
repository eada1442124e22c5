/**
 * A plane says where each number of an array stands when the array is drawn flat.
 *
 * `order[row * columns + column]` is the number's place in the array's memory, −1 where the plane
 * has a gap. A matrix is its own plane; pictures are laid out side by side; an array of four axes
 * (N, C, H, W) becomes a grid of N × C pictures.
 *
 * @typedef {{rows: number, columns: number, order: Int32Array | null}} Plane
 */

/** @param {number[]} shape */
const size = (shape) => shape.reduce((product, n) => product * n, 1);

/** @param {number[]} shape @returns {Plane} */
export function matrixPlane(shape) {
  if (shape.length === 0) return { rows: 1, columns: 1, order: null };
  if (shape.length === 1) return { rows: 1, columns: shape[0], order: null };
  if (shape.length === 4) return grid(shape[0] * shape[1], shape[2], shape[3], shape[1]);
  const columns = shape[shape.length - 1];
  return { rows: columns === 0 ? 0 : size(shape) / columns, columns, order: null };
}

/**
 * `pictures` pictures of height × width that follow one another in memory, `across` to a row.
 * @param {number} pictures @param {number} height @param {number} width @param {number} across
 * @param {(picture: number, pixel: number) => number} [place]
 * @returns {Plane}
 */
function grid(pictures, height, width, across, place = (k, pixel) => k * height * width + pixel) {
  const down = Math.ceil(pictures / across);
  const rows = down * (height + 1) - 1;
  const columns = across * (width + 1) - 1;
  const order = new Int32Array(rows * columns).fill(-1);
  for (let k = 0; k < pictures; k++) {
    const top = Math.floor(k / across) * (height + 1);
    const left = (k % across) * (width + 1);
    for (let pixel = 0; pixel < height * width; pixel++) {
      const row = top + Math.floor(pixel / width);
      order[row * columns + left + (pixel % width)] = place(k, pixel);
    }
  }
  return { rows, columns, order };
}

/**
 * Which axis of `shape` runs over the pixels of a picture: 1 for a batch (N, 784), 0 for weights
 * (784, units), null for neither.
 * @param {number[]} shape @param {number[] | null} image
 */
export function pixelAxis(shape, image) {
  if (!image || image.length !== 2 || shape.length !== 2) return null;
  const pixels = size(image);
  if (shape[1] === pixels) return 1;
  return shape[0] === pixels ? 0 : null;
}

/**
 * The array as one picture per example, or per unit.
 * @param {number[]} shape @param {number[]} image @param {number} across @returns {Plane}
 */
export function picturePlane(shape, image, across) {
  const [height, width] = image;
  if (pixelAxis(shape, image) === 1) return grid(shape[0], height, width, across);
  const units = shape[1];
  return grid(units, height, width, across, (unit, pixel) => pixel * units + unit);
}

/** @param {Plane} plane @param {number} row @param {number} column place in memory, or −1 */
export const placeAt = (plane, row, column) => {
  const cell = row * plane.columns + column;
  return plane.order ? plane.order[cell] : cell;
};

/** @param {Plane} plane @param {number} place @returns {[number, number]} row and column */
export function cellOf(plane, place) {
  const cell = plane.order ? plane.order.indexOf(place) : place;
  return [Math.floor(cell / plane.columns), cell % plane.columns];
}

/** @param {number[]} shape @param {number} place @returns {number[]} */
export function indexOf(shape, place) {
  const index = [];
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    index.unshift(place % shape[axis]);
    place = Math.floor(place / shape[axis]);
  }
  return index;
}

/** @param {number[]} shape @param {number[]} index */
export const placeOf = (shape, index) =>
  shape.reduce((place, length, axis) => place * length + (index[axis] ?? 0), 0);

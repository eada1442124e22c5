/**
 * A plane says where each number of an array stands when the array is drawn flat.
 *
 * `order[row * columns + column]` is the number's place in the array's memory, −1 where the plane
 * has a gap. A matrix is its own plane; pictures are laid out side by side; an array of four axes
 * (N, C, H, W) becomes a grid of N × C pictures, of one channel as square as it can be.
 *
 * @typedef {{rows: number, columns: number, order: Int32Array | null}} Plane
 */

const ACROSS = 10; // pictures to a row

/** @param {number[]} shape */
const size = (shape) => shape.reduce((product, n) => product * n, 1);

/** @param {number[]} shape @returns {Plane} */
export function matrixPlane(shape) {
  if (shape.length === 0) return { rows: 1, columns: 1, order: null };
  if (shape.length === 1) return { rows: 1, columns: shape[0], order: null };
  if (shape.length === 4) {
    const [n, channels, height, width] = shape;
    const across = channels === 1 ? Math.ceil(Math.sqrt(n)) : channels;
    return grid(n * channels, height, width, across);
  }
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

/** @type {Map<string, Plane>} */
const known = new Map();

/**
 * The plane on which an array is drawn large. The same for the same shape, so that a picture is not
 * worked out again. @param {number[]} shape @param {number[] | null} pictures their shape, if it is of pictures
 */
export function planeOf(shape, pictures) {
  const key = `${shape} ${pictures}`;
  const before = known.get(key);
  if (before) return before;
  const made = pictures ? picturePlane(shape, pictures, ACROSS) : matrixPlane(shape);
  known.set(key, made);
  return made;
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

/** Whether `index` is a place in an array of this shape. @param {number[]} shape @param {number[]} index */
export const isIn = (shape, index) =>
  index.length === shape.length && index.every((at, axis) => at >= 0 && at < shape[axis]);

/**
 * The number that stands `rows` below and `columns` to the right of another, across gaps; at the
 * edge, the last one on the way.
 * @param {Plane} plane @param {number} place @param {number} rows @param {number} columns
 */
export function moved(plane, place, rows, columns) {
  const [row, column] = cellOf(plane, place);
  const [down, right] = [Math.sign(rows), Math.sign(columns)];
  let found = place;
  let left = Math.abs(rows + columns);
  for (let step = 1; left > 0; step++) {
    const [y, x] = [row + step * down, column + step * right];
    if (y < 0 || x < 0 || y >= plane.rows || x >= plane.columns) break;
    const next = placeAt(plane, y, x);
    if (next < 0) continue;
    found = next;
    left -= 1;
  }
  return found;
}

/**
 * From the network's answers everywhere to what a map shows: which way they lean, and where on it
 * things stand. A plane is seen as it is drawn, its first row at the top.
 *
 * @typedef {import("./types.js").NDArray} NDArray
 * @typedef {[number, number]} Place  pixels from the left and from the top
 */

/**
 * Which way each answer leans: 1 for certainly the second class, −1 for the first, 0 undecided; or the
 * number asked for, as it is.
 * @param {NDArray} map one output for each place, or one for each of two classes
 * @param {boolean} areChances
 */
export function leaning({ shape, data }, areChances) {
  const k = shape[shape.length - 1];
  const lean = (/** @type {number} */ i) => {
    if (k === 2) return data[2 * i + 1] - data[2 * i];
    return areChances ? 2 * data[i] - 1 : data[i];
  };
  return Float32Array.from({ length: data.length / k }, (_, i) => lean(i));
}

/** The leaning as a raster, which is full of colour at ±1.
 * @param {Float32Array} values @param {number} size @returns {import("./raster.js").Raster} */
export function ground(values, size) {
  const means = values.map((value) => Math.max(-1, Math.min(1, value)));
  return {
    width: size,
    height: values.length / size,
    block: [1, 1],
    cell: [1, 1],
    means,
    scale: 1,
  };
}

/** The answers at one place. @param {NDArray} map @param {number} row @param {number} column */
export function answersAt({ shape, data }, row, column) {
  const k = shape[shape.length - 1];
  const place = shape.length === 2 ? column : row * shape[1] + column;
  return data.subarray(place * k, (place + 1) * k);
}

/** The number in the middle of part `k` of `size`. @param {[number, number]} domain
 * @param {number} size @param {number} k */
export const middle = ([from, to], size, k) => from + ((k + 0.5) / size) * (to - from);

/** Which of `size` parts of a length a pixel is in. @param {number} pixel @param {number} length
 * @param {number} size */
export const partAt = (pixel, length, size) =>
  Math.max(0, Math.min(size - 1, Math.floor((pixel / length) * size)));

/**
 * Where points stand on a map of so many pixels; on a line, the height is what should be said there.
 * @param {[number, number]} domain @param {[number, number]} heights @param {number} width
 * @param {number} height
 * @returns {(point: number[], label: number | number[]) => Place}
 */
export function placing(domain, heights, width, height) {
  const along = (/** @type {number} */ x, /** @type {[number, number]} */ [from, to]) =>
    (x - from) / (to - from);
  return (point, label) => {
    const y = point.length > 1 ? point[1] : Array.isArray(label) ? label[0] : label;
    return [along(point[0], domain) * width, (1 - along(y, heights)) * height];
  };
}

/** The point nearest to a place, if there is one within `most` pixels. @param {Place[]} places
 * @param {Place} place @param {number} most @returns {number | null} */
export function nearest(places, [x, y], most) {
  let [best, least] = [/** @type {number | null} */ (null), most];
  places.forEach(([left, top], k) => {
    const distance = Math.hypot(left - x, top - y);
    if (distance <= least) [best, least] = [k, distance];
  });
  return best;
}

/** The answers along a line as a path. @param {NDArray} map @param {[number, number]} heights
 * @param {number} width @param {number} height */
export function curve({ shape, data }, heights, width, height) {
  const [size] = shape;
  const place = placing([0, 1], heights, width, height);
  const corners = Array.from(data, (y, k) => place([middle([0, 1], size, k)], y));
  const seen = corners.filter(([, y]) => Number.isFinite(y));
  return seen.map(([x, y], k) => `${k ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");
}

/** From where to where the numbers go that should be said, with a little room. @param {(number | number[])[]} labels
 * @returns {[number, number]} */
export function heightsOf(labels) {
  const most = labels.flat().reduce((most, label) => Math.max(most, Math.abs(label)), 0) || 1;
  return [-1.2 * most, 1.2 * most];
}

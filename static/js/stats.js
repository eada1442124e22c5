/** Statistics of an array, over its finite numbers, in double precision. */

/**
 * @typedef {{min: number, max: number, mean: number, std: number, norm: number, zeros: number,
 *   nonfinite: number, count: number}} Stats
 */

/** @type {WeakMap<Float32Array, Stats>} */
const known = new WeakMap();

/** @param {Float32Array} data @returns {Stats} */
export function stats(data) {
  const before = known.get(data);
  if (before) return before;
  const made = measure(data);
  known.set(data, made);
  return made;
}

/** @param {Float32Array} data @returns {Stats} */
function measure(data) {
  let [min, max, sum, squares, zeros, finite] = [Infinity, -Infinity, 0, 0, 0, 0];
  for (let i = 0; i < data.length; i++) {
    const x = data[i];
    if (!Number.isFinite(x)) continue;
    if (x < min) min = x;
    if (x > max) max = x;
    if (x === 0) zeros += 1;
    sum += x;
    squares += x * x;
    finite += 1;
  }
  const mean = finite ? sum / finite : Number.NaN;
  let spread = 0;
  for (let i = 0; i < data.length; i++) {
    const x = data[i];
    if (Number.isFinite(x)) spread += (x - mean) * (x - mean);
  }
  return {
    min: finite ? min : Number.NaN,
    max: finite ? max : Number.NaN,
    mean,
    std: Math.sqrt(spread / finite),
    norm: Math.sqrt(squares),
    zeros,
    nonfinite: data.length - finite,
    count: data.length,
  };
}

/** The place of the number with the largest magnitude. @param {Float32Array} data */
export function largest(data) {
  let best = 0;
  for (let i = 1; i < data.length; i++) {
    if (Math.abs(data[i]) > Math.abs(data[best])) best = i;
  }
  return best;
}

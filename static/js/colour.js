/**
 * Zero-centred colour scales: values run orange − to blue +, gradients green − to purple +.
 *
 * Both pairs survive every common kind of colour blindness. A scale is mixed in OKLab, so that equal
 * steps of a number look like equal steps of colour, and bent a little so that small numbers still
 * show; the legend is drawn with the same bend, so it never misleads.
 */

const STEPS = 255; // colours on each side of zero
const BEND = 0.75;

/**
 * @typedef {{negative: string, zero: string, positive: string}} Ends
 * @typedef {"value" | "gradient" | "ink"} Pair  "ink" is for pictures that are looked at as pictures
 * @typedef {"light" | "dark"} Theme
 */

/** @type {Record<Theme, Record<Pair, Ends>>} */
const ENDS = {
  light: {
    value: { negative: "#c8500a", zero: "#fdfcf9", positive: "#0f5ea8" },
    gradient: { negative: "#14733a", zero: "#fdfcf9", positive: "#6c2a93" },
    ink: { negative: "#c8500a", zero: "#fdfcf9", positive: "#16150f" },
  },
  dark: {
    value: { negative: "#ff8d4d", zero: "#1e1d1b", positive: "#62b0f5" },
    gradient: { negative: "#58c97f", zero: "#1e1d1b", positive: "#c794f2" },
    ink: { negative: "#ff8d4d", zero: "#1e1d1b", positive: "#f6f3ea" },
  },
};

/** A colour table: STEPS of minus, zero, STEPS of plus, as ABGR words for ImageData.
 * @type {Map<string, Uint32Array>} */
const tables = new Map();

/** @param {string} hex @returns {[number, number, number]} */
function toLab(hex) {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const c = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

/** @param {number[]} lab @returns {[number, number, number]} bytes */
function toBytes([L, a, b]) {
  const l = (L + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (L - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (L - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const linear = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
  const [r, g, blue] = linear.map((c) => {
    const encoded = c <= 0.0031308 ? 12.92 * c : 1.055 * c ** (1 / 2.4) - 0.055;
    return Math.round(255 * Math.min(1, Math.max(0, encoded)));
  });
  return [r, g, blue];
}

/** @param {Pair} pair @param {Theme} theme */
export function colourTable(pair, theme) {
  const key = `${pair} ${theme}`;
  const known = tables.get(key);
  if (known) return known;
  const ends = ENDS[theme][pair];
  const zero = toLab(ends.zero);
  const table = new Uint32Array(2 * STEPS + 1);
  for (let step = -STEPS; step <= STEPS; step++) {
    const end = toLab(step < 0 ? ends.negative : ends.positive);
    const amount = (Math.abs(step) / STEPS) ** BEND;
    const [r, g, b] = toBytes(zero.map((c, i) => c + (end[i] - c) * amount));
    table[step + STEPS] = ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;
  }
  tables.set(key, table);
  return table;
}

/**
 * The place of `value` in a colour table whose ends are ±`scale`.
 * @param {number} value @param {number} scale
 */
export function colourStep(value, scale) {
  if (scale === 0) return STEPS;
  const step = Math.round((value / scale) * STEPS);
  return STEPS + Math.max(-STEPS, Math.min(STEPS, step));
}

/**
 * The colour of one number as CSS.
 * @param {number} value @param {number} scale @param {Pair} pair @param {Theme} theme
 */
export function cssColour(value, scale, pair, theme) {
  const word = colourTable(pair, theme)[colourStep(value, scale)];
  return `rgb(${word & 255} ${(word >> 8) & 255} ${(word >> 16) & 255})`;
}

/** Which pair of colours an array is painted in. @param {string} role @returns {Pair} */
export const pairOf = (role) => (role === "gradient" || role === "update" ? "gradient" : "value");

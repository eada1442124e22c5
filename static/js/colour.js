/**
 * Zero-centred colour scales: values run orange − to blue +, gradients green − to purple +.
 *
 * Both pairs survive every common kind of colour blindness. A scale is mixed in sRGB, where blue stays
 * blue on its way to white (in CIELAB it turns violet, and violet is for gradients), and bent a
 * little so that small numbers still show; the legend is drawn with the same bend, so it never
 * misleads.
 */

import { rgb } from "d3-color";
import { interpolateRgb } from "d3-interpolate";

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

/** @param {Pair} pair @param {Theme} theme */
export function colourTable(pair, theme) {
  const key = `${pair} ${theme}`;
  const known = tables.get(key);
  if (known) return known;
  const { negative, zero, positive } = ENDS[theme][pair];
  const below = interpolateRgb(zero, negative);
  const above = interpolateRgb(zero, positive);
  const table = new Uint32Array(2 * STEPS + 1);
  for (let step = -STEPS; step <= STEPS; step++) {
    const amount = (Math.abs(step) / STEPS) ** BEND;
    const { r, g, b } = rgb(step < 0 ? below(amount) : above(amount));
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

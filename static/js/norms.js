/** The gradient norms of a network's weights as lines of a chart. */

/** @typedef {import("./plotting.js").Line} Line */

const OF_TWO = ["var(--gradient)", "var(--gradient-minus)"];
const DASH = [7, 3];

/**
 * Two weights have two colours. Of more, a line is the stronger the deeper its layer is, and the last
 * one is dashed too, so that it is told from the first without any colour.
 * @param {string[]} names of weights, in the order of their layers @returns {Line[]}
 */
export const normLines = (names) =>
  names.map((name, k) => ({
    label: `‖d${name}‖`,
    scale: "y",
    colour: names.length <= OF_TWO.length ? OF_TWO[k] : strength(k / (names.length - 1)),
    dash: names.length > OF_TWO.length && k === names.length - 1 ? DASH : undefined,
  }));

/** @param {number} depth from 0 to 1 */
const strength = (depth) =>
  `color-mix(in srgb, var(--deep) ${Math.round(100 * depth)}%, var(--shallow))`;

/** Which lines have room to be named: the first and the last. @param {Line[]} lines @returns {number[]} */
export const namedLines = ({ length }) =>
  length < 2 ? [...Array(length).keys()] : [0, length - 1];

/** Points that are to be drawn, by what should be said of them. */

/**
 * @typedef {import("./mapping.js").Place} Place
 * @typedef {import("./types.js").SomePoints} SomePoints
 * @typedef {"positive" | "negative" | "zero"} Side
 * @typedef {{side: Side, path: string}} Dots  a path for SVG
 */

/** @type {Side[]} */
const SIDES = ["zero", "negative", "positive"];

/** Of two classes the second is positive; a number may also be 0. @param {number | number[]} label
 * @returns {Side} */
export function sideOf(label) {
  if (!Array.isArray(label)) return label > 0 ? "positive" : "negative";
  return label[0] > 0 ? "positive" : label[0] < 0 ? "negative" : "zero";
}

/**
 * All points as one path for each side. A dot is a line of next to no length, and what is seen is its
 * cap, which can be round or square.
 * @param {SomePoints} some @param {(point: number[], label: number | number[]) => Place} place
 * @returns {Dots[]}
 */
export function dots({ points, labels }, place) {
  const found = SIDES.map((side) => ({ side, path: "" }));
  points.forEach((point, k) => {
    const [x, y] = place(point, labels[k]);
    found[SIDES.indexOf(sideOf(labels[k]))].path += `M${x.toFixed(1)} ${y.toFixed(1)}h.01`;
  });
  return found.filter(({ path }) => path !== "");
}

/** What the network says about one example, in the words of its data set. */

import { compact, percent } from "./format.js";

/** Whether a network's answers are chances of classes: then its loss shows them as `y`.
 * @param {import("./types.js").Trace} trace */
export const saysChances = ({ values }) => values.some(({ name }) => name === "y");

/**
 * The chance of each class. One number alone is the chance of the second of two classes.
 * @param {ArrayLike<number>} y @returns {number[]}
 */
export const chances = (y) => (y.length === 1 ? [1 - y[0], y[0]] : Array.from(y));

/**
 * @param {ArrayLike<number>} y its prediction: chances of classes, scores, or the number asked for
 * @param {string[]} classes none where a number is asked for
 * @param {boolean} areChances
 * @returns {{what: string, how: string}} the class or number, and how sure it is
 */
export function said(y, classes, areChances) {
  if (classes.length === 0) return { what: compact(y[0]), how: "" };
  const numbers = areChances ? chances(y) : y.length === 1 ? [-y[0], y[0]] : Array.from(y);
  const best = numbers.indexOf(Math.max(...numbers));
  if (best < 0) return { what: "nothing", how: "it is NaN" };
  const much = numbers[best];
  return {
    what: classes[best] ?? String(best),
    how: areChances ? percent(Math.round(much * 100) / 100) : `by ${compact(much, 3)}`,
  };
}

/** What it should say: a class, or the number. @param {number | number[]} label @param {string[]} classes */
export const wanted = (label, classes) =>
  typeof label === "number" ? (classes[label] ?? String(label)) : compact(label[0]);

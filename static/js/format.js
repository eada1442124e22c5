/** Numbers, shapes and indices as text. A minus is U+2212, as wide as a plus, so that it is seen. */

const MINUS = "\u2212";

/** @param {string} text */
const withMinus = (text) => text.replaceAll("-", MINUS);

/** @param {number} value */
function special(value) {
  if (Number.isNaN(value)) return "NaN";
  return value > 0 ? "∞" : `${MINUS}∞`;
}

/**
 * A number of an array as the server writes it: null is NaN or infinite, true and false are a mask's.
 * @typedef {number | boolean | null} Scalar
 */

/** @param {Scalar} value @returns {value is boolean | null} */
const isWord = (value) => typeof value !== "number";

/** @param {boolean | null} value */
const word = (value) => (value === null ? "NaN or ∞" : String(value));

/**
 * The shortest decimal that reads back as the same float32.
 * @param {Scalar} value
 */
export function exact(value) {
  if (isWord(value)) return word(value);
  if (!Number.isFinite(value)) return special(value);
  const single = Math.fround(value);
  for (let digits = 1; digits <= 9; digits++) {
    const text = Number(value.toPrecision(digits));
    if (Math.fround(text) === single) return withMinus(String(text).replace("e+", "e"));
  }
  return withMinus(String(value));
}

/**
 * A number for reading: `digits` significant ones, 0.0904 or 3.1e−8, never both long and tiny.
 * @param {Scalar} value
 */
export function compact(value, digits = 4) {
  if (isWord(value)) return word(value);
  if (!Number.isFinite(value)) return special(value);
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size < 1e-4 || size >= 1e6) {
    return withMinus(value.toExponential(digits - 2).replace("e+", "e"));
  }
  const text = value.toPrecision(digits);
  return withMinus(text.includes("e") ? String(Number(text)) : text);
}

/** @param {number} value */
export const count = (value) => value.toLocaleString("en-US");

/** @param {number | null} fraction */
export const percent = (fraction) =>
  fraction === null ? "–" : `${withMinus(String(Number((fraction * 100).toPrecision(3))))} %`;

/** @param {number[]} shape */
export const shapeText = (shape) => (shape.length === 0 ? "one number" : shape.join(" × "));

/** "dW2[14, 9]", "(x · W1)[3, 7]" @param {string} name @param {number[] | null} index */
export function address(name, index) {
  if (!index || index.length === 0) return name;
  return `${name.includes(" ") ? `(${name})` : name}[${index.join(", ")}]`;
}

/** @param {string} name */
const NAMES = new Map([
  ["sgd", "SGD"],
  ["mnist", "MNIST"],
  ["mnist-sample", "MNIST sample"],
]);

/** A name from the catalog as people write it. @param {string} name */
export const properName = (name) => NAMES.get(name) ?? name.replaceAll("_", " ");

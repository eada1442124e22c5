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

/** As Python writes it. @param {boolean | null} value */
const word = (value) => (value === null ? "NaN or ∞" : value ? "True" : "False");

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
 * A number for reading: up to `digits` significant ones, 0.0904 or 3.1e−8, never both long and tiny. The
 * server writes the numbers of its formulas by the same rule.
 * @param {Scalar} value
 */
export function compact(value, digits = 4) {
  if (isWord(value)) return word(value);
  if (!Number.isFinite(value)) return special(value);
  const rounded = Number(value.toPrecision(digits));
  const size = Math.abs(rounded);
  if (size === 0 || (size >= 1e-4 && size < 10 ** digits)) return withMinus(String(rounded));
  return withMinus(rounded.toExponential().replace("e+", "e"));
}

/** A number in a column of numbers: with all its digits, so that they stand under one another.
 * @param {Scalar} value */
export function aligned(value, digits = 4) {
  const text = compact(value, digits);
  if (isWord(value) || /[∞N]/.test(text) || value === 0) return text;
  const tiny = text.includes("e");
  return withMinus(
    tiny ? value.toExponential(digits - 1).replace("e+", "e") : value.toPrecision(digits),
  );
}

/** A whole number, 39,760. (The browser's own formatting has to load its languages first.)
 * @param {number} value */
export const count = (value) => withMinus(String(value)).replace(/\B(?=(\d{3})+$)/g, ",");

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
  ["fashion-mnist", "Fashion-MNIST"],
  ["csv", "CSV"],
  ["relu", "ReLU"],
  ["leaky_relu", "leaky ReLU"],
  ["elu", "ELU"],
  ["gelu", "GELU"],
  ["silu", "SiLU"],
  ["adagrad", "AdaGrad"],
  ["rmsprop", "RMSProp"],
  ["adam", "Adam"],
  ["adamw", "AdamW"],
  ["nesterov", "Nesterov"],
  ["huber", "Huber"],
  ["xavier_normal", "Xavier normal"],
  ["xavier_uniform", "Xavier uniform"],
  ["he_normal", "He normal"],
  ["he_uniform", "He uniform"],
  ["l1", "L1"],
  ["l2", "L2"],
]);

const IN_BOX = 24; // characters that two short lines have room for

/**
 * The formula of a layer where there is little room: a long one would be cut somewhere in its middle, so
 * it is told by its function alone.
 * @param {string} formula @param {string} [instead] what to say of a long one; unless told, its own
 * function, "add.at(…)", if it is a call of one
 */
export function formulaInBox(formula, instead) {
  if (formula.length <= IN_BOX) return formula;
  return instead ?? formula.replace(/^([\w.]+)\(.*\)$/, "$1(…)");
}

/** A name from the catalog as people write it. @param {string} name */
export const properName = (name) => NAMES.get(name) ?? name.replaceAll("_", " ");

/**
 * The widths of a network's layers, blocks included: "2 – 8 – 8 – 1"; many of one width are told once.
 * @param {import("./types.js").LayerSpec[]} layers @returns {string[]}
 */
export function widths(layers) {
  /** @type {{width: number, times: number}[]} */
  const told = [];
  for (const width of layers.flatMap(own)) {
    const last = told.at(-1);
    if (last?.width === width) last.times += 1;
    else told.push({ width, times: 1 });
  }
  return told.flatMap(({ width, times }) =>
    times > 2 ? `${times} × ${width}` : Array(times).fill(String(width)),
  );
}

/** @param {import("./types.js").LayerSpec} layer @returns {number[]} */
const own = ({ units, filters, layers = [] }) =>
  [units ?? filters ?? [], layers.flatMap(own)].flat();

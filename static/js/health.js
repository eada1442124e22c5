/**
 * What can be said for certain about the network at the cursor. A sentence appears only when every
 * number it needs has been computed in this iteration.
 *
 * What a gradient check found in one array; null is NaN or infinite.
 * @typedef {{name: string, worst: number | null, worst_index: number[],
 *   backpropagated: number | null, numeric: number | null, limit: number | null, kinks: number,
 *   checked: number, of: number}} CheckedArray
 * @typedef {{verdict: string, method: string, rule: string, h: number, worst: number | null,
 *   limit: number | null, kinks: number, checked: number, of: number,
 *   parameters: CheckedArray[], input: CheckedArray | null}} Report
 *
 * @typedef {import("./types.js").Trace} Trace
 * @typedef {import("./types.js").NDArray} NDArray
 * @typedef {{tone: "good" | "look" | "bad", parts: string[]}} Note
 *   Every second part is a number, shown bold.
 */

import { address, compact, count } from "./format.js";
import { stats } from "./stats.js";

/**
 * @param {Trace} trace
 * @param {(name: string) => NDArray | null} read the array at the cursor, null if not computed
 * @param {number | null} rate the learning rate, null where the optimizer is not plain SGD
 * @returns {Note[]}
 */
export function health(trace, read, rate) {
  return [...deadUnits(trace, read), ...flow(trace, read), ...descent(trace, read, rate)];
}

/** @param {Trace} trace @param {(name: string) => NDArray | null} read @returns {Note[]} */
function deadUnits(trace, read) {
  return trace.layers.flatMap((layer) => {
    const output = layer.type.toLowerCase() === "relu" ? read(layer.output) : null;
    if (!output || output.shape.length !== 2) return [];
    const [rows, units] = output.shape;
    const dead = silentColumns(output.data, rows, units);
    /** @type {Note} */
    const note = {
      tone: dead === 0 ? "good" : dead > units / 2 ? "bad" : "look",
      parts: ["", `${dead}`, ` of ${units} units of ${layer.name} are 0 for the whole batch`],
    };
    return [note];
  });
}

/** @param {Float32Array} data @param {number} rows @param {number} columns */
function silentColumns(data, rows, columns) {
  let silent = 0;
  for (let column = 0; column < columns; column++) {
    let row = 0;
    while (row < rows && data[row * columns + column] === 0) row++;
    if (row === rows) silent++;
  }
  return silent;
}

/** First against last weight gradient. @param {Trace} trace @param {(name: string) => NDArray | null} read
 * @returns {Note[]} */
function flow(trace, read) {
  const names = trace.layers.flatMap((layer) => layer.gradients.slice(0, 1));
  if (names.length < 2) return [];
  const [first, last] = [names[0], names[names.length - 1]].map(read);
  if (!first || !last) return [];
  const ratio = stats(first.data).norm / stats(last.data).norm;
  if (!Number.isFinite(ratio)) return [];
  const even = ratio > 0.1 && ratio < 10;
  const label = `gradient flow ‖${names[0]}‖ : ‖${names[names.length - 1]}‖ = `;
  return [{ tone: even ? "good" : "look", parts: [label, compact(ratio, 3)] }];
}

/** What a small step of gradient descent would do to the loss.
 * @param {Trace} trace @param {(name: string) => NDArray | null} read @param {number | null} rate
 * @returns {Note[]} */
function descent(trace, read, rate) {
  const gradients = trace.layers.flatMap((layer) => layer.gradients).map(read);
  if (rate === null || gradients.length === 0) return [];
  let squares = 0;
  for (const gradient of gradients) {
    if (!gradient) return [];
    squares += stats(gradient.data).norm ** 2;
  }
  const change = compact(-rate * squares, 3);
  return [{ tone: "good", parts: ["first-order change of the loss −η‖g‖² = ", change] }];
}

/**
 * Whether any array that was read has a NaN or an infinity.
 * @param {{name: string, array: NDArray}[]} arrays all the arrays that are computed and have arrived
 * @returns {Note}
 */
export function finite(arrays) {
  for (const { name, array } of arrays) {
    const { nonfinite } = stats(array.data);
    if (nonfinite) {
      return {
        tone: "bad",
        parts: [`${name} has `, count(nonfinite), " numbers that are NaN or ∞"],
      };
    }
  }
  return { tone: "good", parts: ["no NaN and no overflow in what is computed so far"] };
}

/** "39,760 of 39,760" @param {{checked: number, of: number}} counts */
const share = ({ checked, of }) => `${count(checked)} of ${count(of)}`;

const NO_ROUNDING =
  "All layers are smooth, so one step along the imaginary axis shows the slope, and no difference of two losses is rounded.";
const NO_SLOPES = "the loss is NaN or infinite, so there are no slopes to compare gradients with";

/** @type {Record<string, Note["tone"]>} */
const TONES = { agrees: "good", differs: "bad", undefined: "look" };

/** What gradients were compared with. @type {Record<string, string>} */
const STEPS = { "central-difference": "small steps", "complex-step": "complex steps" };

/** @param {Report} report */
export const toneOf = ({ verdict }) => TONES[verdict];

/**
 * The outcome of a gradient check in a few words: `brief` where there is room for two only, `more` where
 * there is room for everything.
 * @param {Report} report @returns {{brief: string, text: string, more: string}}
 */
export function inShort(report) {
  if (report.verdict === "undefined") {
    return { brief: "no gradients", text: "no gradient check: the loss is no number", more: "" };
  }
  const agrees = report.verdict === "agrees";
  return {
    brief: agrees ? "✓ gradients" : "✗ gradients",
    text: `${agrees ? "✓ gradient check:" : "✗ gradient check differs:"} ${share(report)}`,
    more: ` · worst ${compact(report.worst, 3)}`,
  };
}

/**
 * The same in sentences: what was compared, how far apart the two are, and by which rule.
 * @param {Report} report
 */
export function inFull(report) {
  if (report.verdict === "undefined") return [`Here ${NO_SLOPES}.`];
  const { input, worst, limit, h, rule, method } = report;
  const inputs = input ? ` and ${share(input)} of the input` : "";
  const part = report.checked < report.of ? "A sample: " : "";
  return [
    `${part}${share(report)} gradients of parameters${inputs} were compared with ${STEPS[method]}.`,
    `The worst difference is ${compact(worst, 3)}; it has to stay below ${compact(limit, 3)}.`,
    `${rule}. h = ${compact(h, 2)}.`,
    ...(method === "complex-step" ? [NO_ROUNDING] : []),
    ...[...report.parameters, ...(input ? [input] : [])].flatMap((array) =>
      aboutArray(array, STEPS[method]),
    ),
  ];
}

/** What is not as it should be in one array.
 * @param {CheckedArray} array @param {string} steps @returns {string[]} */
function aboutArray({ name, worst, worst_index, limit, kinks, backpropagated, numeric }, steps) {
  const wrong = worst === null || limit === null || worst >= limit;
  const number = `d${address(name, worst_index)}`;
  const says = `backward says ${compact(backpropagated, 6)}, ${steps} ${compact(numeric, 6)}`;
  return [
    ...(wrong ? [`${number}: ${says}.`] : []),
    ...(kinks ? [`${count(kinks)} of d${name} are at a kink, where the loss has two slopes.`] : []),
  ];
}

/** @param {Report} report @returns {Note} */
export function checked(report) {
  const tone = toneOf(report);
  if (report.verdict === "undefined") return { tone, parts: [NO_SLOPES] };
  const apart = `worst ${compact(report.worst, 3)}, limit ${compact(report.limit, 3)}`;
  const does = report.verdict === "agrees" ? "agree" : "were compared, and differ,";
  const sign = report.method === "complex-step" ? "i·" : "±";
  const text = ` gradients ${does} with ${STEPS[report.method]} of ${sign}`;
  const bent = `; ${count(report.kinks)} at a kink, where the loss has two slopes`;
  const rest = `: ${apart}${report.kinks ? bent : ""}`;
  return { tone, parts: ["", share(report), text, compact(report.h, 2), rest] };
}

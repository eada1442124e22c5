/** A network in a few words, and as a small drawing. */

import { kindOf, optionsOf, wordOf } from "./building.js";
import { count, properName } from "./format.js";

/** @typedef {import("./building.js").Catalog} Catalog */
/** @typedef {import("./building.js").Kind} Kind */
/** @typedef {import("./building.js").Part} Part */

const LONGEST = 4; // layers that are told as one when they come again and again

/**
 * "affine 50 → ReLU → affine 10"; what repeats is told once: "9 × (affine 100 → sigmoid) → affine 10".
 * @param {Catalog} catalog @param {Part[]} layers @returns {string}
 */
export function chain(catalog, layers) {
  const words = layers.map((layer) => wordsOf(catalog, layer));
  const told = [];
  for (let k = 0; k < words.length; ) {
    const { length, times } = repeated(words, k);
    const run = words.slice(k, k + length).join(" → ");
    told.push(times === 1 ? run : `${times} × ${length === 1 ? run : `(${run})`}`);
    k += length * times;
  }
  return told.join(" → ");
}

/** The run of words at a place that repeats most words, if any does.
 * @param {string[]} words @param {number} from */
function repeated(words, from) {
  let best = { length: 1, times: 1 };
  for (let length = 1; length <= LONGEST; length++) {
    const run = words.slice(from, from + length).join();
    let times = 1;
    while (words.slice(from + times * length, from + (times + 1) * length).join() === run) times++;
    const saved = (times - 1) * length;
    if (times > 1 && saved > (best.times - 1) * best.length) best = { length, times };
  }
  return best;
}

/** @param {Catalog} catalog @param {Part} layer */
function wordsOf(catalog, layer) {
  const name = properName(String(layer.type));
  if (Array.isArray(layer.layers)) return `${name} [${chain(catalog, layer.layers)}]`;
  const width = widthOf(catalog, layer);
  return width === null ? name : `${name} ${width}`;
}

/** The number that a layer cannot be without: its units or filters; null for most layers.
 * @param {Catalog} catalog @param {Part} layer */
function widthOf(catalog, layer) {
  const option = optionsOf(catalog, "layers", layer).find(({ required }) => required);
  const width = option && layer[option.name];
  return typeof width === "number" ? width : null;
}

/**
 * The layers as bars: as high as a layer is wide (on a log scale, 0 to 1), null for those without
 * parameters of their own. Blocks give the bars of what is inside of them.
 * @param {Catalog} catalog @param {Part[]} layers @returns {(number | null)[]}
 */
export const bars = (catalog, layers) =>
  layers.flatMap((layer) => {
    if (Array.isArray(layer.layers)) return bars(catalog, layer.layers);
    const width = widthOf(catalog, layer);
    return [width === null ? null : Math.min(1, (1 + Math.log2(Math.max(1, width))) / 9)];
  });

/** What a data set gives and asks: "784 numbers in, 10 classes: …". @param {Kind} dataset */
export function facts({ shape, classes = [], task, here }) {
  const size = shape?.reduce((product, n) => product * n, 1);
  const numbers = size && `${count(size)} ${size === 1 ? "number" : "numbers"}`;
  const given =
    shape && (shape.length > 1 ? `${shape.join(" × ")} = ${numbers} in` : `${numbers} in`);
  const asked =
    task === "regression"
      ? "one number out"
      : classes.length > 0 && `${classes.length} classes: ${classes.join(", ")}`;
  const absent = here === false && "its files are not on this computer yet";
  return [given, asked, absent].filter(Boolean).join("; ");
}

/** What a choice is, as a sentence. @param {Catalog} catalog @param {string} kinds @param {Part} part */
export function sentence(catalog, kinds, part) {
  return kindOf(catalog, kinds, part[wordOf(kinds)])?.summary ?? "";
}

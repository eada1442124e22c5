/**
 * What every peer does here: read a net and its batches from the folder it is given, then train a
 * turn of so many iterations for each line on standard input, and answer with its seconds and its
 * mean loss as JSON.
 *
 * @typedef {{ kind: "affine", outputs: number }
 *   | { kind: "convolution", filters: number, size: number }
 *   | { kind: "max pooling", size: number }
 *   | { kind: "relu" }
 *   | { kind: "tanh" }} Layer
 * @typedef {{
 *   layers: Layer[],
 *   inputShape: number[],
 *   outputs: number,
 *   loss: "softmax" | "squared error",
 *   learningRate: number,
 *   batchSize: number,
 * }} Net  a picture's shape is (height, width, channels)
 * @typedef {{ x: Float32Array, t: Float32Array }} Batch  one example after the other; t has classes
 *   for softmax and numbers for squared error
 * @typedef {(batch: Batch) => unknown} Prepare  makes of a batch what the library takes
 */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";

const [folder] = process.argv.slice(2);

/** @type {Net} */
export const net = JSON.parse(readFileSync(join(folder, "net.json"), "utf8"));

const parameters = numbers("parameters");
let read = 0;

/** The next `count` parameters: weights and then biases of one layer after the other. */
export function nextParameters(/** @type {number} */ count) {
  read += count;
  return parameters.subarray(read - count, read);
}

/**
 * @template Prepared
 * @param {(batch: Batch) => Prepared} prepare  not counted: makes of a batch what the library takes
 * @param {(batch: Prepared) => number} iterate  one iteration of training; returns the loss
 */
export async function takeTurns(prepare, iterate) {
  const batches = [...readBatches()].map(prepare);
  let next = 0;
  for await (const line of createInterface({ input: process.stdin })) {
    const iterations = Number(line);
    let loss = 0;
    const start = performance.now();
    for (let i = 0; i < iterations; i++) {
      loss += iterate(batches[next]);
      next = (next + 1) % batches.length;
    }
    const seconds = (performance.now() - start) / 1000;
    console.log(JSON.stringify({ seconds, loss: loss / iterations }));
  }
}

/** @returns {Generator<Batch>} */
function* readBatches() {
  const [x, t] = [numbers("x"), numbers("t")];
  const count = t.length / net.batchSize;
  const [inputs, targets] = [x.length / count, t.length / count];
  for (let i = 0; i < count; i++) {
    yield {
      x: x.slice(i * inputs, (i + 1) * inputs),
      t: t.slice(i * targets, (i + 1) * targets),
    };
  }
}

/** A file of float32 numbers. */
function numbers(/** @type {string} */ name) {
  return new Float32Array(Uint8Array.from(readFileSync(join(folder, `${name}.f32`))).buffer);
}

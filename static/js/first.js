/** The session that a page opens with: the one in its address, or a new one worth looking at. */

import * as api from "./api.js";
import { madeBy } from "./trace.js";

/** @typedef {{session: import("./types.js").Session, trace: import("./types.js").Trace}} Opened */

const SPEC = { preset: "two-layer-mnist" };
const ITERATION = 100; // at iteration 0 every gradient is nearly the same shade

/** A new session, where the gradient of the last weights has just been made.
 * @param {object} spec @returns {Promise<Opened>} */
export async function newSession(spec = SPEC, iteration = ITERATION) {
  const made = await api.makeSession(spec);
  const there = await api.goto(made, iteration, 0);
  const trace = await api.readTrace(made.id);
  const name = trace.layers.flatMap((layer) => layer.gradients.slice(0, 1)).at(-1) ?? "L";
  return { session: await api.goto(there, iteration, madeBy(trace, name) ?? 0), trace };
}

/** @param {string} id @returns {Promise<Opened>} */
export async function knownSession(id) {
  const [session, trace] = await Promise.all([api.readSession(id), api.readTrace(id)]);
  return { session, trace };
}

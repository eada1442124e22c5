/** While following, the page looks at what the operation at the cursor has just made. */

import { batch } from "@preact/signals";
import { loadArray } from "./arrays.js";
import { remember } from "./looking.js";
import { indexOf } from "./planes.js";
import * as state from "./state.js";
import { largest } from "./stats.js";

/** @typedef {import("./types.js").NDArray} NDArray */

/** Looks at what has just been made, at its largest number. To be called as an effect. */
export function followCursor() {
  const [session, trace] = [state.session.value, state.trace.value];
  if (!session || !trace) return;
  if (!state.following.value) return completeChoice(session.training);
  const made = state.current.value.output;
  if (!made) return lookAtStart(trace, session.training);
  const { array } = state.lookUp(made.name);
  if (!array) loadArray(session.id, trace, made);
  show(made.name, array ? indexOf(array.shape, largest(array.data)) : null);
}

/** Of an array that was chosen before it was computed: its largest number. @param {boolean} training */
function completeChoice(training) {
  const now = state.selection.value;
  const array = state.selected.value?.array;
  if (!now || now.index || !array || training) return;
  state.selection.value = { ...now, index: indexOf(array.shape, largest(array.data)) };
  remember("replace");
}

/**
 * Before the first operation there is the batch, and in it the example that the graph follows. While
 * training it is the first weights that are worth watching, and whoever watched them stays with them.
 * @param {import("./types.js").Trace} trace @param {boolean} training
 */
function lookAtStart(trace, training) {
  const weights = trace.layers.flatMap((layer) => layer.parameters)[0];
  const watched = state.selection.peek()?.name === weights;
  if (weights && (training || watched)) {
    const { array } = state.lookUp(weights);
    show(weights, array && !training ? indexOf(array.shape, largest(array.data)) : null);
  } else {
    const { input } = trace.layers[0];
    const { array } = state.lookUp(input);
    show(input, array ? brightest(array, state.example.peek()) : null);
  }
}

/** The largest number of one example. @param {NDArray} array @param {number} example */
function brightest({ shape, data }, example) {
  const size = data.length / Math.max(1, shape[0]);
  const from = Math.min(example, shape[0] - 1) * size;
  return indexOf(shape, from + largest(data.subarray(from, from + size)));
}

/** A number that was chosen by hand in what is followed stays chosen.
 * @param {string} name @param {number[] | null} index */
function show(name, index) {
  const now = state.selection.peek();
  const asked = state.trail.peek().length > 0;
  if (now?.name === name && now.event === null && (now.index || !index) && !asked) return;
  batch(() => {
    state.selection.value = { name, index, event: null };
    state.trail.value = [];
  });
  remember("replace");
}

export function toggleFollowing() {
  state.following.value = !state.following.value;
  remember("replace");
}

/**
 * Choosing what to look at: an array, a number in it, and from there the numbers that made it. Each
 * choice is a step in the browser's history, so its back button retraces them.
 */

import { batch } from "@preact/signals";
import { loadArray } from "./arrays.js";
import { indexOf, placeOf } from "./planes.js";
import * as state from "./state.js";
import { largest } from "./stats.js";
import { readPlace, writePlace } from "./url.js";

/** @typedef {import("./types.js").Selection} Selection */

let followedBefore = false; // whether the trail began while following

/** @param {Selection} next @param {Selection[]} trail @param {"push" | "replace"} how */
function choose(next, trail, how) {
  batch(() => {
    state.following.value = false;
    state.selection.value = next;
    state.trail.value = trail;
  });
  remember(how);
}

/** Writes the address. @param {"push" | "replace"} how */
export function remember(how) {
  const session = state.session.value?.id ?? null;
  const address = writePlace({ session, selection: state.selection.value });
  const change = how === "push" ? "pushState" : "replaceState";
  history[change]({ trail: state.trail.value }, "", location.pathname + address);
}

/** After the browser's back or forward button. @param {unknown} past */
export function recall(past) {
  const { selection } = readPlace(location.search);
  const trail = past && typeof past === "object" && "trail" in past ? past.trail : [];
  batch(() => {
    state.following.value = false;
    state.selection.value = selection;
    state.trail.value = /** @type {Selection[]} */ (trail);
  });
}

/** While following: looks at what the operation at the cursor has just made, at its largest number. */
export function followCursor() {
  const [session, trace] = [state.session.value, state.trace.value];
  const { output } = state.current.value;
  if (!state.following.value || !session || !trace || !output) return;
  const { array } = state.lookUp(output.name);
  if (!array) loadArray(session.id, trace, output);
  const now = state.selection.peek();
  if (now?.name === output.name && now.event === null && now.index && !state.trail.peek().length)
    return;
  const index = array ? indexOf(array.shape, largest(array.data)) : null;
  batch(() => {
    state.selection.value = { name: output.name, index, event: null };
    state.trail.value = [];
  });
  remember("replace");
}

export function toggleFollowing() {
  state.following.value = !state.following.value;
}

/** The array as a whole; of what is explained, its largest number. @param {string} name */
export function lookAtArray(name) {
  const { array } = state.lookUp(name);
  const index = array ? indexOf(array.shape, largest(array.data)) : null;
  choose({ name, index, event: null }, [], "push");
}

/** A number of the array that is looked at. @param {number[]} index */
export function lookAtNumber(index) {
  const now = state.selection.value;
  if (!now) return;
  choose({ ...now, index }, [], "push");
  lookAtItsExample(index);
}

/** Who looks at an example in the input wants to see it pass through the network. @param {number[]} index */
function lookAtItsExample(index) {
  const role = state.selected.value?.like?.role;
  if (role === "input" && index.length > 0) state.example.value = index[0];
}

/**
 * One of the numbers that made the number looked at, as it was then; or, `later`, one that was made
 * from it since.
 * @param {import("./types.js").Factor} factor @param {boolean} later
 */
export function lookAtFactor(factor, later = false) {
  const now = state.selection.value;
  const from = state.explained.value?.explanation.event;
  if (!now || factor.value === null) return;
  const event = from && !later ? from - 1 : null;
  if (state.trail.value.length === 0) followedBefore = state.following.value;
  choose({ name: factor.value, index: factor.index, event }, [...state.trail.value, now], "push");
}

/** Back along the trail, to its entry `at`. @param {number} at */
export function retrace(at) {
  const trail = state.trail.value;
  const target = trail[at];
  if (!target) return;
  choose(target, trail.slice(0, at), "push");
  if (at === 0) state.following.value = followedBefore;
}

/** Moves the chosen number through its array. @param {number} rows @param {number} columns */
export function moveNumber(rows, columns) {
  const array = state.selected.value?.array;
  const now = state.selection.value;
  if (!array || !now) return;
  const wide = array.shape.at(-1) ?? 1;
  const high = Math.max(1, array.data.length / Math.max(1, wide));
  const place = placeOf(array.shape, now.index ?? []);
  const row = clamp(Math.floor(place / wide) + rows, high);
  const column = clamp((place % wide) + columns, wide);
  const index = indexOf(array.shape, row * wide + column);
  choose({ ...now, index }, [], "replace");
  lookAtItsExample(index);
}

/** @param {number} at @param {number} length */
const clamp = (at, length) => Math.min(length - 1, Math.max(0, at));

/** @param {number} by */
export function moveExample(by) {
  const n = state.lastTrace.value?.batch.rows.length ?? 1;
  state.example.value = (state.example.value + by + n) % n;
}

/**
 * Choosing what to look at: an array, a number in it, and from there the numbers that made it. Each
 * choice is a step in the browser's history, so its back button retraces them.
 */

import { batch } from "@preact/signals";
import { indexOf, isIn, moved, placeOf } from "./planes.js";
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

/** Writes the address, and with it what is too long for one. @param {"push" | "replace"} how */
export function remember(how) {
  const session = state.session.value?.id ?? null;
  const [selection, example] = [state.selection.value, state.example.value];
  const address = writePlace({ session, selection, example });
  const kept = { trail: state.trail.value, following: state.following.value, followedBefore };
  const change = how === "push" ? "pushState" : "replaceState";
  history[change](kept, "", location.pathname + address);
}

/** Looks at what the address says, after a reload or the browser's back button.
 * @param {unknown} kept what was remembered with it @param {boolean} reload */
export function recall(kept, reload) {
  const { selection, example } = readPlace(location.search);
  const past = /** @type {{trail?: Selection[], following?: boolean, followedBefore?: boolean}} */ (
    kept ?? {}
  );
  followedBefore = past.followedBefore ?? false;
  batch(() => {
    state.following.value = selection === null || (reload && past.following === true);
    state.selection.value = selection;
    state.example.value = inBatch(example);
    state.trail.value = past.trail ?? [];
  });
}

/** The example, as far as the batch is known to have it. @param {number} example */
function inBatch(example) {
  const rows = state.lastTrace.value?.batch.rows.length ?? Number.POSITIVE_INFINITY;
  return Math.min(example, rows - 1);
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
  lookAtItsExample(index);
  choose({ ...now, index }, [], "push");
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
  if (at > 0) return;
  state.following.value = followedBefore;
  remember("replace");
}

/** Moves the chosen number through its array, as it is drawn. @param {number} rows @param {number} columns */
export function moveNumber(rows, columns) {
  const array = state.selected.value?.array;
  const plane = state.drawn.value?.plane;
  const now = state.selection.value;
  if (!array || !plane || !now) return;
  const from = now.index && isIn(array.shape, now.index) ? placeOf(array.shape, now.index) : 0;
  const index = indexOf(array.shape, moved(plane, from, rows, columns));
  lookAtItsExample(index);
  choose({ ...now, index }, [], "replace");
}

/** @param {number} by */
export function moveExample(by) {
  const n = state.lastTrace.value?.batch.rows.length ?? 1;
  state.example.value = (state.example.value + by + n) % n;
  remember("replace");
}

/** Sends the keyboard to a panel. @param {import("./state.js").Goal["panel"]} panel
 * @param {boolean} scroll whether the page may move, so that the panel is seen */
export function aim(panel, scroll = true) {
  state.goal.value = { panel, scroll };
}

/**
 * Everything the page knows, as signals. Only actions.js changes them; views read them and follow
 * by themselves. What can be worked out from something else is computed, never stored.
 */

import { computed, signal } from "@preact/signals";
import { NO_COLUMNS } from "./columns.js";
import { pixelAxis, planeOf } from "./planes.js";
import { anyVersion, eventAt, lastChange, outputAt, valueAt } from "./trace.js";

/**
 * @typedef {import("./types.js").Selection} Selection
 * @typedef {import("./types.js").NDArray} NDArray
 * @typedef {{explanation: import("./types.js").Explanation, of: Selection}} Explained
 * @typedef {{state: "none" | "running" | "old"} |
 *   {state: "done", report: import("./types.js").GradientCheck}} Check
 * @typedef {{id: number, text: string}} Toast
 * @typedef {{kind: "silent" | "gone" | "refused", text: string}} Trouble
 *   the server does not answer; it does not know the session; it would not make one
 * @typedef {{panel: "graph" | "array" | "explanation", scroll: boolean}} Goal
 */

/** What the server said last. @type {import("@preact/signals").Signal<import("./types.js").Session | null>} */
export const session = signal(/** @type {import("./types.js").Session | null} */ (null));

/** The trace of the iteration that was looked at last. */
export const lastTrace = signal(/** @type {import("./types.js").Trace | null} */ (null));

/** Arrays by iteration and id, null until they have arrived; from then on they never change. A signal
 * each, so that one that arrives changes its own picture only. */
export const arrays = /** @type {Map<string, import("@preact/signals").Signal<NDArray | null>>} */ (
  new Map()
);

/** Where all examples of a session lie, where they are points. */
export const everyPoint = signal(
  /** @type {(import("./types.js").EveryPoint & {of: string}) | null} */ (null),
);

/** Which example of the batch the graph shows, from 0. */
export const example = signal(0);

/** The number that is looked at. */
export const selection = signal(/** @type {Selection | null} */ (null));

/** Whether what is looked at is always what the last operation made. */
export const following = signal(true);

/** The numbers that led to it, the oldest first. */
export const trail = signal(/** @type {Selection[]} */ ([]));

export const explained = signal(/** @type {Explained | null} */ (null));

/** Why there is no explanation, as a sentence. */
export const unexplained = signal(/** @type {string | null} */ (null));

/** Of every completed iteration, from 0 on. */
export const metrics = signal(NO_COLUMNS);

export const check = signal(/** @type {Check} */ ({ state: "none" }));

/** Why nothing moves, until it does again. */
export const trouble = signal(/** @type {Trouble | null} */ (null));

export const toasts = signal(/** @type {Toast[]} */ ([]));

export const theme = signal(/** @type {import("./colour.js").Theme} */ ("light"));

export const helpOpen = signal(false);

/** Whether another network is being chosen or built. */
export const networksOpen = signal(false);

/** The name of the array the pointer is on, so that its tile, line and edge light up together. */
export const pointed = signal(/** @type {string | null} */ (null));

/** The iteration that is read in the charts, without going there. */
export const reading = signal(/** @type {number | null} */ (null));

/** Whether an array of pictures is shown as the matrix that it is. */
export const flat = signal(false);

/** The panel that the keyboard has asked for, until the panel has taken the focus. */
export const goal = signal(/** @type {Goal | null} */ (null));

export const position = computed(() => session.value?.position ?? null);

/** How many events have happened. While the session trains, nothing of this iteration has. */
export const cursor = computed(() => position.value?.event ?? 0);

/** The trace of the current iteration; null while it is on its way, so nothing old is shown. */
export const trace = computed(() => {
  const known = lastTrace.value;
  return known && known.iteration === position.value?.iteration ? known : null;
});

/** The event at the cursor and the value it made. */
export const current = computed(() => {
  const now = trace.value;
  if (!now) return { event: null, output: null };
  return { event: eventAt(now, cursor.value), output: outputAt(now, cursor.value) };
});

/** @param {number} iteration @param {number | string} id of a value, or the name of a map */
export function arrayAt(iteration, id) {
  const key = `${iteration} ${id}`;
  const found = arrays.get(key) ?? signal(null);
  arrays.set(key, found);
  return found;
}

/** The array of a value of the current trace, null until it has arrived. @param {number} id */
export function arrayOf(id) {
  const now = trace.value;
  return now && arrayAt(now.iteration, id).value;
}

/**
 * What there is to show of a name at a position (the cursor, unless told): the value if it has been
 * computed, its numbers if they have arrived.
 * @param {string} name @param {number} [event]
 */
export function lookUp(name, event = cursor.value) {
  const now = trace.value;
  const known = lastTrace.value;
  const value = now && valueAt(now, name, event);
  return {
    value,
    array: value ? arrayOf(value.id) : null,
    like: value ?? (known && anyVersion(known, name)),
  };
}

/** The map of what the network says everywhere, as it stands after an event. @param {number} event */
export const mapName = (event) => `map ${event}`;

/** Whether the examples are points, between which there is something to be seen. */
export const hasMap = computed(() => Boolean(lastTrace.value?.batch.points));

/** The map at the cursor, null until it has arrived. */
export const map = computed(() => {
  const now = trace.value;
  if (!now || !hasMap.value) return null;
  return arrayAt(now.iteration, mapName(lastChange(now, cursor.value))).value;
});

/** The selected value at the position where it is looked at, which may be before the cursor. */
export const selected = computed(() => {
  const chosen = selection.value;
  if (!chosen) return null;
  const event = Math.min(chosen.event ?? cursor.value, cursor.value);
  return { ...lookUp(chosen.name, event), event };
});

/** How the selected array is drawn: as a matrix, or as pictures. */
export const drawn = computed(() => {
  const like = selected.value?.like;
  const image = lastTrace.value?.batch.image_shape ?? null;
  if (!like) return null;
  const pictures = image && pixelAxis(like.shape, image) !== null ? image : null;
  const pictured = pictures !== null && !flat.value;
  return { plane: planeOf(like.shape, pictured ? pictures : null), pictured, choice: !!pictures };
});

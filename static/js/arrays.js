/**
 * The numbers of the arrays. A version of an array never changes within an iteration, so each is
 * fetched once and kept for the last few iterations; stepping then needs no numbers at all.
 */

import { readArray, readMap } from "./api.js";
import { whenCalm } from "./calm.js";
import { arrayAt, arrays, mapName } from "./state.js";
import { lastChange, mapSize, shownValues, valueAt } from "./trace.js";

/** @typedef {import("./types.js").Trace} Trace */
/** @typedef {import("./types.js").Value} Value */
/** @typedef {import("./types.js").NDArray} NDArray */

const KEPT = 6; // iterations
const VERSIONS = 50;

/** In which iteration the session was at each of its last versions, the newest last.
 * @type {Map<number, number>} */
const iterations = new Map();

/** @param {import("./types.js").Session} session */
export function follow(session) {
  iterations.set(session.version, session.position.iteration);
  const [oldest] = iterations.keys();
  if (iterations.size > VERSIONS) iterations.delete(oldest);
}

let here = -1;
let fetching = new AbortController();
/** @type {Map<string, Promise<void>>} */
const onTheWay = new Map();

/** What an iteration leaves to the next one is the same there, to the last bit. */
const LEFT = new Set(["parameter", "state"]);

/** Gives the arrays that an iteration starts with, where the one before it is known.
 * @param {Trace | null} before @param {Trace} trace of the same session */
export function handOn(before, trace) {
  if (before?.iteration !== trace.iteration - 1) return;
  const given = trace.values.filter((value) => value.event === null && LEFT.has(value.role));
  for (const { id, name, view_of: view } of given) {
    const last = view === null ? valueAt(before, name, before.events.length) : null;
    const array = last && arrayAt(before.iteration, last.id).peek();
    if (array) arrayAt(trace.iteration, id).value = array;
  }
}

/**
 * Fetches what the graph shows of a trace. Resolves when all that is computed at `event` is there; what
 * later operations make is fetched when there is time.
 * @param {string} session @param {Trace} trace @param {number} event
 */
export async function loadShown(session, trace, event) {
  const load = (/** @type {Value} */ value) => loadArray(session, trace, value);
  const values = shownValues(trace, event);
  const made = (/** @type {Value} */ value) => (value.event ?? 0) <= event;
  await Promise.all([...values.filter(made).map(load), loadMap(session, trace, event)]);
  whenCalm().then(() => {
    if (here === trace.iteration) values.forEach(load);
  });
}

/** Fetches what is there before an iteration's first event. @param {string} session @param {Trace} trace */
export async function loadStart(session, trace) {
  const values = shownValues(trace, 0).filter(({ event }) => event === null);
  const loading = values.map((value) => loadArray(session, trace, value));
  await Promise.all([...loading, loadMap(session, trace, 0)]);
}

/** @param {string} session @param {Trace} trace @param {Value} value @returns {Promise<void>} */
export const loadArray = (session, trace, { id }) =>
  load(trace, id, (signal) => readArray(session, id, trace.events.length, signal));

/** What the network says everywhere, where examples are points; only a changed parameter changes it.
 * @param {string} session @param {Trace} trace @param {number} event @returns {Promise<void>} */
async function loadMap(session, trace, event) {
  if (!trace.batch.points) return;
  const changed = lastChange(trace, event);
  const size = mapSize(trace);
  await load(trace, mapName(changed), (signal) => readMap(session, changed, size, signal));
}

/** @typedef {NDArray & {version: number}} Numbers */

/** @param {Trace} trace @param {number | string} id @param {(signal: AbortSignal) => Promise<Numbers>} read
 * @returns {Promise<void>} */
function load(trace, id, read) {
  if (arrayAt(trace.iteration, id).peek()) return Promise.resolve();
  const key = `${trace.iteration} ${id}`;
  const before = onTheWay.get(key);
  if (before) return before;
  const loading = read(fetching.signal)
    .then(({ version, shape, data }) => {
      if (iterations.get(version) !== trace.iteration) return;
      arrayAt(trace.iteration, id).value = { shape, data };
    })
    .catch(() => {}) // abandoned, or refused: its picture stays empty
    .finally(() => onTheWay.delete(key));
  onTheWay.set(key, loading);
  return loading;
}

/** @param {string} key */
const iterationOf = (key) => Number(key.split(" ")[0]);

/** Makes room, and stops waiting for iterations that were left. @param {number} iteration */
export function leaveFor(iteration) {
  if (iteration === here) return;
  here = iteration;
  fetching.abort();
  fetching = new AbortController();
  onTheWay.clear();
  const others = new Set([...arrays.keys()].map(iterationOf));
  others.delete(iteration);
  const gone = new Set([...others].slice(0, Math.max(0, others.size - KEPT + 1)));
  for (const key of arrays.keys()) if (gone.has(iterationOf(key))) arrays.delete(key);
}

export function forgetArrays() {
  leaveFor(-1);
  iterations.clear();
  arrays.clear();
}

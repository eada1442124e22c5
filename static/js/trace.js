/** Questions to a trace. A trace never changes: what is visible depends on the position alone. */

/** @typedef {import("./types.js").Trace} Trace */
/** @typedef {import("./types.js").Value} Value */

/**
 * The version of `name` at a position: of its versions made so far, the latest. "v17" is an id.
 * @param {Trace} trace @param {string} name @param {number} event
 * @returns {Value | null} null when it is not computed yet
 */
export function valueAt(trace, name, event) {
  /** @type {Value | null} */
  let found = null;
  for (const value of trace.values) {
    if (value.name !== name && `v${value.id}` !== name) continue;
    const made = value.event ?? 0;
    if (made <= event && (!found || made >= (found.event ?? 0))) found = value;
  }
  return found;
}

/**
 * The last event at a position, or 0, that changed what the network would say: a parameter, or what
 * its layers keep, such as running means. Until the next one, it says the same of everything.
 * @param {Trace} trace @param {number} event
 */
export function lastChange(trace, event) {
  const layers = new Set(trace.layers.map(({ name }) => name));
  let last = 0;
  for (const { role, layer, event: made, view_of: view } of trace.values) {
    const tells = role === "parameter" || (role === "state" && layers.has(layer ?? ""));
    if (tells && view === null && made !== null && made <= event) last = Math.max(last, made);
  }
  return last;
}

const FINEST = 60; // places along each axis of a map
const COARSEST = 12;
const QUICK = 2.5e8; // multiplications that nobody has to wait for

/** How fine a map is drawn: as fine as is quick, which only matters to large networks.
 * @param {Trace} trace */
export function mapSize({ values }) {
  const numbers = values
    .filter(({ role, event, view_of: view }) => role === "parameter" && !event && view === null)
    .reduce((sum, { shape }) => sum + shape.reduce((product, n) => product * n, 1), 0);
  return Math.max(COARSEST, Math.min(FINEST, Math.floor(Math.sqrt(QUICK / numbers))));
}

/** Its first version, wherever the cursor is: for shape and role. @param {Trace} trace @param {string} name */
export const anyVersion = (trace, name) =>
  trace.values.find((value) => value.name === name || `v${value.id}` === name) ?? null;

/** What a value is called: its name in the code, or else its formula. @param {Value} value */
export const title = ({ name, label }) => (/^v\d+$/.test(name) ? label || name : name);

/** One number of an array, as its own type writes it.
 * @param {Value} value @param {import("./types.js").NDArray} array @param {number} place */
export const numberAt = ({ dtype }, array, place) =>
  dtype === "bool" ? array.data[place] !== 0 : array.data[place];

/** The names of all arrays, those that the graph shows first. @param {Trace} trace */
export const namesOf = (trace) =>
  [...new Set([...shownNames(trace), ...trace.values.map(({ name }) => name)])].filter(
    (name) => !/^v\d+$/.test(name) && anyVersion(trace, name),
  );

/** The values that an event reads, views as what they look at. @param {Trace} trace
 * @param {import("./types.js").TraceEvent} event @returns {Value[]} */
export function sources(trace, event) {
  const found = event.inputs.map((id) => {
    let value = trace.values.find((other) => other.id === id);
    while (value?.view_of !== null && value?.view_of !== undefined) {
      const { view_of: base } = value;
      value = trace.values.find((other) => other.id === base);
    }
    return value;
  });
  return [...new Set(found)].filter((value) => value !== undefined);
}

/** The events that read a value, or a view of it. @param {Trace} trace @param {Value} value */
export function readers(trace, value) {
  const ids = new Set([value.id]);
  for (const other of trace.values) {
    if (other.view_of !== null && ids.has(other.view_of)) ids.add(other.id);
  }
  return trace.events.filter(({ inputs }) => inputs.some((id) => ids.has(id)));
}

/** The event the cursor stands on, null at position 0. @param {Trace} trace @param {number} event */
export const eventAt = (trace, event) => (event > 0 ? (trace.events[event - 1] ?? null) : null);

/**
 * The value that the event at the cursor has just made.
 * @param {Trace} trace @param {number} event @returns {Value | null}
 */
export function outputAt(trace, event) {
  const current = eventAt(trace, event);
  if (!current) return null;
  return trace.values.find((value) => value.id === current.output) ?? null;
}

/** The arrays that the layer graph shows, in the order they should arrive. @param {Trace} trace */
export function shownNames(trace) {
  const names = new Set(["x", "y", "L"]);
  for (const layer of trace.layers) {
    for (const name of [
      ...layer.parameters,
      layer.input,
      layer.output,
      layer.output_gradient,
      layer.input_gradient,
      ...layer.gradients,
    ]) {
      if (name) names.add(name);
    }
  }
  return names;
}

/** Every version of every array the graph shows: the newest at the position first, then what is to come.
 * @param {Trace} trace @param {number} event @returns {Value[]} */
export function shownValues(trace, event) {
  const names = shownNames(trace);
  const values = trace.values.filter((value) => names.has(value.name));
  const wait = (/** @type {Value} */ { event: made }) =>
    made === event ? 0 : (made ?? 0) <= event ? 1 : 2;
  return values.sort((a, b) => wait(a) - wait(b));
}

/** Whether the answer is a class: only that is right or wrong, a number is more or less so.
 * @param {Trace | null} trace */
export const asksForClasses = (trace) => trace?.batch.classes.length !== 0;

/** The event that makes the last version of `name`. @param {Trace} trace @param {string} name */
export function madeBy(trace, name) {
  const value = valueAt(trace, name, Number.POSITIVE_INFINITY);
  return value?.event ?? null;
}

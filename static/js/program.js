/**
 * The program of one iteration: the source lines that run, in the order in which they run, grouped
 * into forward, backward and update. A line on which several operations run is one line.
 *
 * @typedef {import("./types.js").TraceEvent} TraceEvent
 * @typedef {{layer: string, phase: string, call: string | null, file: string, number: number,
 *   text: string, events: TraceEvent[]}} Line
 * @typedef {{phase: string, lines: Line[]}} Part
 */

/** @param {TraceEvent[]} events @returns {Part[]} */
export function program(events) {
  /** @type {Part[]} */
  const parts = [];
  for (const event of events) {
    let part = parts.at(-1);
    if (part?.phase !== event.phase) {
      part = { phase: event.phase, lines: [] };
      parts.push(part);
    }
    const last = part.lines.at(-1);
    if (last && sameLine(last, event)) last.events.push(event);
    else part.lines.push(lineOf(event));
  }
  return parts;
}

/** @param {TraceEvent} event @returns {Line} */
function lineOf(event) {
  const { source } = event;
  return {
    layer: event.layer,
    phase: event.phase,
    call: source && !source.function.includes(".") ? source.function : null,
    file: source?.file ?? "",
    number: source?.line ?? 0,
    text: source?.text.replace(/\s{2,}#\s.*$/, "") ?? event.formula, // a comment does not run
    events: [event],
  };
}

/**
 * Whether the event runs on this line, the same time round: an expression that runs again is a new
 * turn of a loop.
 * @param {Line} line @param {TraceEvent} event
 */
function sameLine(line, event) {
  const { source } = event;
  if (!source || line.layer !== event.layer) return false;
  if (line.file !== source.file || line.number !== source.line) return false;
  return !line.events.some(
    (earlier) =>
      earlier.operation === event.operation &&
      earlier.source?.columns[0] === source.columns[0] &&
      earlier.source?.columns[1] === source.columns[1],
  );
}

/** @param {Line} line */
export const lastEvent = (line) => line.events[line.events.length - 1].index;

/**
 * The line cut into before, current expression and after; all of it before when nothing is current.
 * @param {Line} line @param {number} event @returns {[string, string, string]}
 */
export function lit(line, event) {
  const current = line.events.find(({ index }) => index === event);
  if (!current?.source) return [line.text, "", ""];
  const [from, to] = current.source.columns;
  return [line.text.slice(0, from), line.text.slice(from, to), line.text.slice(to)];
}

/**
 * What the address of the page holds: the session, the number that is being looked at and the example
 * that the graph follows. So a reload, a link and the back button all find their way.
 *
 * @typedef {import("./types.js").Selection} Selection
 * @typedef {{session: string | null, selection: Selection | null, example: number}} Place
 */

/** @param {string} search as in location.search @returns {Place} */
export function readPlace(search) {
  const query = new URLSearchParams(search);
  const name = query.get("show");
  return {
    session: query.get("session"),
    selection: name ? readSelection(name, query) : null,
    example: readCount(query.get("example")) ?? 0,
  };
}

/** @param {string | null} text @returns {number | null} null for what is no count */
const readCount = (text) => (text !== null && /^\d{1,9}$/.test(text) ? Number(text) : null);

/** @param {string} name @param {URLSearchParams} query @returns {Selection} */
function readSelection(name, query) {
  const at = query.get("at");
  const index = at === null ? null : at.split(",").filter(Boolean).map(Number);
  const good = index?.every((n) => Number.isInteger(n) && n >= 0);
  return {
    name,
    index: good ? index : null,
    event: readCount(query.get("event")),
  };
}

/** @param {Place} place @returns {string} the search part, "?session=…" */
export function writePlace({ session, selection, example }) {
  const query = new URLSearchParams();
  if (session) query.set("session", session);
  if (selection) {
    query.set("show", selection.name);
    if (selection.index) query.set("at", selection.index.join(","));
    if (selection.event !== null) query.set("event", String(selection.event));
  }
  if (example > 0) query.set("example", String(example));
  const text = query.toString().replaceAll("%2C", ",");
  return text ? `?${text}` : "";
}

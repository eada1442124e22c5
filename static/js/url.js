/**
 * What the address of the page holds: the session, and the number that is being looked at. So a
 * reload, a link and the back button all find their way.
 *
 * @typedef {import("./types.js").Selection} Selection
 * @typedef {{session: string | null, selection: Selection | null}} Place
 */

/** @param {string} search as in location.search @returns {Place} */
export function readPlace(search) {
  const query = new URLSearchParams(search);
  const name = query.get("show");
  return { session: query.get("session"), selection: name ? readSelection(name, query) : null };
}

/** @param {string} name @param {URLSearchParams} query @returns {Selection} */
function readSelection(name, query) {
  const at = query.get("at");
  const index = at === null ? null : at.split(",").filter(Boolean).map(Number);
  const good = index?.every((n) => Number.isInteger(n) && n >= 0);
  const event = query.get("event");
  return {
    name,
    index: good ? index : null,
    event: event !== null && /^\d+$/.test(event) ? Number(event) : null,
  };
}

/** @param {Place} place @returns {string} the search part, "?session=…" */
export function writePlace({ session, selection }) {
  const query = new URLSearchParams();
  if (session) query.set("session", session);
  if (selection) {
    query.set("show", selection.name);
    if (selection.index) query.set("at", selection.index.join(","));
    if (selection.event !== null) query.set("event", String(selection.event));
  }
  const text = query.toString().replaceAll("%2C", ",");
  return text ? `?${text}` : "";
}

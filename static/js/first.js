/** The session that a page opens with: the one in its address, or a new one worth looking at. */

import * as api from "./api.js";

/** @typedef {{session: import("./types.js").Session, trace: import("./types.js").Trace}} Opened */

const FIRST = "two-layer-mnist";

/** A new session of the network that everybody meets first. @returns {Promise<Opened>} */
export async function newSession() {
  const session = await api.makeSession({ preset: FIRST, opening: "preset" });
  return { session, trace: await api.readTrace(session.id) };
}

/** @param {string} id @returns {Promise<Opened>} */
export async function knownSession(id) {
  const [session, trace] = await Promise.all([api.readSession(id), api.readTrace(id)]);
  return { session, trace };
}

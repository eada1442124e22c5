/** Where all examples of a session lie: asked for once, for they never change. */

import { Problem, readPoints } from "./api.js";
import { everyPoint } from "./state.js";

/** @param {string} id of the session */
export async function keepPoints(id) {
  if (everyPoint.value?.of === id) return;
  try {
    everyPoint.value = { ...(await readPoints(id)), of: id };
  } catch (error) {
    if (!(error instanceof Problem)) throw error; // the map then shows the points of the batch alone
  }
}

/** Everything that changes the session. One change at a time, each made to what the page shows. */

import * as api from "./api.js";
import { forgetArrays } from "./arrays.js";
import { takeSession } from "./arrivals.js";
import { NO_COLUMNS } from "./columns.js";
import { followCursor, remember } from "./looking.js";
import { say } from "./say.js";
import * as state from "./state.js";
import { madeBy } from "./trace.js";
import { readPlace } from "./url.js";

/** @typedef {import("./types.js").Session} Session */

const FIRST = { preset: "two-layer-mnist" };
const FIRST_ITERATION = 100;
const SAMPLE = 1000; // parameters of each array to check when asked to
const RUN = 10_000; // iterations of one press on "train", unless it is stopped

let queue = Promise.resolve();
let waiting = 0;

/** Whether a change is still on its way: a key that is held down then waits. */
export const busy = () => waiting > 0;

/** @param {(session: Session) => Promise<Session>} ask */
function change(ask) {
  waiting += 1;
  queue = queue
    .then(async () => {
      const session = await atRest();
      if (session) await takeSession(await ask(session));
    })
    .catch(recover)
    .finally(() => {
      waiting -= 1;
    });
  return queue;
}

/** The session, once its training has stopped: one that trains cannot be moved. */
async function atRest() {
  const session = state.session.value;
  if (!session?.training) return session;
  await takeSession(await api.stopTraining(session));
  return state.session.value;
}

/** @param {unknown} error */
async function recover(error) {
  const session = state.session.value;
  if (!(error instanceof api.Problem)) throw error;
  if (error.type === "training" && session) {
    await takeSession(await api.stopTraining(session)); // it began while the key was on its way
  } else if (error.status === 412 && session) {
    say("Another window moved this session. The page has caught up.");
    await takeSession(await api.readSession(session.id));
  } else if (error.status === 404 && session) {
    say("The server no longer knows this session, so here is a new one.");
    await begin();
  } else {
    say(error.message);
  }
}

/** Who steps on from a look along a trail wants to see what the step makes.
 * @param {string} unit @param {number} count */
export function step(unit, count) {
  if (state.trail.value.length > 0) state.following.value = true;
  return change((session) => api.step(session, unit, count));
}

/** @param {number} event */
export const goto = (event) =>
  change((session) => api.goto(session, session.position.iteration, event));

/** To the same operation of another iteration. @param {number} iteration */
export const gotoIteration = (iteration) =>
  change((session) => api.goto(session, iteration, session.position.event));

export const home = () => change((session) => api.goto(session, 0, 0));

export function toggleTraining() {
  const session = state.session.value;
  if (session?.training) return atRest().catch(recover);
  return change((session) => api.train(session, RUN));
}

/** Compares gradients with small steps of their parameters, of which it takes a sample each.
 * @param {number | null} [sample] null: as many as are quick */
export async function checkGradients(sample = SAMPLE) {
  const session = state.session.value;
  if (!session || state.check.value.state === "running") return;
  state.check.value = { state: "running" };
  try {
    const report = await api.gradientCheck(session, sample);
    state.check.value = { state: "done", report };
  } catch (error) {
    state.check.value = { state: "none" };
    await recover(error);
  }
}

/** A new session, on a number worth seeing: the largest of the last weights' gradient. */
export async function begin() {
  forgetArrays();
  state.metrics.value = NO_COLUMNS;
  state.check.value = { state: "none" };
  const made = await api.makeSession(FIRST);
  const there = await api.goto(made, FIRST_ITERATION, 0);
  const trace = await api.readTrace(made.id);
  const name = trace.layers.flatMap((layer) => layer.gradients.slice(0, 1)).at(-1) ?? "L";
  await takeSession(await api.goto(there, FIRST_ITERATION, madeBy(trace, name) ?? 0));
  state.following.value = true;
  followCursor();
}

/** The session in the address, or a new one. */
export async function open() {
  const { session, selection } = readPlace(location.search);
  try {
    if (!session) return await begin();
    await takeSession(await api.readSession(session));
    state.following.value = selection === null;
    state.selection.value = selection;
    remember("replace");
  } catch (error) {
    if (error instanceof api.Problem && error.status === 404) {
      say("The server does not know the session in the address, so here is a new one.");
      await begin();
    } else await recover(error);
  }
}

let target = -1;

/** Follows a hand on the timeline: always the latest iteration it was on, never a queue of them.
 * @param {number} iteration */
export async function scrub(iteration) {
  const moving = target >= 0;
  target = iteration;
  if (moving) return;
  while (target >= 0 && target !== state.position.value?.iteration) {
    const next = target;
    await gotoIteration(next);
    if (target === next) break;
  }
  target = -1;
}

/** Everything that changes the session. One change at a time, each made to what the page shows. */

import { batch } from "@preact/signals";
import * as api from "./api.js";
import { forgetArrays } from "./arrays.js";
import { takeSession } from "./arrivals.js";
import { NO_COLUMNS } from "./columns.js";
import { newSession } from "./first.js";
import { recall, remember } from "./looking.js";
import { say } from "./say.js";
import * as state from "./state.js";
import { gone, heard, over, refused, silent } from "./trouble.js";

/** @typedef {import("./types.js").Session} Session */

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
      if (!session) return;
      const moved = await ask(session);
      heard();
      await takeSession(moved);
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
  } else if (error.status === 404) {
    gone();
  } else if (error.type === "no-answer" && session) {
    silent();
  } else if (!session) {
    refused(error.message);
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

/** Compares gradients with small steps of their parameters, of as many as are quick. */
export async function checkGradients() {
  const session = state.session.value;
  if (!session || state.check.value.state === "running") return;
  state.check.value = { state: "running" };
  try {
    const report = await api.gradientCheck(session);
    state.check.value = { state: "done", report };
  } catch (error) {
    state.check.value = { state: "none" };
    await recover(error);
  }
}

/** Opens a new session in place of the one on the page. */
export async function begin() {
  try {
    const { session, trace } = await newSession();
    forgetArrays();
    batch(() => {
      state.metrics.value = NO_COLUMNS;
      state.check.value = { state: "none" };
      state.trail.value = [];
      state.following.value = true;
    });
    await takeSession(session, trace);
    remember("replace");
    over();
    await checkGradients();
  } catch (error) {
    await recover(error);
  }
}

/** Shows the session that was asked for while the page was on its way.
 * @param {Promise<import("./first.js").Opened>} opening */
export async function open(opening) {
  try {
    const { session, trace } = await opening;
    recall(history.state, true);
    await takeSession(session, trace);
    remember("replace");
  } catch (error) {
    await recover(error);
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

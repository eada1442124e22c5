/** What happens when news of the session arrives, from an answer or from the stream. */

import { batch } from "@preact/signals";
import { Problem, readMetrics, readTrace } from "./api.js";
import { follow, handOn, leaveFor, loadShown, loadStart } from "./arrays.js";
import { whenCalm } from "./calm.js";
import { joined } from "./columns.js";
import * as state from "./state.js";

/** @typedef {import("./types.js").Session} Session */
/** @typedef {import("./types.js").Row} Row */
/** @typedef {import("./types.js").Trace} Trace */

const PATIENCE = 120; // milliseconds that an older picture may stay while the next one arrives
const TOO_OLD = 600; // and while training, when the next one may never be complete
const ROWS = 20_000; // of metrics in one answer

/**
 * Shows the session where it is now. An iteration is shown when its trace is there, and its arrays
 * if they are quick: then nothing flickers.
 * @param {Session} session
 * @param {Trace} [trace] of its iteration, if it is known
 */
export function takeSession(session, trace) {
  const news = `${session.id} ${session.version} ${session.training}`;
  if (news !== arriving.news) arriving = { news, done: take(session, trace) };
  return arriving.done;
}

/** The answer to a change and the stream tell the same: it is taken once. */
let arriving = { news: "", done: Promise.resolve() };

/** @param {Session} session @param {Trace} [known] */
async function take(session, known) {
  if (isOld(session)) return;
  const before = state.session.value;
  follow(session);
  const { iteration, event } = session.position;
  const moved = state.lastTrace.value?.iteration !== iteration || before?.id !== session.id;
  if (session.training) return watch(session);
  if (moved) {
    const trace = known?.iteration === iteration ? known : await readTrace(session.id);
    if (trace.iteration !== iteration) return; // it has moved on; the stream says where
    leaveFor(iteration);
    if (before?.id === session.id) handOn(state.lastTrace.value, trace);
    const loaded = loadShown(session.id, trace, event);
    if (before) await patiently(loaded);
    if (isOld(session)) return;
    batch(() => {
      state.lastTrace.value = trace;
      state.example.value = Math.min(state.example.value, trace.batch.rows.length - 1);
      show(session);
    });
  } else {
    show(session);
    if (state.lastTrace.value) loadShown(session.id, state.lastTrace.value, event);
  }
  later(whenCalm().then(() => catchUp(session)));
}

/** What cannot be read now is told again by the stream, or by the next step.
 * @param {Promise<unknown>} reading */
export function later(reading) {
  reading.catch((error) => {
    if (!(error instanceof Problem)) throw error;
  });
}

/** News of a session that trains, of which not every piece has to be shown. @type {Session | null} */
let latest = null;
let watching = false;
let seen = 0;

/** Shows a session that trains, as often as there is time for. @param {Session} session */
async function watch(session) {
  latest = session;
  if (watching) return;
  watching = true;
  try {
    while (latest) {
      const next = latest;
      latest = null;
      await showStart(next);
      await catchUp(next);
    }
  } finally {
    watching = false;
  }
}

/** Shows the start of an iteration: all of it, or nothing if it was left before it had arrived.
 * @param {Session} session */
async function showStart(session) {
  const { iteration } = session.position;
  const trace = await readTrace(session.id);
  const same = trace.iteration === iteration;
  if (same) {
    leaveFor(iteration);
    await patiently(loadStart(session.id, trace));
  }
  if (isOld(session)) return;
  if (same || performance.now() - seen > TOO_OLD) {
    seen = performance.now();
    batch(() => {
      if (same) state.lastTrace.value = trace;
      show(session);
    });
  }
}

/** Whether something newer is shown already. @param {Session} session */
function isOld({ id, version }) {
  const shown = state.session.value;
  return shown?.id === id && version < shown.version;
}

/** @param {Promise<void>} arrived */
const patiently = (arrived) =>
  Promise.race([arrived, new Promise((done) => setTimeout(done, PATIENCE))]);

/** @param {Session} session */
function show(session) {
  const before = state.session.value;
  batch(() => {
    state.session.value = session;
    const left = before?.position.iteration !== session.position.iteration;
    if (left && state.check.value.state === "done") state.check.value = { state: "old" };
  });
}

/** News of the session's position. @param {Partial<Session>} news */
export async function takeNews(news) {
  const known = state.session.value;
  if (!known || (news.version ?? 0) < known.version) return;
  if (news.version === known.version && news.training === known.training) return;
  await takeSession({ ...known, ...news });
}

/** Rows of metrics from the stream. @param {Row[]} rows */
export function takeMetrics(rows) {
  state.metrics.value = joined(state.metrics.value, rows);
}

/** Fetches what is missing: an iteration's metrics never change once it was completed.
 * @param {Session} session */
async function catchUp(session) {
  const { reached } = session.position;
  for (;;) {
    const next = state.metrics.value.length;
    if (reached <= next) return;
    const rows = await readMetrics(session.id, next, Math.min(reached, next + ROWS));
    if (state.session.value?.id !== session.id) return;
    takeMetrics(rows);
    if (state.metrics.value.length <= next) return;
  }
}

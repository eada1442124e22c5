/** The only file that talks to the server. Every answer that is not a success becomes a Problem. */

/**
 * @typedef {import("./types.js").Session} Session
 * @typedef {import("./types.js").Trace} Trace
 * @typedef {import("./types.js").Explanation} Explanation
 * @typedef {import("./types.js").Row} Row
 * @typedef {import("./types.js").GradientCheck} GradientCheck
 */

const ROOT = "/api/sessions";

/** A refusal of the server's, as a sentence to act on; `type` is stable, "unknown-session"; `errors`
 * say more of single fields. */
export class Problem extends Error {
  /** @param {number} status @param {string} type @param {string} sentence
   * @param {{field: string, message: string}[]} [errors] */
  constructor(status, type, sentence, errors = []) {
    super(sentence);
    this.status = status;
    this.type = type;
    this.errors = errors;
  }
}

/** @param {Response} response */
async function problemOf(response) {
  const problem = await response.json().catch(() => ({}));
  const type =
    String(problem.type ?? "")
      .split(/[/#:]/)
      .at(-1) ?? "";
  const sentence = problem.detail ?? problem.title ?? `The server answered ${response.status}.`;
  return new Problem(response.status, type, sentence, problem.errors);
}

/** @param {string} path @param {RequestInit} [options] @param {string} [root] */
async function send(path, options, root = ROOT) {
  let response;
  try {
    response = await fetch(root + path, options);
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Problem(0, "no-answer", "The server does not answer. Is it still running?");
  }
  if (!response.ok) throw await problemOf(response);
  return response;
}

/** @param {string} path @param {AbortSignal} [signal] */
const read = async (path, signal) => (await send(path, { signal })).json();

/** A key for one change, so that a request that is sent twice happens once. */
const changeKey = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");

/**
 * @param {string} method @param {string} path @param {Session | null} session the one that the page
 * shows: where another window has moved it since, nothing happens @param {unknown} [body]
 */
async function change(method, path, session, body) {
  const headers = new Headers({ "Idempotency-Key": changeKey() });
  if (session) headers.set("If-Match", `"${session.version}"`);
  if (body !== undefined) headers.set("Content-Type", "application/json");
  const response = await send(path, { method, headers, body: JSON.stringify(body) });
  return response.json();
}

/** What can be chosen. @returns {Promise<import("./building.js").Catalog>} */
export const readCatalog = async () => (await send("/catalog", {}, "/api")).json();

/** @param {object} spec @returns {Promise<Session>} */
export const makeSession = (spec) => change("POST", "", null, spec);

/** @param {string} id @returns {Promise<Session>} */
export const readSession = (id) => read(`/${encodeURIComponent(id)}`);

/** @param {Session} session @param {string} unit @param {number} count @returns {Promise<Session>} */
export const step = (session, unit, count) =>
  change("POST", `/${session.id}/step`, session, { unit, count });

/** @param {Session} session @param {number} iteration @param {number} event @returns {Promise<Session>} */
export const goto = (session, iteration, event) =>
  change("POST", `/${session.id}/goto`, session, { iteration, event });

/** @param {Session} session @param {number} iterations */
export const train = (session, iterations) =>
  change("POST", `/${session.id}/train`, session, { iterations });

/** Stops training, whatever has happened since: so without If-Match.
 * @param {Session} session @returns {Promise<Session>} */
export const stopTraining = (session) => change("DELETE", `/${session.id}/train`, null);

/** Of as many numbers as one request has time for. @param {Session} session
 * @returns {Promise<GradientCheck>} */
export const gradientCheck = (session) => change("POST", `/${session.id}/gradient-check`, null, {});

/** @param {string} id @param {AbortSignal} [signal] @returns {Promise<Trace>} */
export const readTrace = (id, signal) => read(`/${id}/trace`, signal);

/**
 * Numbers as float32, their shape, and the version of the session that was asked: an answer may
 * overtake a change, and then be of another iteration.
 * @param {string} path @param {AbortSignal} signal
 */
async function readNumbers(path, signal) {
  const answer = await send(`${path}&format=f32`, { signal });
  const version = Number(answer.headers.get("etag")?.replace(/\D/g, "") ?? 0);
  const shape = answer.headers.get("x-shape")?.split(",").filter(Boolean).map(Number) ?? [];
  return { version, shape, data: new Float32Array(await answer.arrayBuffer()) };
}

/** All numbers of one version of one array.
 * @param {string} id @param {number} value @param {number} event @param {AbortSignal} signal */
export const readArray = (id, value, event, signal) =>
  readNumbers(`/${id}/values/v${value}?event=${event}`, signal);

/** What the network says everywhere, with the parameters as they stand after an event.
 * @param {string} id @param {number} event @param {number} size @param {AbortSignal} signal */
export const readMap = (id, event, size, signal) =>
  readNumbers(`/${id}/map?event=${event}&size=${size}`, signal);

/** @param {string} id @returns {Promise<import("./types.js").EveryPoint>} */
export const readPoints = (id) => read(`/${id}/points`);

/** @param {string} id @param {import("./types.js").Selection} number @param {number} event
 * @param {number} limit @param {AbortSignal} signal @returns {Promise<Explanation>} */
export function explain(id, number, event, limit, signal) {
  const index = (number.index ?? []).join(",");
  const path = `/${id}/values/${encodeURIComponent(number.name)}/explain`;
  return read(`${path}?index=${index}&event=${event}&limit=${limit}`, signal);
}

/** @param {string} id @param {number} from @param {number} to @returns {Promise<Row[]>} */
export const readMetrics = async (id, from, to) =>
  (await read(`/${id}/metrics?from=${from}&to=${to}`)).metrics;

/**
 * Listens to a session: whatever moves it, here or elsewhere, arrives. Reconnects by itself.
 * @param {string} id
 * @param {{open: () => void, lost: (ended: boolean) => void, session: (session: Session) => void,
 *   position: (news: Partial<Session>) => void, metrics: (rows: Row[]) => void,
 *   problem: (sentence: string) => void}} on  `lost`: the connection, and for good if it has `ended`
 * @returns {() => void} stops listening
 */
export function listen(id, on) {
  const source = new EventSource(`${ROOT}/${encodeURIComponent(id)}/stream`);
  source.addEventListener("open", on.open);
  source.addEventListener("error", () => on.lost(source.readyState === EventSource.CLOSED));
  source.addEventListener("session", ({ data }) => on.session(JSON.parse(data)));
  source.addEventListener("problem", ({ data }) => on.problem(JSON.parse(data).detail));
  source.addEventListener("position", ({ data }) => on.position(JSON.parse(data)));
  source.addEventListener("metrics", ({ data }) => on.metrics(JSON.parse(data).metrics));
  return () => source.close();
}

/** Hears what happens to the session on the page, here or in another window, and when the server falls silent. */

import { listen, Problem, readSession } from "./api.js";
import { later, takeMetrics, takeNews, takeSession } from "./arrivals.js";
import { say } from "./say.js";
import * as state from "./state.js";
import { gone, heard, silent } from "./trouble.js";

const PATIENCE = 1000; // milliseconds without a stream that nobody needs to know of
const AGAIN = 2000; // milliseconds until a stream that ended is asked for once more

/** @type {string | null} */
let known = null;
let stop = () => {};

/** To be called as an effect: of the session that is shown now. */
export function keepListening() {
  const id = state.session.value?.id ?? null;
  if (id === known) return;
  stop();
  known = id;
  stop = id ? hear(id) : () => {};
}

/** @param {string} id @returns {() => void} stops listening */
function hear(id) {
  let [late, again] = [0, 0];
  const close = listen(id, {
    open: () => {
      clearTimeout(late);
      heard();
    },
    lost: (ended) => {
      clearTimeout(late);
      late = setTimeout(silent, PATIENCE);
      if (ended) again = setTimeout(() => tryAgain(id), AGAIN);
    },
    session: (news) => later(takeSession(news)),
    position: (news) => later(takeNews(news)),
    metrics: takeMetrics,
    problem: say,
  });
  return () => {
    clearTimeout(late);
    clearTimeout(again);
    close();
  };
}

/** The stream was refused: either there is no such session any more, or the server is not itself yet.
 * @param {string} id */
async function tryAgain(id) {
  try {
    await readSession(id);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (error.status === 404) return gone();
  }
  if (id !== known) return;
  stop();
  stop = hear(id);
}

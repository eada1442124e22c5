/** Puts the page together. The only file that looks elements up. */

import { effect } from "@preact/signals";
import { checkGradients, open } from "./actions.js";
import { listen, Problem } from "./api.js";
import { takeMetrics, takeNews, takeSession } from "./arrivals.js";
import { keepExplained } from "./explaining.js";
import { followCursor, recall } from "./looking.js";
import { say } from "./say.js";
import * as state from "./state.js";
import { startTheme } from "./theme.js";

const CALM = 500; // milliseconds after which the page is surely painted

startTheme();
addEventListener("popstate", (event) => recall(event.state));

// The session is asked for while the views are still on their way.
const [{ mount }] = await Promise.all([import("./views/app.js"), open()]);
mount(/** @type {HTMLElement} */ (document.getElementById("app")), document);
effect(followCursor);
effect(() => {
  keepExplained();
});

/** @type {string | null} */
let heard = null;
let stop = () => {};
effect(() => {
  const id = state.session.value?.id ?? null;
  if (id === heard) return;
  stop();
  heard = id;
  const session = (/** @type {import("./types.js").Session} */ news) => later(takeSession(news));
  const position = (/** @type {Partial<import("./types.js").Session>} */ news) =>
    later(takeNews(news));
  stop = id ? listen(id, { session, position, metrics: takeMetrics, problem: say }) : () => {};
});

/** What cannot be read now is told again by the stream, or by the next step.
 * @param {Promise<void>} reading */
function later(reading) {
  reading.catch((error) => {
    if (!(error instanceof Problem)) throw error;
  });
}

setTimeout(() => checkGradients(null), CALM);

/** Puts the page together. The only file that looks elements up. */

import { effect } from "@preact/signals";
import { checkGradients, open } from "./actions.js";
import { listen } from "./api.js";
import { takeMetrics, takeNews, takeSession } from "./arrivals.js";
import { followCursor, keepExplained, recall } from "./looking.js";
import { say } from "./say.js";
import * as state from "./state.js";
import { startTheme } from "./theme.js";

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
  const on = { session: takeSession, position: takeNews, metrics: takeMetrics, problem: say };
  stop = id ? listen(id, on) : () => {};
});

requestIdleCallback(() => checkGradients(null), { timeout: 2000 });

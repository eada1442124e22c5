/** Puts the page together. The only file that looks elements up. */

import { effect } from "@preact/signals";
import { checkGradients, open } from "./actions.js";
import { pageIsThere, whenCalm } from "./calm.js";
import { keepExplained } from "./explaining.js";
import { followCursor } from "./following.js";
import { keepListening } from "./listening.js";
import { recall } from "./looking.js";
import { opening } from "./opening.js";
import * as state from "./state.js";
import { startTheme } from "./theme.js";

const PATIENCE = 150; // milliseconds that the first paint waits for the first explanation

startTheme();
addEventListener("popstate", (event) => recall(event.state, false));
effect(followCursor);
effect(() => {
  keepExplained();
});

// The views are on their way while the session is opened.
const [{ mount }] = await Promise.all([import("./views/app.js"), open(opening).then(explained)]);
mount(/** @type {HTMLElement} */ (document.getElementById("app")), document);
pageIsThere();
await whenCalm();
effect(keepListening);
checkGradients();

/** One paint of everything is sooner done than one of every part. @returns {Promise<void>} */
function explained() {
  return new Promise((resolve) => {
    effect(() => {
      if (state.explained.value || state.trouble.value) resolve();
    });
    setTimeout(resolve, PATIENCE);
  });
}

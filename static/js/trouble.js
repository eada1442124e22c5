/** What stands between the page and its server, until it is over. */

import { session, trouble } from "./state.js";

/** The server does not answer. */
export function silent() {
  if (trouble.value?.kind === "gone") return;
  trouble.value = {
    kind: "silent",
    text: "The server does not answer. Is it still running? The page goes on as soon as it is back.",
  };
}

/** The server is there again. */
export function heard() {
  if (trouble.value?.kind === "silent") trouble.value = null;
}

/** The server does not know the session. */
export function gone() {
  const rest = session.value ? " What you still see here can be looked at, but not moved." : "";
  trouble.value = {
    kind: "gone",
    text: `The server does not know this session: it was started again since, or deleted.${rest}`,
  };
}

/** The server would not open a session, and said why. @param {string} text */
export function refused(text) {
  trouble.value = { kind: "refused", text };
}

export function over() {
  trouble.value = null;
}

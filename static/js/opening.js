/** Asks for the session while the rest of the page is still on its way. */

import { knownSession, newSession } from "./first.js";
import { readPlace } from "./url.js";

const { session } = readPlace(location.search);

export const opening = session ? knownSession(session) : newSession();

opening.catch(() => {}); // whoever waits for it is told

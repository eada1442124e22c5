/** Keeps the explanation on the page that of the number that is looked at, at the position. */

import { batch } from "@preact/signals";
import { explain, Problem } from "./api.js";
import { loadArray } from "./arrays.js";
import * as state from "./state.js";

const TERMS = 10;
const PATIENCE = 150; // milliseconds that an explanation may stay while the next one arrives

let asking = new AbortController();
let asked = "";
let answered = "";

/** Keeps the explanation that of the number looked at, at the position. @param {number} [limit] */
export async function keepExplained(limit = TERMS) {
  const session = state.session.value;
  const trace = state.trace.value;
  const chosen = state.selection.value;
  const seen = state.selected.value;
  if (!session || !trace || !chosen?.index || !seen?.value) return forget();
  loadArray(session.id, trace, seen.value);
  const question = [session.id, trace.iteration, seen.value.id, chosen.index, limit].join(" ");
  if (question === asked && question !== answered) return; // it is on its way
  asking.abort();
  asked = question;
  if (question === answered) return callIt(chosen);
  asking = new AbortController();
  const late = setTimeout(hide, PATIENCE);
  try {
    const number = { ...chosen, name: `v${seen.value.id}` };
    const explanation = await explain(session.id, number, seen.event, limit, asking.signal);
    answered = question;
    batch(() => {
      state.explained.value = { explanation, of: chosen };
      state.unexplained.value = null;
    });
  } catch (error) {
    if (!(error instanceof Problem)) return;
    forget();
    state.unexplained.value = error.message;
  } finally {
    clearTimeout(late);
  }
}

/** The same number may be looked at by another name. @param {import("./types.js").Selection} chosen */
function callIt(chosen) {
  const now = state.explained.peek();
  if (now && now.of !== chosen) state.explained.value = { ...now, of: chosen };
}

function forget() {
  asking.abort();
  asked = "";
  hide();
}

function hide() {
  answered = "";
  batch(() => {
    state.explained.value = null;
    state.unexplained.value = null;
  });
}

export const moreTerms = () => {
  const now = state.explained.value?.explanation;
  if (now) keepExplained(now.terms.length + (now.rest?.count ?? 0));
};

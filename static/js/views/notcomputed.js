/** Why there is no number yet, and where it will come from. */

import { html } from "htm/preact";
import { goto } from "../actions.js";
import { lookAtArray } from "../looking.js";
import * as state from "../state.js";
import { anyVersion, sources, title } from "../trace.js";

/** @param {{name: string}} props */
export function NotComputed({ name }) {
  const trace = state.lastTrace.value;
  const value = trace && anyVersion(trace, name);
  const made = value?.event ? trace?.events[value.event - 1] : null;
  if (!value || !made) return html`<p class="empty">It is not computed yet.</p>`;
  const what = html`<b>${title(value)}</b> is not computed yet.`;
  return html`
    <p class="empty">${what} Operation ${made.index}, in ${made.layer}, will make it:</p>
    <p class="next">
      <button type="button" class="link" title="go to this operation" onClick=${() => goto(made.index)}>${made.formula}</button>
    </p>
    <p class="empty">
      It reads${" "}
      ${sources(trace, made).map(
        (source, k) => html`${k > 0 && " and "}<${Source} value=${source} />`,
      )}.
    </p>
  `;
}

/** @param {{value: import("../types.js").Value}} props */
const Source = ({ value }) => html`
  <button type="button" class="link ask" onClick=${() => lookAtArray(value.name)}>${title(value)}</button>
  ${(value.event ?? 0) > state.cursor.value && " (not computed yet either)"}
`;

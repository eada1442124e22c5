/** What is certain about the network at the cursor; nothing is said before it is computed. */

import { html } from "htm/preact";
import { checked, finite, health } from "../health.js";
import * as state from "../state.js";
import { shownNames } from "../trace.js";
import { Panel } from "./panel.js";

const MEANS = { good: "fine", look: "worth a look", bad: "trouble" };
const SIGNS = { good: "✓", look: "!", bad: "✗" };

/** @returns {import("../health.js").Note[]} */
function notes() {
  const trace = state.trace.value;
  const optimizer = state.session.value?.spec.optimizer;
  if (!trace) return [];
  const read = (/** @type {string} */ name) => state.lookUp(name).array;
  const there = [...shownNames(trace)].flatMap((name) => {
    const array = read(name);
    return array ? [{ name, array }] : [];
  });
  const rate = optimizer?.name === "sgd" ? optimizer.learning_rate : null;
  const check = state.check.value;
  const report =
    check.state === "done" && /** @type {import("../health.js").Report} */ (check.report);
  return [finite(there), ...(report ? [checked(report)] : []), ...health(trace, read, rate)];
}

export const HealthPanel = () => html`
  <${Panel} name="health" title="Health">
    <ul class="notes">
      ${notes().map(
        ({ tone, parts }) => html`
          <li class=${tone}>
            <i role="img" aria-label=${MEANS[tone]}>${SIGNS[tone]}</i>
            <span>${parts.map((part, k) => (k % 2 ? html`<b>${part}</b>` : part))}</span>
          </li>
        `,
      )}
      ${state.session.value?.findings.map(({ message }) => html`<li class="look"><i role="img" aria-label=${MEANS.look}>!</i><span>${message}</span></li>`)}
    </ul>
  <//>
`;

/** The buttons that move through training, and the sentence that says where it is. */

import { html } from "htm/preact";
import { home, step, toggleTraining } from "../actions.js";
import { compact, percent } from "../format.js";
import { lastTrace, position, session } from "../state.js";
import { asksForClasses } from "../trace.js";
import { Badge } from "./badge.js";

/** @param {{keys: string, icon?: string, title: string, kind?: string, onClick: () => unknown,
 *   children?: unknown}} props */
const Key = ({ keys, icon, title, kind, onClick, children }) => html`
  <button type="button" class="key ${kind ?? ""}" title=${title} onClick=${onClick}>
    ${icon && html`<span class="sign" aria-hidden="true">${icon}</span>`}
    <span class="word">${children}</span>
    <kbd>${keys}</kbd>
  </button>
`;

export function Toolbar() {
  const training = session.value?.training ?? false;
  return html`
    <section class="toolbar" aria-label="training">
      <div class="keys" role="toolbar" aria-label="steps">
        <${Key} keys="Home" icon="⏮" kind="sign-only" title="to the very beginning" onClick=${home}>
          start
        <//>
        <${Key} keys="⇧N" icon="◀" kind="sign-only" title="one operation back" onClick=${() => step("event", -1)}>
          back
        <//>
        <${Key}
          keys="N"
          icon="▶"
          kind="primary"
          title="run the next operation"
          onClick=${() => step("event", 1)}
        >
          step
        <//>
        <${Key} keys="L" title="to the end of this layer" onClick=${() => step("layer", 1)}>
          layer
        <//>
        <${Key} keys="P" title="to the end of this pass" onClick=${() => step("phase", 1)}>
          pass
        <//>
        <${Key} keys="I" title="to the next iteration" onClick=${() => step("iteration", 1)}>
          iteration
        <//>
        <${Key}
          keys="Space"
          icon=${training ? "■" : "⏵"}
          kind=${training ? "running" : ""}
          title=${training ? "stop training" : "train at full speed"}
          onClick=${toggleTraining}
        >
          ${training ? "stop" : "train"}
        <//>
      </div>
      <${Where} />
      <${Badge} />
    </section>
  `;
}

/**
 * "iteration 412 · backward · Affine2 · operation 10 of 19"; "iteration 420 · training · loss 0.43".
 * Screen readers are told of every step, and that training has begun: not of every iteration of it.
 */
function Where() {
  const now = position.value;
  if (!now) return null;
  const training = session.value?.training;
  const number = html`iteration <b>${now.iteration}</b>${" · "}`;
  return html`
    <p class="where">
      ${training && number}
      <span role="status">${training ? html`<b>training</b>` : html`${number}<${Operation} now=${now} />`}</span>
      ${training && html`<${Score} />`}
    </p>
  `;
}

/** @param {{now: import("../types.js").Position}} props */
const Operation = ({ now: { event, events, phase, layer } }) =>
  event === 0
    ? html`before its first operation${events && html` of <b>${events}</b>`}`
    : html`<b class=${phase}>${phase}</b> · ${layer} · operation <b>${event}</b> of ${events}`;

/** How well the network did on the batch before. */
function Score() {
  const metrics = session.value?.metrics;
  if (!metrics) return null;
  const { iteration, loss, accuracy } = metrics;
  return html`
    <span class="score" title="on the batch of iteration ${iteration}">
      ${" · "}loss <b>${compact(loss, 3)}</b>
      ${asksForClasses(lastTrace.value) && html`${" · "}accuracy <b>${percent(accuracy)}</b>`}
    </span>
  `;
}

/** Training as a line in time: loss and accuracy, gradient norms, and the slider to any iteration. */

import { html } from "htm/preact";
import { useMemo } from "preact/hooks";
import { scrub } from "../actions.js";
import { compact, percent } from "../format.js";
import * as state from "../state.js";
import { Chart } from "./chart.js";
import { Panel } from "./panel.js";

const LINES = [
  { label: "loss", colour: "--value", scale: "y" },
  { label: "accuracy", colour: "--quiet", scale: "accuracy", dash: [4, 3] },
];
const NORM_COLOURS = ["--gradient", "--gradient-minus"];

export function TimelinePanel() {
  const rows = state.metrics.value;
  const now = state.position.value;
  const columns = useMemo(() => [rows.loss, rows.accuracy], [rows]);
  const iteration = now?.iteration ?? 0;
  return html`
    <${Panel} name="timeline" title="Timeline" aside=${html`<${Readout} />`}>
      <${Chart}
        columns=${columns}
        lines=${LINES}
        cursor=${iteration}
        height=${128}
        label=${`loss and accuracy of ${columns[0].length} iterations`}
        onPick=${scrub}
      />
      <input
        type="range"
        class="scrubber"
        min="0"
        max=${Math.max(1, now?.reached ?? 1)}
        value=${iteration}
        aria-label="iteration"
        aria-valuetext=${`iteration ${iteration}`}
        onInput=${(/** @type {Event} */ event) => scrub(Number(/** @type {HTMLInputElement} */ (event.target).value))}
      />
    <//>
  `;
}

/** Loss and accuracy of the iteration at the cursor, once they are known. */
function Readout() {
  const latest = state.session.value?.metrics;
  const iteration = state.position.value?.iteration;
  if (!latest) return null;
  return html`
    <p class="readout">
      <span class="loss-key">loss <b data-testid="timeline-loss">${compact(latest.loss)}</b></span>
      <span class="accuracy-key">accuracy on the batch <b>${percent(latest.accuracy)}</b></span>
      ${latest.iteration !== iteration && html`<span class="quiet"> of iteration ${latest.iteration}</span>`}
    </p>
  `;
}

/** How long each weight's gradient is, iteration by iteration. */
export function NormsPanel() {
  const rows = state.metrics.value;
  const names =
    state.lastTrace.value?.layers.flatMap((layer) => layer.parameters.slice(0, 1)) ?? [];
  const columns = useMemo(
    () => names.map((name) => rows.gradient_norms[name] ?? []),
    [rows, names.join()],
  );
  const lines = names.map((name, k) => ({
    label: `‖d${name}‖`,
    colour: NORM_COLOURS[k % NORM_COLOURS.length],
    scale: "y",
    dash: k < NORM_COLOURS.length ? undefined : [2 + 2 * k, 3],
  }));
  const key = html`<p class="readout">
    ${lines.map(({ label, colour }) => html`<span class=${`key${colour}`}>${label}</span>`)}
  </p>`;
  return html`
    <${Panel} name="norms" title="Gradient norms, log scale" aside=${key}>
      <${Chart}
        columns=${columns}
        lines=${lines}
        cursor=${state.position.value?.iteration ?? 0}
        height=${150}
        log=${true}
        label=${`norms of the gradients of ${names.join(" and ")}`}
        onPick=${scrub}
      />
    <//>
  `;
}

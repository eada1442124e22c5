/** Training as a line in time: loss and accuracy, and the slider to any iteration. */

import { html } from "htm/preact";
import { useMemo } from "preact/hooks";
import { scrub } from "../actions.js";
import { lastOf } from "../columns.js";
import { compact, percent } from "../format.js";
import * as state from "../state.js";
import { asksForClasses } from "../trace.js";
import { Chart } from "./chart.js";
import { Panel } from "./panel.js";

/** Thin what jumps from batch to batch, thick what was measured on test examples. */
const LOSSES = [
  { label: "loss", colour: "var(--value)", scale: "y", width: 1 },
  { label: "test loss", colour: "var(--value)", scale: "y", width: 2.5, sparse: true },
];
const ACCURACIES = [
  { label: "accuracy", colour: "var(--quiet)", scale: "accuracy", width: 1 },
  { label: "test accuracy", colour: "var(--quiet)", scale: "accuracy", width: 2.5, sparse: true },
];
const ALL = [...LOSSES, ...ACCURACIES];

export function TimelinePanel() {
  const rows = state.metrics.value;
  const now = state.position.value;
  const counted = asksForClasses(state.lastTrace.value);
  const columns = useMemo(() => {
    const losses = [rows.loss, rows.test_loss];
    return counted ? [...losses, rows.accuracy, rows.test_accuracy] : losses;
  }, [rows, counted]);
  const iteration = now?.iteration ?? 0;
  return html`
    <${Panel} name="timeline" title=${html`<${Title} />`} aside=${html`<${Readout} />`}>
      <${Chart}
        columns=${columns}
        lines=${counted ? ALL : LOSSES}
        cursor=${iteration}
        height=${128}
        label=${counted ? "loss and accuracy over time" : "loss over time"}
        describe=${describe}
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

/** What was measured in an iteration, null while it is not known. @param {number} at
 * @returns {import("../types.js").Latest | null} */
function measured(at) {
  const { length, loss, accuracy, penalty, test_loss, test_accuracy } = state.metrics.value;
  if (at >= length) return null;
  const tested = lastOf(test_loss, at);
  const test = {
    iteration: tested?.iteration ?? 0,
    loss: tested?.number ?? null,
    accuracy: lastOf(test_accuracy, at)?.number ?? null,
  };
  return { iteration: at, loss: loss[at], accuracy: accuracy[at], penalty: penalty[at], test };
}

/** @param {number} at */
function describe(at) {
  const found = measured(at);
  if (!found) return `iteration ${at}`;
  const { loss, accuracy, test } = found;
  const accuracies = `, accuracy ${percent(accuracy)}, in the test ${percent(test.accuracy)}`;
  return `iteration ${at}: loss ${compact(loss)}, in the test ${compact(test.loss)}${asksForClasses(state.lastTrace.value) ? accuracies : ""}`;
}

/** What the readout shows: where the chart is read or, unless it is, the iteration at the cursor. */
function shown() {
  const at = state.reading.value;
  return at === null ? (state.session.value?.metrics ?? null) : measured(at);
}

function Title() {
  const at = shown()?.iteration ?? null;
  const elsewhere = at !== null && at !== state.position.value?.iteration;
  return html`Timeline${elsewhere && html`<span class="quiet">${" "}at iteration ${at}</span>`}`;
}

function Readout() {
  const scores = shown();
  if (!scores) return null;
  const { loss, accuracy, penalty, test } = scores;
  const tested = `on test examples, at iteration ${test.iteration}`;
  return html`
    <p class="readout">
      <span class="loss-key" title="on the batch">loss <b data-testid="timeline-loss">${compact(loss)}</b></span>
      ${penalty !== 0 && html`<span class="quiet" title="what regularization adds">+ ${compact(penalty)}</span>`}
      <span class="loss-key test" title=${tested}>test <b>${compact(test.loss)}</b></span>
      ${
        asksForClasses(state.lastTrace.value) &&
        html`<span class="accuracy-key" title="on the batch">accuracy <b>${percent(accuracy)}</b></span>
        <span class="accuracy-key test" title=${tested}>test <b>${percent(test.accuracy)}</b></span>`
      }
    </p>
  `;
}

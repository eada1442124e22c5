/** Training as a line in time: loss and accuracy, gradient norms, and the slider to any iteration. */

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
  { label: "loss", colour: "--value", scale: "y", width: 1 },
  { label: "test loss", colour: "--value", scale: "y", width: 2.5, sparse: true },
];
const ACCURACIES = [
  { label: "accuracy", colour: "--quiet", scale: "accuracy", width: 1 },
  { label: "test accuracy", colour: "--quiet", scale: "accuracy", width: 2.5, sparse: true },
];
const ALL = [...LOSSES, ...ACCURACIES];
const NORM_COLOURS = ["--gradient", "--gradient-minus"];

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
    <${Panel} name="timeline" title="Timeline" aside=${html`<${Readout} />`}>
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

/** Losses and accuracies where the chart is read or, unless it is, of the iteration at the cursor. */
function Readout() {
  const at = state.reading.value;
  const shown = at === null ? (state.session.value?.metrics ?? null) : measured(at);
  if (!shown) return null;
  const { loss, accuracy, penalty, test } = shown;
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
      ${
        shown.iteration !== state.position.value?.iteration &&
        html`<span class="quiet">at iteration ${shown.iteration}</span>`
      }
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
  const iteration = state.position.value?.iteration ?? 0;
  const at = state.reading.value ?? state.session.value?.metrics?.iteration ?? -1;
  const number = (/** @type {number} */ k) => compact(columns[k][at] ?? null, 3);
  const key = html`<p class="readout">
    ${lines.map(
      ({ label, colour }, k) =>
        html`<span class=${`key${colour}`}>${label} ${at in columns[k] && html`<b>${number(k)}</b>`}</span>`,
    )}
  </p>`;
  return html`
    <${Panel} name="norms" title="Gradient norms" aside=${key}>
      <${Chart}
        columns=${columns}
        lines=${lines}
        cursor=${iteration}
        height=${150}
        log=${true}
        label=${`norms of the gradients of ${names.join(" and ")} over time, on a log scale`}
        describe=${(/** @type {number} */ k) =>
          `iteration ${k}: ${lines.map(({ label }, line) => `${label} ${compact(columns[line][k] ?? null)}`).join(", ")}`}
        onPick=${scrub}
      />
    <//>
  `;
}

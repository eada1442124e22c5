/** Whether backpropagation agrees with small steps of every parameter. Never says more than it knows. */

import { html } from "htm/preact";
import { checkGradients } from "../actions.js";
import { compact, count } from "../format.js";
import { check } from "../state.js";

/** @typedef {{tone: string, text: string, title: string}} Verdict */

/** @returns {Verdict} */
function verdict() {
  const now = check.value;
  if (now.state === "running") {
    return { tone: "quiet", text: "checking gradients …", title: "takes a moment" };
  }
  if (now.state === "old") {
    return {
      tone: "quiet",
      text: "gradients not checked here",
      title: "The parameters have changed since the last check. Press to check again.",
    };
  }
  if (now.state === "done") return outcome(now.report);
  return { tone: "quiet", text: "check gradients", title: "against small steps" };
}

/** @param {import("../types.js").GradientCheck} report @returns {Verdict} */
function outcome(report) {
  const all = `${count(report.checked)} / ${count(report.of)} · worst ${compact(report.worst, 2)}`;
  const agrees = report.verdict === "agrees";
  return {
    tone: agrees ? "good" : "bad",
    text: agrees ? `✓ gradient check ${all}` : `✗ gradient check differs ${all}`,
    title:
      `${count(report.checked)} of ${count(report.of)} gradients were compared with a small step of ` +
      `their parameter, in float64; the largest difference is ${compact(report.worst, 2)}.`,
  };
}

export function Badge() {
  const { tone, text, title } = verdict();
  return html`
    <button type="button" class="badge ${tone}" title="${title} (key c)" onClick=${() => checkGradients()}>
      ${text}
    </button>
  `;
}

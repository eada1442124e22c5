/** Whether backpropagation agrees with small steps of every number. Never says more than it knows. */

import { html } from "htm/preact";
import { checkGradients } from "../actions.js";
import { inFull, inShort, toneOf } from "../health.js";
import { check } from "../state.js";

/**
 * @typedef {import("../health.js").Report} Report
 * @typedef {{tone: string, text: string, title: string}} Verdict
 */

/** @returns {Verdict} */
function verdict() {
  const now = check.value;
  if (now.state === "running") {
    return { tone: "quiet", text: "checking gradients …", title: "Takes a moment." };
  }
  if (now.state === "old") {
    return {
      tone: "quiet",
      text: "gradients not checked here",
      title: "The parameters have changed since the last check. Press to check again.",
    };
  }
  if (now.state === "done") return outcome(/** @type {Report} */ (now.report));
  return { tone: "quiet", text: "check gradients", title: "Against small steps of every number." };
}

/** @param {Report} report @returns {Verdict} */
function outcome(report) {
  return {
    tone: toneOf(report),
    text: inShort(report),
    title: inFull(report).join("\n"),
  };
}

export function Badge() {
  const { tone, text, title } = verdict();
  return html`
    <button type="button" class="badge ${tone}" title="${title} (Key c.)" onClick=${checkGradients}>
      ${text}
    </button>
  `;
}

/** Whether backpropagation agrees with small steps of every number. Never says more than it knows. */

import { html } from "htm/preact";
import { checkGradients } from "../actions.js";
import { inFull, inShort, toneOf } from "../health.js";
import { check } from "../state.js";

/**
 * @typedef {import("../health.js").Report} Report
 * @typedef {{tone: string, brief: string, text: string, more?: string, title: string}} Verdict
 */

/** @returns {Verdict} */
function verdict() {
  const now = check.value;
  if (now.state === "running") {
    return {
      tone: "quiet",
      brief: "checking …",
      text: "checking gradients …",
      title: "Takes a moment.",
    };
  }
  if (now.state === "old") {
    return {
      tone: "quiet",
      brief: "not checked",
      text: "gradients not checked here",
      title: "The parameters have changed since the last check. Press to check again.",
    };
  }
  if (now.state === "done") return outcome(/** @type {Report} */ (now.report));
  return {
    tone: "quiet",
    brief: "check",
    text: "check gradients",
    title: "Against small steps of every number.",
  };
}

/** @param {Report} report @returns {Verdict} */
const outcome = (report) => ({
  tone: toneOf(report),
  ...inShort(report),
  title: inFull(report).join("\n"),
});

/** The style sheet knows how much of it there is room for. */
export function Badge() {
  const { tone, brief, text, more, title } = verdict();
  return html`
    <button type="button" class="badge ${tone}" title="${title} (Key c.)" onClick=${checkGradients}>
      <span class="brief">${brief}</span>
      <span class="text">${text}${more && html`<span class="more">${more}</span>`}</span>
    </button>
  `;
}

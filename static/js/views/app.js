/** The page: its panels in reading order. */

import { html, render } from "htm/preact";
import { onKey } from "../keys.js";
import { hasMap } from "../state.js";
import { CodePanel } from "./code.js";
import { ExplainPanel } from "./explain.js";
import { GraphPanel } from "./graph.js";
import { Header } from "./header.js";
import { HealthPanel } from "./health.js";
import { Help } from "./help.js";
import { MapPanel, Networks } from "./later.js";
import { NormsPanel } from "./norms.js";
import { Notice } from "./notice.js";
import { TensorPanel } from "./tensor.js";
import { TimelinePanel } from "./timeline.js";
import { Toasts } from "./toasts.js";
import { Toolbar } from "./toolbar.js";

/** @param {HTMLElement} root @param {Document} document */
export function mount(root, document) {
  root.replaceChildren();
  render(html`<${App} />`, root);
  document.addEventListener("keydown", onKey);
  document.addEventListener("click", release);
}

/** A button that was pressed with a pointer lets go of the keyboard, so that space trains again.
 * @param {MouseEvent} event */
function release({ detail, target }) {
  const button = target instanceof Element ? target.closest("button") : null;
  if (detail > 0) button?.blur();
}

function App() {
  return html`
    <${Header} />
    <${Toolbar} />
    <${Notice} />
    <main class=${hasMap.value ? "page with-map" : "page"} id="main">
      <${GraphPanel} />
      <${CodePanel} />
      <${TensorPanel} />
      <${ExplainPanel} />
      <${MapPanel} />
      <${TimelinePanel} />
      <${NormsPanel} />
      <${HealthPanel} />
    </main>
    <${Toasts} />
    <${Help} />
    <${Networks} />
  `;
}

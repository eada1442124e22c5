/** A layer in the graph: what it is called, what it computes; the last one with its probabilities. */

import { html } from "htm/preact";
import { compact, exact, formulaInBox } from "../format.js";
import { chances } from "../prediction.js";
import * as state from "../state.js";
import { madeBy } from "../trace.js";

const HEIGHT = 44; // of a bar of probability 1

/** @param {{node: import("../layout.js").Node}} props */
export function LayerNode({ node }) {
  const { layer, box } = node;
  const current = state.current.value.event?.layer === layer.name;
  const last = state.lastTrace.value?.layers.at(-1)?.name === layer.name;
  return html`
    <div
      class="node ${current ? "current" : ""} ${last ? "last" : ""}"
      aria-current=${current ? "step" : undefined}
      style=${{ left: `${box.x}px`, top: `${box.y}px`, width: `${box.w}px`, height: `${box.h}px` }}
    >
      <b>${layer.name}</b>
      <code class=${ran(layer.output)} title=${layer.formula}>
        ${
          layer.type === "SoftmaxWithLoss"
            ? `−log softmax(${layer.input})`
            : formulaInBox(layer.formula, `${layer.type}(${layer.input})`)
        }
      </code>
      ${!last && html`<${Backward} layer=${layer} />`}
      ${last && html`<${Probabilities} />`}
    </div>
  `;
}

/** @param {string} name */
const ran = (name) => (state.lookUp(name).value ? "ran" : "");

/** What the layer computes on the way back: what it passes on or, the first, what it keeps.
 * @param {{layer: import("../types.js").Layer}} props */
function Backward({ layer }) {
  const trace = state.lastTrace.value;
  const name = layer.input_gradient ?? layer.gradients[0];
  const made = trace && name ? madeBy(trace, name) : null;
  if (!trace || !made) return null;
  const whole = trace.events[made - 1].formula;
  const [, formula = whole] = whole.split(" = ");
  return html`<code class="backward ${ran(name)}" title=${formula}>${formulaInBox(formula)}</code>`;
}

/** y for the chosen example, as bars; the true label stands out. */
function Probabilities() {
  const { array, value, like } = state.lookUp("y");
  if (!like || like.shape.length !== 2) return null;
  const [, columns] = like.shape;
  const row = state.example.value;
  const names = state.trace.value?.batch.classes;
  const label = state.trace.value?.batch.labels[row];
  const y = array ? chances(array.data.subarray(row * columns, (row + 1) * columns)) : null;
  const text = y ? Array.from(y, (p, k) => `${k}: ${compact(p, 2)}`).join(", ") : "not computed";
  return html`
    <div
      class="bars ${value ? "" : "absent"}"
      role="img"
      aria-label=${`probabilities y of example ${row}: ${text}`}
    >
      ${Array.from({ length: Math.max(2, columns) }, (_, k) => {
        const p = y ? y[k] : 0;
        return html`
          <div class="bar ${k === label ? "true" : ""}" title=${y ? `${names?.[k] ?? k}: ${exact(p)}` : ""}>
            <i style=${{ height: `${y ? Math.round((p || 0) * HEIGHT) : HEIGHT}px` }}></i>
            <span>${k}</span>
          </div>
        `;
      })}
    </div>
  `;
}

/** The layer graph: the network as a chain of layers, its values above and its gradients below. */

import { html } from "htm/preact";
import { useMemo } from "preact/hooks";
import { compact, exact } from "../format.js";
import { chart, wideWidth } from "../layout.js";
import { lookAtArray } from "../looking.js";
import * as state from "../state.js";
import { Edges } from "./edges.js";
import { InputCard } from "./input.js";
import { LayerNode } from "./node.js";
import { Panel } from "./panel.js";
import { Tile } from "./tile.js";
import { useWidth } from "./width.js";

export function GraphPanel() {
  const [holder, width] = useWidth();
  const layers = state.lastTrace.value?.layers;
  const drawn = useMemo(
    () => (layers && width ? chart(layers, width, width < wideWidth(layers)) : null),
    [layers, width],
  );
  return html`
    <${Panel} name="graph" title="Layer graph" aside=${html`<${Legend} />`}>
      <div class="graph-scroll" ref=${holder}>
        ${drawn && html`<${Drawn} drawn=${drawn} />`}
      </div>
    <//>
  `;
}

/** @param {{drawn: import("../layout.js").Chart}} props */
const Drawn = ({ drawn }) => html`
  <div
    class="chart ${drawn.vertical ? "tall" : "wide"} ${state.session.value?.training ? "training" : ""}"
    style=${{ width: `${drawn.width}px`, height: `${drawn.height}px` }}
  >
    <${Edges} drawn=${drawn} />
    <${InputCard} box=${drawn.input} />
    ${drawn.nodes.map((node) => html`<${LayerNode} key=${node.layer.name} node=${node} />`)}
    ${drawn.tiles.map((tile) => html`<${Tile} key=${tile.name} tile=${tile} />`)}
    <${Loss} drawn=${drawn} />
  </div>
`;

/** The loss, one number, and the 1 that backpropagation starts from.
 * @param {{drawn: import("../layout.js").Chart}} props */
function Loss({ drawn }) {
  const name = state.lastTrace.value?.layers.at(-1)?.output ?? "L";
  const { value, array } = state.lookUp(name);
  const number = array ? array.data[0] : null;
  const current = value && state.current.value.output?.id === value.id;
  const { x, y, w, h } = drawn.loss;
  const [seedX, seedY] = drawn.seed;
  const started = state.current.value.event?.phase;
  return html`
    <button
      type="button"
      class="loss ${current ? "current" : ""} ${value ? "" : "absent"}"
      style=${{ left: `${x}px`, top: `${y}px`, width: `${w}px`, height: `${h}px` }}
      title=${number === null ? "the loss is not computed yet" : `L = ${exact(number)}`}
      onClick=${() => lookAtArray(name)}
    >
      <b>${name}</b>
      <span data-testid="loss">${number === null ? "—" : compact(number)}</span>
    </button>
    <span
      class="seed ${started === "backward" || started === "update" ? "" : "absent"}"
      style=${{ left: `${seedX}px`, top: `${seedY}px` }}
      title="∂L/∂L = 1: where backpropagation starts"
    >1</span>
  `;
}

const Legend = () => html`
  <p class="legend" aria-hidden="true">
    <span class="forward">→ values</span> <span class="backward">← gradients</span>
    <span><i class="swatch hatched"></i>not computed</span>
  </p>
`;

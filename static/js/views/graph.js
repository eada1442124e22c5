/** The layer graph: the network as a chain of layers, its values above and its gradients below. */

import { html } from "htm/preact";
import { useEffect, useLayoutEffect, useMemo } from "preact/hooks";
import { compact, exact } from "../format.js";
import { chart, wideWidth } from "../layout.js";
import { lookAtArray } from "../looking.js";
import * as state from "../state.js";
import { anyVersion } from "../trace.js";
import { Edges } from "./edges.js";
import { roam, takeFocus } from "./focus.js";
import { InputCard } from "./input.js";
import { LayerNode } from "./node.js";
import { Panel } from "./panel.js";
import { Tile } from "./tile.js";
import { useWidth } from "./width.js";

const BESIDE = 70; // pixels for the arrays before and after a layer
// A chain without room for it runs down the page; a long one, on a page with some room, is scrolled.
const NARROW = 700; // pixels
const SHORT = 4; // layers

export function GraphPanel() {
  const [holder, width] = useWidth();
  const trace = state.lastTrace.value;
  const layers = trace?.layers;
  const drawn = useMemo(() => {
    if (!trace || !layers || !width) return null;
    const isVector = (/** @type {string} */ name) =>
      (anyVersion(trace, name)?.shape.length ?? 0) < 2;
    const down = width < wideWidth(layers) && (width < NARROW || layers.length <= SHORT);
    return chart(layers, width, down, isVector);
  }, [layers, width]);
  const running = state.current.value.event?.layer;
  useEffect(() => {
    const node = drawn?.nodes.find(({ layer }) => layer.name === running);
    if (holder.current && node && !drawn?.vertical) bringIntoView(holder.current, node.box);
  }, [running, drawn]);
  const goal = state.goal.value;
  useLayoutEffect(() => {
    if (goal?.panel !== "graph") return;
    const tile =
      holder.current?.querySelector(".tile.selected") ?? holder.current?.querySelector(".tile");
    if (tile instanceof HTMLElement) takeFocus(tile);
  }, [goal]);
  return html`
    <${Panel} name="graph" title="Layer graph" aside=${html`<${Legend} />`}>
      <div class="graph-scroll" ref=${holder} onKeyDown=${roam}>
        ${drawn && html`<${Drawn} drawn=${drawn} />`}
      </div>
    <//>
  `;
}

/** Scrolls a chain that is too long for the page to the layer that runs, with what stands beside it.
 * @param {HTMLElement} holder @param {import("../layout.js").Box} box */
function bringIntoView(holder, { x, w }) {
  const { scrollLeft, clientWidth } = holder;
  if (x < scrollLeft + BESIDE || x + w + BESIDE > scrollLeft + clientWidth) {
    holder.scrollLeft = x + w / 2 - clientWidth / 2;
  }
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

/**
 * Where everything in the layer graph stands. A network here is a chain, so its layout is a ruler:
 * layers one after another along the main axis, values on one side of it and gradients on the other.
 * Wide pages run the chain from left to right, narrow ones from top to bottom.
 *
 * @typedef {import("./types.js").Box} Box
 * @typedef {import("./types.js").Layer} Layer
 * @typedef {"above" | "below" | "left" | "right"} Side
 * @typedef {{name: string, box: Box, label: Side, edge: string | null}} Tile
 * @typedef {{layer: Layer, box: Box}} Node
 * @typedef {{id: string, kind: "forward" | "backward" | "gradient", name: string | null,
 *   from: [number, number], to: [number, number]}} Edge
 * @typedef {{width: number, height: number, vertical: boolean, nodes: Node[], edges: Edge[],
 *   tiles: Tile[], input: Box, loss: Box, seed: [number, number]}} Chart
 */

export const TILE = 56; // the most pixels an array's picture takes, each way
const STRIP = 14; // how thick a vector is drawn

const WIDE = { node: 118, lossNode: 142, gap: 64, input: 106, loss: 92, top: 100, height: 136 };
const TALL = { node: 110, gap: 76, input: 104, loss: 52, empty: 74, full: 100, lossNode: 132 };

/** The narrowest page on which the chain can run sideways. @param {Layer[]} layers */
export function wideWidth(layers) {
  const nodes = layers.length * WIDE.node + (WIDE.lossNode - WIDE.node);
  return WIDE.input + layers.length * WIDE.gap + nodes + WIDE.loss;
}

/** @param {Layer[]} layers in order, the loss last @param {number} width @param {boolean} vertical */
export const chart = (layers, width, vertical) =>
  vertical ? tallChart(layers, width) : wideChart(layers, width);

/** @param {Layer[]} layers @param {number} width @returns {Chart} */
function wideChart(layers, width) {
  const total = Math.max(width, wideWidth(layers));
  const gap = WIDE.gap + Math.floor((total - wideWidth(layers)) / layers.length);
  const { top, height } = WIDE;
  const [forward, backward] = [top + 40, top + height - 40];
  /** @type {Chart} */
  const chart = {
    ...empty(total, 350, false),
    input: { x: 0, y: top - 16, w: WIDE.input, h: 180 },
  };
  let x = WIDE.input;
  layers.forEach((layer, i) => {
    const w = i === layers.length - 1 ? WIDE.lossNode : WIDE.node;
    const middle = x + Math.round((gap - TILE) / 2);
    arrow(chart, "forward", layer.input, [x + 4, forward], [x + gap - 4, forward]);
    tile(chart, layer.input, middle, forward - 12 - TILE, "above", `forward ${layer.input}`);
    const gradient = layer.input_gradient;
    if (gradient || i > 0) {
      arrow(chart, "backward", gradient, [x + gap - 4, backward], [x + 4, backward]);
    }
    if (gradient) tile(chart, gradient, middle, backward + 12, "below", `backward ${gradient}`);
    x += gap;
    chart.nodes.push({ layer, box: { x, y: top, w, h: height } });
    wideParameters(chart, layer, x + w / 2);
    x += w;
  });
  arrow(chart, "forward", layers[layers.length - 1].output, [x + 4, forward], [x + 32, forward]);
  arrow(chart, "backward", null, [x + 32, backward], [x + 4, backward]);
  chart.loss = { x: x + 36, y: forward - 22, w: WIDE.loss - 36, h: 44 };
  chart.seed = [x + 42, backward];
  return chart;
}

/** @param {Chart} chart @param {Layer} layer @param {number} middle */
function wideParameters(chart, layer, middle) {
  const n = layer.parameters.length;
  const step = TILE + 8;
  const left = Math.round(middle - (n * step - 8) / 2);
  const bottom = WIDE.top + WIDE.height;
  layer.parameters.forEach((name, i) => {
    tile(chart, name, left + i * step, 4, "below", null);
  });
  layer.gradients.forEach((name, i) => {
    const x = left + i * step;
    tile(chart, name, x, bottom + 25, "below", `gradient ${name}`);
    const at = x + TILE / 2;
    arrow(chart, "gradient", name, [at, bottom + 3], [at, bottom + 20]);
  });
}

/** @param {Layer[]} layers @param {number} width @returns {Chart} */
function tallChart(layers, width) {
  const left = Math.round((width - TALL.node) / 2);
  const right = left + TALL.node;
  const [forward, backward] = [left + 30, right - 30];
  /** @type {Chart} */
  const chart = { ...empty(width, 0, true), input: { x: 0, y: 0, w: width, h: TALL.input } };
  let y = TALL.input;
  layers.forEach((layer, i) => {
    const middle = y + Math.round((TALL.gap - TILE) / 2);
    arrow(chart, "forward", layer.input, [forward, y + 4], [forward, y + TALL.gap - 4]);
    tile(chart, layer.input, forward - 12 - TILE, middle, "left", `forward ${layer.input}`);
    const gradient = layer.input_gradient;
    if (gradient || i > 0) {
      arrow(chart, "backward", gradient, [backward, y + TALL.gap - 4], [backward, y + 4]);
    }
    if (gradient) tile(chart, gradient, backward + 12, middle, "right", `backward ${gradient}`);
    y += TALL.gap;
    const rows = layer.parameters.length;
    const last = i === layers.length - 1;
    const h = last ? TALL.lossNode : rows ? TALL.full : TALL.empty;
    const w = last ? WIDE.lossNode : TALL.node;
    chart.nodes.push({ layer, box: { x: Math.round((width - w) / 2), y, w, h } });
    tallParameters(chart, layer, left, right, y);
    y += h;
  });
  arrow(chart, "forward", layers[layers.length - 1].output, [forward, y + 4], [forward, y + 24]);
  arrow(chart, "backward", null, [backward, y + 24], [backward, y + 4]);
  chart.loss = { x: forward - 40, y: y + 26, w: 80, h: 42 };
  chart.seed = [backward, y + 40];
  chart.height = y + 26 + TALL.loss;
  return chart;
}

/** @param {Chart} chart @param {Layer} layer @param {number} left @param {number} right @param {number} y */
function tallParameters(chart, layer, left, right, y) {
  const at = (/** @type {number} */ i) => y + 6 + i * (TILE + 10);
  layer.parameters.forEach((name, i) => {
    tile(chart, name, left - 12 - TILE, at(i), "left", null);
  });
  layer.gradients.forEach((name, i) => {
    tile(chart, name, right + 15, at(i), "right", `gradient ${name}`);
    const middle = at(i) + (i === 0 ? TILE : STRIP) / 2;
    arrow(chart, "gradient", name, [right + 3, middle], [right + 14, middle]);
  });
}

/** @param {number} width @param {number} height @param {boolean} vertical @returns {Chart} */
const empty = (width, height, vertical) => ({
  width,
  height,
  vertical,
  nodes: [],
  edges: [],
  tiles: [],
  input: { x: 0, y: 0, w: 0, h: 0 },
  loss: { x: 0, y: 0, w: 0, h: 0 },
  seed: [0, 0],
});

/** @param {Chart} chart @param {Edge["kind"]} kind @param {string | null} name
 * @param {[number, number]} from @param {[number, number]} to */
const arrow = (chart, kind, name, from, to) =>
  chart.edges.push({ id: `${kind} ${name ?? "1"}`, kind, name, from, to });

/** @param {Chart} chart @param {string} name @param {number} x @param {number} y
 * @param {Side} label @param {string | null} edge */
const tile = (chart, name, x, y, label, edge) =>
  chart.tiles.push({ name, box: { x, y, w: TILE, h: TILE }, label, edge });

/**
 * How big an array's picture may be: a vector is a strip, everything else fills its slot.
 * @param {number[]} shape @returns {[number, number]} width and height
 */
export const tileSize = (shape) => (shape.length < 2 ? [TILE, STRIP] : [TILE, TILE]);

/**
 * Where everything in the layer graph stands. A network is a chain, so its layout is a ruler: layers
 * one after another along the main axis, values on one side of it and gradients on the other; a block
 * has a way around what is inside of it. Wide pages run the chain from left to right, narrow ones
 * from top to bottom.
 *
 * @typedef {import("./types.js").Box} Box
 * @typedef {import("./types.js").Layer} Layer
 * @typedef {"above" | "below" | "left" | "right"} Side
 * @typedef {{name: string, box: Box, label: Side, edge: string | null}} Tile
 * @typedef {{layer: Layer, box: Box}} Node
 * @typedef {{id: string, kind: "forward" | "backward" | "gradient", name: string | null,
 *   points: [number, number][]}} Edge
 * @typedef {{width: number, height: number, vertical: boolean, nodes: Node[], edges: Edge[],
 *   tiles: Tile[], input: Box, loss: Box, seed: [number, number]}} Chart
 */

import { chain } from "./chain.js";

export const TILE = 56; // the most pixels an array's picture takes, each way
const STRIP = 14; // how thick a vector is drawn
const SLOT = 24; // how much room it takes, to be pressed

const WIDE = { node: 118, lossNode: 142, gap: 63, input: 106, loss: 92, top: 100, height: 136 };
const TALL = { node: 110, least: 74, gap: 76, input: 104, loss: 52, lossNode: 132, apart: 9 };
const AROUND = 26; // pixels for the way around a block

/** The narrowest page on which the chain can run sideways. @param {Layer[]} layers */
export function wideWidth(layers) {
  const nodes = layers.reduce((sum, layer, i) => sum + wideNode(layer, i === layers.length - 1), 0);
  return WIDE.input + layers.length * WIDE.gap + nodes + WIDE.loss;
}

/** A layer is as wide as the pictures of its parameters. @param {Layer} layer @param {boolean} last */
const wideNode = ({ parameters }, last) =>
  Math.max(last ? WIDE.lossNode : WIDE.node, parameters.length * (TILE + 8) - 8);

/** @param {Layer[]} layers in order, the loss last @param {number} width @param {boolean} vertical
 * @param {(name: string) => boolean} isVector which parameters are drawn as strips */
export const chart = (layers, width, vertical, isVector) =>
  vertical ? tallChart(layers, width, isVector) : wideChart(layers, width);

/** @param {Layer[]} layers @param {number} width @returns {Chart} */
function wideChart(layers, width) {
  const total = Math.max(width, wideWidth(layers));
  const gap = WIDE.gap + Math.floor((total - wideWidth(layers)) / layers.length);
  const steps = chain(layers);
  const room = steps.some(({ around }) => around !== null) ? AROUND : 0;
  const [top, height] = [WIDE.top + room, WIDE.height];
  const [forward, backward] = [top + 40, top + height - 40];
  const bottom = top + height + 25 + TILE + room + 26;
  /** @type {Chart} */
  const chart = {
    ...empty(total, 350 + 2 * room, false),
    input: { x: 0, y: top - 16, w: WIDE.input, h: 180 },
  };
  /** @type {number[]} */
  const middles = [];
  let x = WIDE.input;
  steps.forEach(({ layer, input, gradient, back, around }, i) => {
    const w = wideNode(layer, i === steps.length - 1);
    const middle = x + Math.round((gap - TILE) / 2);
    middles.push(x + gap / 2);
    arrow(chart, "forward", input, [x + 4, forward], [x + gap - 4, forward]);
    tile(chart, input, middle, forward - 12 - TILE, "above", `forward ${input}`);
    if (back || i > 0) arrow(chart, "backward", back, [x + gap - 4, backward], [x + 4, backward]);
    if (gradient) tile(chart, gradient, middle, backward + 12, "below", `backward ${gradient}`);
    x += gap;
    chart.nodes.push({ layer, box: { x, y: top, w, h: height } });
    wideParameters(chart, layer, x + w / 2, top);
    if (around !== null) {
      const [from, to] = [middles[around], x + w / 2];
      const above = forward - 12 - TILE - 38;
      path(chart, "forward", layer.input, [
        [from, above],
        [from, 12],
        [to, 12],
        [to, top - 3],
      ]);
      const below = [to, top + height + 3];
      const landing = [from, backward + 12 + TILE + 40];
      path(chart, "backward", layer.output_gradient, [
        below,
        [to, bottom],
        [from, bottom],
        landing,
      ]);
    }
    x += w;
  });
  arrow(chart, "forward", layers[layers.length - 1].output, [x + 4, forward], [x + 32, forward]);
  arrow(chart, "backward", null, [x + 32, backward], [x + 4, backward]);
  chart.loss = { x: x + 36, y: forward - 22, w: WIDE.loss - 36, h: 44 };
  chart.seed = [x + 42, backward];
  return chart;
}

/** @param {Chart} chart @param {Layer} layer @param {number} middle @param {number} top */
function wideParameters(chart, layer, middle, top) {
  const n = layer.parameters.length;
  const step = TILE + 8;
  const left = Math.round(middle - (n * step - 8) / 2);
  const bottom = top + WIDE.height;
  layer.parameters.forEach((name, i) => {
    tile(chart, name, left + i * step, top - 96, "below", null);
  });
  layer.gradients.forEach((name, i) => {
    const x = left + i * step;
    tile(chart, name, x, bottom + 25, "below", `gradient ${name}`);
    const at = x + TILE / 2;
    arrow(chart, "gradient", name, [at, bottom + 3], [at, bottom + 20]);
  });
}

/** @param {Layer[]} layers @param {number} width @param {(name: string) => boolean} isVector
 * @returns {Chart} */
function tallChart(layers, width, isVector) {
  const left = Math.round((width - TALL.node) / 2);
  const right = left + TALL.node;
  const [forward, backward] = [left + 30, right - 30];
  /** @type {Chart} */
  const chart = { ...empty(width, 0, true), input: { x: 0, y: 0, w: width, h: TALL.input } };
  const steps = chain(layers);
  /** @type {number[]} */
  const middles = [];
  let y = TALL.input;
  steps.forEach(({ layer, input, gradient, back, around }, i) => {
    const middle = y + Math.round((TALL.gap - TILE) / 2);
    middles.push(y + TALL.gap / 2);
    arrow(chart, "forward", input, [forward, y + 4], [forward, y + TALL.gap - 4]);
    tile(chart, input, forward - 12 - TILE, middle, "left", `forward ${input}`);
    if (back || i > 0) {
      arrow(chart, "backward", back, [backward, y + TALL.gap - 4], [backward, y + 4]);
    }
    if (gradient) tile(chart, gradient, backward + 12, middle, "right", `backward ${gradient}`);
    y += TALL.gap;
    const heights = layer.parameters.map((name) => (isVector(name) ? SLOT : TILE));
    const needed = heights.reduce((sum, height) => sum + height + TALL.apart, TALL.apart);
    const last = i === steps.length - 1;
    const h = last ? TALL.lossNode : Math.max(TALL.least, needed);
    const w = last ? WIDE.lossNode : TALL.node;
    chart.nodes.push({ layer, box: { x: Math.round((width - w) / 2), y, w, h } });
    tallParameters(chart, layer, heights, left, right, y + TALL.apart);
    if (around !== null) {
      const [from, to] = [middles[around], y + h / 2];
      const [start, end] = [forward - 12 - TILE - 62, left - 3];
      path(chart, "forward", layer.input, [
        [start, from],
        [6, from],
        [6, to],
        [end, to],
      ]);
      const [out, landing] = [right + 3, backward + 12 + TILE + 62];
      const edge = width - 6;
      path(chart, "backward", layer.output_gradient, [
        [out, to],
        [edge, to],
        [edge, from],
        [landing, from],
      ]);
    }
    y += h;
  });
  arrow(chart, "forward", layers[layers.length - 1].output, [forward, y + 4], [forward, y + 24]);
  arrow(chart, "backward", null, [backward, y + 24], [backward, y + 4]);
  chart.loss = { x: forward - 40, y: y + 26, w: 80, h: 42 };
  chart.seed = [backward, y + 40];
  chart.height = y + 26 + TALL.loss;
  return chart;
}

/** @param {Chart} chart @param {Layer} layer @param {number[]} heights of its parameters
 * @param {number} left @param {number} right @param {number} y */
function tallParameters(chart, layer, heights, left, right, y) {
  heights.forEach((h, i) => {
    const [name, gradient] = [layer.parameters[i], layer.gradients[i]];
    tile(chart, name, left - 12 - TILE, y, "left", null, h);
    if (gradient) {
      tile(chart, gradient, right + 15, y, "right", `gradient ${gradient}`, h);
      arrow(chart, "gradient", gradient, [right + 3, y + h / 2], [right + 14, y + h / 2]);
    }
    y += h + TALL.apart;
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
  chart.edges.push({ id: `${kind} ${name ?? "1"}`, kind, name, points: [from, to] });

/** The way around a block. @param {Chart} chart @param {Edge["kind"]} kind
 * @param {string | null} name @param {number[][]} points */
const path = (chart, kind, name, points) =>
  chart.edges.push({
    id: `${kind} ${name} around`,
    kind,
    name,
    points: /** @type {[number, number][]} */ (points),
  });

/** @param {Chart} chart @param {string} name @param {number} x @param {number} y
 * @param {Side} label @param {string | null} edge @param {number} [h] */
const tile = (chart, name, x, y, label, edge, h = TILE) =>
  chart.tiles.push({ name, box: { x, y, w: TILE, h }, label, edge });

/**
 * How big an array's picture may be: a vector is a strip, everything else fills its slot.
 * @param {number[]} shape @returns {[number, number]} width and height
 */
export const tileSize = (shape) => (shape.length < 2 ? [TILE, STRIP] : [TILE, TILE]);

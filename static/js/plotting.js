/** How a chart looks and what a pointer does to it, as options of uPlot, in the page's colours. */

import { compact, percent } from "./format.js";
import { reading } from "./state.js";

/**
 * @typedef {{label: string, colour: string, scale: string, dash?: number[], width?: number,
 *   sparse?: boolean}} Line
 * `colour` is one of the style sheet's, such as "var(--value)"; a sparse line was not measured
 * everywhere and goes straight from one point to the next
 * @typedef {{current: {cursor: number, onPick: (iteration: number) => void}}} Now
 */

const FONT = "11px system-ui, sans-serif";

/** @param {HTMLElement} element @param {Line[]} lines @param {number} height @param {boolean} log
 * @param {Now} now what changes without a new chart @returns {uPlot.Options} */
export function options(element, lines, height, log, now) {
  const painted = (/** @type {string} */ colour) => resolve(element, colour);
  const axis = {
    stroke: painted("var(--quiet)"),
    grid: { stroke: painted("var(--grid)"), width: 1 },
    ticks: { show: false },
    font: FONT,
  };
  return {
    width: element.clientWidth,
    height,
    legend: { show: false },
    padding: [8, log ? 14 : 0, 0, 0],
    cursor: { y: false, points: { size: 6 }, drag: { x: false, y: false } },
    scales: {
      x: { time: false, range: (_plot, _low, high) => [0, Math.max(1, high, now.current.cursor)] },
      ...(log ? { y: { distr: 3 } } : { accuracy: { range: [0, 1] } }),
    },
    axes: [
      { ...axis, size: 30, gap: 8 }, // so that no number of it stands beside one of the other axes
      { ...axis, size: 44, gap: 2, scale: lines[0]?.scale, values: numbers },
      ...(lines.some(({ scale }) => scale === "accuracy") ? [percentAxis(axis)] : []),
    ],
    series: [
      {},
      ...lines.map(({ label, colour, scale, dash, width = 1.5, sparse = false }) => ({
        label,
        scale,
        dash,
        stroke: painted(colour),
        width,
        spanGaps: sparse,
        points: { show: false },
      })),
    ],
    hooks: {
      draw: [(plot) => drawCursor(plot, now.current.cursor, painted("var(--cursor)"))],
      setCursor: [
        ({ cursor }) => {
          if (!cursor.event) return; // the chart was drawn, nobody has pointed at it
          reading.value = (cursor.left ?? -1) < 0 ? null : (cursor.idx ?? null);
        },
      ],
      ready: [(plot) => listen(plot, (at) => now.current.onPick(at))],
    },
  };
}

/** Of a logarithmic axis only the powers of ten. @param {uPlot} _plot @param {(number | null)[]} splits */
const numbers = (_plot, splits) => splits.map((split) => (split === null ? null : compact(split)));

/** @param {uPlot.Axis} axis @returns {uPlot.Axis} */
const percentAxis = (axis) => ({
  ...axis,
  side: 1,
  size: 46, // timeline.css counts on it, so that the slider ends where the chart does
  gap: 8,
  scale: "accuracy",
  grid: { show: false },
  splits: [0, 0.5, 1],
  values: (_plot, splits) => splits.map(percent),
});

/** The colour itself: a canvas does not know the tokens of the style sheet.
 * @param {HTMLElement} element @param {string} colour */
function resolve(element, colour) {
  element.style.color = colour;
  const { color } = getComputedStyle(element);
  element.style.color = "";
  return color;
}

/** The amber line. @param {uPlot} plot @param {number} at @param {string} colour */
function drawCursor(plot, at, colour) {
  const x = Math.round(plot.valToPos(at, "x", true));
  const { left, top, width, height } = plot.bbox;
  if (x < left || x > left + width) return;
  plot.ctx.fillStyle = colour;
  plot.ctx.fillRect(x - devicePixelRatio, top, 2 * devicePixelRatio, height);
}

/** Press or drag: the iteration under the pointer. @param {uPlot} plot @param {(at: number) => void} pick */
function listen(plot, pick) {
  const last = () => (plot.data[0].length || 1) - 1;
  const at = (/** @type {PointerEvent} */ event) =>
    Math.round(
      Math.min(
        last(),
        Math.max(0, plot.posToVal(event.clientX - plot.over.getBoundingClientRect().left, "x")),
      ),
    );
  plot.over.addEventListener("pointerdown", (event) => {
    plot.over.setPointerCapture(event.pointerId);
    pick(at(event));
  });
  plot.over.addEventListener("pointermove", (event) => {
    if (event.buttons & 1) pick(at(event));
  });
}

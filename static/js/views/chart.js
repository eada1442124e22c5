/** A uPlot chart in the page's colours, that grows with its data and its panel. */

import { html } from "htm/preact";
import { useEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import { percent } from "../format.js";
import { theme } from "../state.js";

/**
 * @typedef {import("../types.js").Column} Column
 * @typedef {{label: string, colour: string, scale: string, dash?: number[]}} Line
 * `colour` is the name of a token of the style sheet, "--value".
 */

/**
 * @param {{columns: Column[], lines: Line[], cursor: number, height: number, log?: boolean,
 *   label: string, onPick: (iteration: number) => void}} props
 */
export function Chart({ columns, lines, cursor, height, log = false, label, onPick }) {
  const holder = useRef(/** @type {HTMLElement | null} */ (null));
  const plot = useRef(/** @type {uPlot | null} */ (null));
  const latest = useRef({ cursor, onPick });
  latest.current = { cursor, onPick };
  const tone = theme.value;
  const some = columns.some((column) => column.length > 0);
  const kind = `${some} ${tone} ${lines.map(({ label }) => label)} ${height}`;

  useEffect(() => {
    const element = holder.current;
    if (!element || !some) return;
    const made = new uPlot(options(element, lines, height, log, latest), data(columns), element);
    plot.current = made;
    const observer = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.destroy();
      plot.current = null;
    };
  }, [kind]);
  useEffect(() => {
    plot.current?.setData(data(columns));
  }, [columns]);
  useEffect(() => {
    plot.current?.setData(data(columns)); // the axis may have to reach further
  }, [cursor]);
  return html`<div class="plot" role="img" aria-label=${label} ref=${holder}></div>`;
}

/** @param {Column[]} columns @returns {uPlot.AlignedData} */
const data = (columns) => [(columns[0] ?? []).map((_, k) => k), ...columns];

/**
 * @param {HTMLElement} element @param {Line[]} lines @param {number} height @param {boolean} log
 * @param {{current: {cursor: number, onPick: (iteration: number) => void}}} latest
 * @returns {uPlot.Options}
 */
function options(element, lines, height, log, latest) {
  const token = (/** @type {string} */ name) => resolve(element, name);
  const ink = token("--quiet");
  const axis = { stroke: ink, grid: { stroke: token("--grid"), width: 1 }, ticks: { show: false } };
  const font = "11px system-ui, sans-serif";
  return {
    width: element.clientWidth,
    height,
    legend: { show: false },
    padding: [8, log ? 14 : 0, 0, 0],
    cursor: { y: false, points: { size: 6 }, drag: { x: false, y: false } },
    scales: {
      x: {
        time: false,
        range: (_plot, _low, high) => [0, Math.max(1, high, latest.current.cursor)],
      },
      ...(log ? { y: { distr: 3 } } : { accuracy: { range: [0, 1] } }),
    },
    axes: [
      { ...axis, font, size: 24, gap: 2 },
      { ...axis, font, size: 44, gap: 2, scale: lines[0]?.scale },
      ...(lines.some(({ scale }) => scale === "accuracy") ? [percentAxis(axis, font)] : []),
    ],
    series: [
      {},
      ...lines.map(({ label, colour, scale, dash }) => ({
        label,
        scale,
        dash,
        stroke: token(colour),
        width: 1.5,
        points: { show: false },
      })),
    ],
    hooks: {
      draw: [
        (/** @type {uPlot} */ plot) => drawCursor(plot, latest.current.cursor, token("--cursor")),
      ],
      ready: [(/** @type {uPlot} */ plot) => listen(plot, (at) => latest.current.onPick(at))],
    },
  };
}

/** @param {uPlot.Axis} axis @param {string} font @returns {uPlot.Axis} */
const percentAxis = (axis, font) => ({
  ...axis,
  font,
  side: 1,
  size: 46, // timeline.css counts on it, so that the slider ends where the chart does
  gap: 8,
  scale: "accuracy",
  grid: { show: false },
  splits: [0, 0.5, 1],
  values: (_plot, splits) => splits.map(percent),
});

/** The colour a token stands for: a canvas does not know tokens. @param {HTMLElement} element @param {string} name */
function resolve(element, name) {
  element.style.color = `var(${name})`;
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

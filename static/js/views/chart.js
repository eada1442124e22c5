/** A line chart of training that grows with its data and its panel, and can be read with pointer or keys. */

import { html } from "htm/preact";
import { useEffect, useRef } from "preact/hooks";
import { whenCalm } from "../calm.js";
import { options } from "../plotting.js";
import * as state from "../state.js";

/** @typedef {import("../plotting.js").Line} Line */
/** @typedef {import("../types.js").Column} Column */

/**
 * @param {{columns: Column[], lines: Line[], cursor: number, height: number, log?: boolean,
 *   label: string, describe: (iteration: number) => string, onPick: (iteration: number) => void}} props
 * `describe` says in words what stands at an iteration
 */
export function Chart({ columns, lines, cursor, height, log = false, label, describe, onPick }) {
  const holder = useRef(/** @type {HTMLElement | null} */ (null));
  const plot = useRef(/** @type {uPlot | null} */ (null));
  const now = useRef({ columns, cursor, onPick });
  now.current = { columns, cursor, onPick };
  const reading = state.reading.value;
  const some = columns.some((column) => column.length > 0);
  const kind = `${some} ${state.theme.value} ${lines.map(({ label }) => label)} ${height}`;

  useEffect(() => {
    const element = holder.current;
    if (!element || !some) return;
    let gone = false;
    const observer = new ResizeObserver(() =>
      plot.current?.setSize({ width: element.clientWidth, height }),
    );
    library().then((Plot) => {
      if (gone) return;
      const made = new Plot(
        options(element, lines, height, log, now),
        data(now.current.columns),
        element,
      );
      plot.current = made;
      observer.observe(element);
    });
    return () => {
      gone = true;
      observer.disconnect();
      plot.current?.destroy();
      plot.current = null;
    };
  }, [kind]);
  useEffect(() => {
    plot.current?.setData(data(columns)); // also where only the axis has to reach further
  }, [columns, cursor]);
  useEffect(() => {
    const drawn = plot.current;
    const left = drawn && reading !== null ? drawn.valToPos(reading, "x") : -10;
    drawn?.setCursor({ left, top: left < 0 ? -10 : 1 }, false);
  }, [reading]);

  if (!some)
    return html`<p class="plot empty">Train (Space) or step an iteration (I) to draw this.</p>`;
  const at = reading ?? cursor;
  const last = Math.max(0, (columns[0]?.length ?? 0) - 1);
  return html`<div
    class="plot"
    role="slider"
    tabindex="0"
    aria-label=${`${label}: arrow keys read it, Enter goes there`}
    aria-valuemin="0"
    aria-valuemax=${Math.max(last, at)}
    aria-valuenow=${at}
    aria-valuetext=${describe(at)}
    ref=${holder}
    onKeyDown=${(/** @type {KeyboardEvent} */ event) => read(event, at, last, onPick)}
    onBlur=${() => {
      state.reading.value = null;
    }}
  ></div>`;
}

/** @type {Promise<typeof uPlot> | null} */
let loading = null;

/** What draws is as large as the rest of the page together, so it comes after the first paint. */
function library() {
  loading ??= whenCalm().then(async () => (await import("uplot")).default);
  return loading;
}

/** @param {Column[]} columns @returns {uPlot.AlignedData} */
const data = (columns) => [(columns[0] ?? []).map((_, k) => k), ...columns];

/** @type {Record<string, number>} */
const STEPS = { ArrowLeft: -1, ArrowRight: 1, PageDown: -10, PageUp: 10 };

/** @param {KeyboardEvent} event @param {number} at @param {number} last
 * @param {(iteration: number) => void} pick */
function read(event, at, last, pick) {
  const step = STEPS[event.key];
  if (step) state.reading.value = Math.min(last, Math.max(0, at + step));
  else if (event.key === "Enter") pick(at);
  else if (event.key === "Escape") state.reading.value = null;
  else return;
  event.preventDefault();
}

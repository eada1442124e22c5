/** The program of one iteration, line by line as it really ran, with the current expression lit. */

import { html } from "htm/preact";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { goto } from "../actions.js";
import { lastEvent, lit, program } from "../program.js";
import * as state from "../state.js";
import { roam } from "./focus.js";
import { Panel } from "./panel.js";

/** @typedef {import("../program.js").Line} Line */

export function CodePanel() {
  const trace = state.lastTrace.value;
  const parts = useMemo(() => (trace ? program(trace.events) : []), [trace]);
  const list = useRef(/** @type {HTMLElement | null} */ (null));
  const cursor = state.cursor.value;
  useEffect(() => reveal(list.current), [cursor, trace]);
  useEffect(() => {
    if (!list.current) return;
    const observer = new ResizeObserver(() => reveal(list.current));
    observer.observe(list.current);
    return () => observer.disconnect();
  }, [trace === null]);
  if (!trace) return html`<${Panel} name="code" title="Program" />`;
  return html`
    <${Panel} name="code" title="Program — one iteration">
      <div class="code-scroll" tabindex="-1" ref=${list} onKeyDown=${roam}>
        <ol class="lines">
          <${FirstLine} iteration=${trace.iteration} rows=${trace.batch.rows.length} />
        </ol>
        ${parts.map(
          (part, k) => html`
            <h3 class=${part.phase} key=${k}>${part.phase}</h3>
            <ol class="lines">
              ${part.lines.map(
                (line, i) => html`
                  <${CodeLine}
                    key=${line.events[0].index}
                    line=${line}
                    first=${part.lines[i - 1]?.layer !== line.layer}
                    enters=${line.call !== null && part.lines[i - 1]?.call !== line.call}
                  />
                `,
              )}
            </ol>
          `,
        )}
      </div>
    <//>
  `;
}

/** Position 0: the batch is there, nothing has run. @param {{iteration: number, rows: number}} props */
const FirstLine = ({ iteration, rows }) => html`
  <li class="line ${state.cursor.value === 0 ? "current" : "ran"}">
    <button type="button" onClick=${() => goto(0)} title="${rows} examples; nothing has run yet">
      <span class="number">0</span>
      <code>x, t = batch(${iteration})</code>
    </button>
  </li>
`;

/** @param {{line: Line, first: boolean, enters: boolean}} props */
function CodeLine({ line, first, enters }) {
  const cursor = state.cursor.value;
  const begin = line.events[0].index;
  const current = cursor >= begin && cursor <= lastEvent(line);
  const event = line.events.find(({ index }) => index === cursor);
  const time = current ? "current" : cursor >= begin ? "ran" : "";
  const label = html`<span class="layer">${line.layer}${line.phase === "update" && ` · ${outputs(line).at(-1)}`}</span>`;
  const makes = makesPointed(line) ? "pointed" : "";
  return html`
    <li class="line ${line.phase} ${time} ${makes}" aria-current=${current ? "step" : undefined}>
      ${enters && html`<p class="call"><span>${line.call}()</span>${first && label}</p>`}
      <button
        type="button"
        class=${line.call ? "inside" : ""}
        title=${`${line.file}:${line.number}`}
        onClick=${() => goto(lastEvent(line))}
        onPointerEnter=${() => point(line)}
        onPointerLeave=${() => point(null)}
      >
        <span class="number">${current ? "▶" : begin}</span>
        <${Text} line=${line} />
        ${(line.phase === "update" || (first && !enters)) && label}
      </button>
      ${event && html`<p class="formula"><${Pips} line=${line} cursor=${cursor} />${event.formula}</p>`}
    </li>
  `;
}

/** The source, `self.` set back, the current expression lit. @param {{line: Line}} props */
function Text({ line }) {
  const [before, now, after] = lit(line, state.cursor.value);
  return html`<code>${quiet(before)}${now && html`<mark>${quiet(now)}</mark>`}${quiet(after)}</code>`;
}

/** @param {string} text */
const quiet = (text) =>
  text
    .split(/(self\.|return )/)
    .map((part) => (/^(self\.|return )$/.test(part) ? html`<i>${part}</i>` : part));

/** How many operations run on the line, and how many have run. @param {{line: Line, cursor: number}} props */
const Pips = ({ line, cursor }) => html`
  <span class="pips" aria-hidden="true">
    ${line.events.map(
      ({ index }) => html`<i class=${index === cursor ? "now" : index < cursor ? "done" : ""}></i>`,
    )}
  </span>
`;

/** @param {Line} line */
function outputs(line) {
  const ids = new Set(line.events.flatMap((event) => event.outputs));
  return (
    state.lastTrace.value?.values.filter(({ id }) => ids.has(id)).map(({ name }) => name) ?? []
  );
}

/** @param {Line} line */
const makesPointed = (line) =>
  state.pointed.value !== null && outputs(line).includes(state.pointed.value);

/** @param {Line | null} line */
const point = (line) => {
  state.pointed.value = line ? (outputs(line).at(-1) ?? null) : null;
};

/** Scrolls the list to the current line, never the page. @param {HTMLElement | null} list */
function reveal(list) {
  const line = list?.querySelector(".current");
  if (!line || !list || list.scrollHeight <= list.clientHeight) return;
  const [top, view] = [line.getBoundingClientRect(), list.getBoundingClientRect()];
  if (top.top < view.top + 30) list.scrollTop -= view.top + 60 - top.top;
  else if (top.bottom > view.bottom - 50) list.scrollTop += top.bottom - view.bottom + 90;
}

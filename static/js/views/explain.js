/** Where the chosen number comes from: the formula, and the numbers that made it, to be asked next. */

import { html } from "htm/preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { goto } from "../actions.js";
import { address, compact, exact } from "../format.js";
import { lookAtFactor, retrace } from "../looking.js";
import { placeOf } from "../planes.js";
import * as state from "../state.js";
import { anyVersion, title } from "../trace.js";
import { goOn, roam, takeFocus, useKeptFocus } from "./focus.js";
import { Leaf } from "./leaf.js";
import { Formula } from "./mathml.js";
import { NotComputed } from "./notcomputed.js";
import { Panel } from "./panel.js";
import { Summons } from "./summons.js";
import { Terms } from "./terms.js";
import { Training } from "./training.js";

/** @typedef {import("../types.js").Explanation} Explanation */
/** @typedef {import("../types.js").Selection} Selection */

export function ExplainPanel() {
  const explained = state.explained.value;
  const answer = useRef(/** @type {HTMLElement | null} */ (null));
  const goal = state.goal.value;
  const settled = isSettled();
  useKeptFocus(answer, () => answer.current?.focus({ preventScroll: true }));
  useLayoutEffect(() => {
    if (goal?.panel !== "explanation" || !settled) return;
    const first = answer.current?.querySelector(FIRST);
    takeFocus(first instanceof HTMLElement ? first : answer.current);
  }, [goal, settled]);
  return html`
    <${Panel} name="explain" title=${html`<${Question} />`}>
      <${Trail} />
      <div class="answer" tabindex="-1" ref=${answer} onKeyDown=${roam}>
        ${explained ? html`<${Explained} explanation=${explained.explanation} />` : html`<${Nothing} />`}
      </div>
      <${Summons} panel=${answer} />
    <//>
  `;
}

/** What to ask next: a factor, a reader, whatever can be pressed. */
const FIRST = ".terms button, .readers button, .ask, .next button";

/** Whether the panel shows what there is to say about the number looked at. */
function isSettled() {
  const chosen = state.selection.value;
  if (!chosen?.index || state.unexplained.value || !state.selected.value?.value) return true;
  return JSON.stringify(state.explained.value?.of) === JSON.stringify(chosen);
}

/** The question that the panel answers. */
function Question() {
  const known = state.explained.value;
  const chosen = known?.of ?? state.selection.value;
  if (state.session.value?.training && !known) return "While the network trains";
  if (!chosen?.index) return "Where does a number come from?";
  const number = known?.explanation.number;
  return html`Where does${" "}
    <span class="asked">${address(nameOf(chosen), chosen.index)}${number !== undefined && html` = <b title=${exact(number)}>${compact(number)}</b>`}</span>
    ${" "}come from?`;
}

function Nothing() {
  const chosen = state.selection.value;
  const seen = state.selected.value;
  if (state.session.value?.training) return html`<${Training} />`;
  if (state.unexplained.value) return html`<p class="empty">${state.unexplained.value}</p>`;
  if (chosen && state.trace.value && !seen?.like) {
    return html`<p class="empty">There is no array named <code>${chosen.name}</code> in this network.</p>`;
  }
  if (chosen && seen?.like && !seen.value) return html`<${NotComputed} name=${chosen.name} />`;
  return html`<p class="empty">Choose a number in the array, and this says which numbers made it.</p>`;
}

/** What a value is called, also where it is only known as "v17". @param {Selection} selection */
function nameOf({ name }) {
  const trace = state.lastTrace.value;
  const value = trace && anyVersion(trace, name);
  return value ? title(value) : name;
}

/** The numbers that were asked about on the way here. */
function Trail() {
  const trail = state.trail.value;
  if (trail.length === 0) return null;
  const first = Math.max(0, trail.length - 4);
  return html`
    <nav class="trail" aria-label="numbers asked about">
      ${first > 0 && html`<span class="quiet">…</span>`}
      ${trail.slice(first).map(
        (step, k) => html`
          <button
            type="button"
            onClick=${(/** @type {MouseEvent} */ event) => {
              retrace(first + k);
              goOn(event);
            }}
          >
            ${address(nameOf(step), step.index)}
          </button>
          <span class="quiet" aria-hidden="true">←</span>
        `,
      )}
    </nav>
  `;
}

/** With few terms the same equation in numbers is short enough to be read. Of a number that is another
 * number, copied, it would say nothing. @param {Explanation} explanation */
const showsNumbers = ({ origin, terms, rest, combine }) =>
  origin === null && terms.length < 4 && !rest?.count && !COPIES.includes(combine);

const COPIES = ["select", "position"];

/** @param {{explanation: Explanation}} props */
function Explained({ explanation }) {
  const { formula, because, origin, event } = explanation;
  const made = event ? state.trace.value?.events[event - 1] : null;
  return html`
    ${origin === null && html`<div class="formula" tabindex="0" role="group" aria-label="formula"><${Formula} text=${formula?.symbols} /></div>`}
    ${
      made &&
      html`<p class="from">
        from <button type="button" class="link" title="go to this operation" onClick=${() => goto(made.index)}>${made.formula}</button>
        <span class="quiet"> · ${made.layer}, ${made.phase}, operation ${made.index}</span>
      </p>`
    }
    <${Leaf} explanation=${explanation} />
    ${showsNumbers(explanation) && html`<div class="formula numbers"><${Formula} text=${formula?.numbers} /></div>`}
    <${Terms} explanation=${explanation} />
    ${because.map(({ text, factor }) => html`<p class="because">${text} ${factor && html`<${Ask} factor=${factor} />`}</p>`)}
    <${ItsGradient} explanation=${explanation} />
  `;
}

/** How the loss changes with this number: its gradient, once there is one.
 * @param {{explanation: Explanation}} props */
function ItsGradient({ explanation }) {
  const { index, value } = explanation;
  const values = state.trace.value?.values ?? [];
  const mine = values.find(({ id }) => `v${id}` === value);
  const gradient = mine && gradientOf(mine, values);
  const array = gradient && state.lookUp(gradient.name).array;
  if (!array) return null;
  const number = array.data[placeOf(array.shape, index)];
  const [name, asked] = [gradient.name, `v${gradient.id}`];
  const factor = { name, label: "", index, number, value: asked, minus: null };
  return html`<p class="because">
    Raise it a little, and the loss changes by <b title=${exact(number)}>${compact(number)}</b> times
    as much: that is its gradient, <${Ask} factor=${factor} number=${false} later />.
  </p>`;
}

/**
 * The gradient of this very version: a parameter's new version has none yet.
 * @param {import("../types.js").Value} value @param {import("../types.js").Value[]} values
 */
const gradientOf = (value, values) =>
  values.find(
    (other) =>
      other.role === "gradient" &&
      other.of === value.name &&
      other.shape.join() === value.shape.join() &&
      (other.event ?? 0) > (value.event ?? 0),
  );

/** `later` is for what was made after the number that is explained.
 * @param {{factor: import("../types.js").Factor, number?: boolean, later?: boolean}} props */
const Ask = ({ factor, number = true, later = false }) => html`
  <button type="button" class="link ask" disabled=${factor.value === null} onClick=${(
    /** @type {MouseEvent} */ event,
  ) => {
    lookAtFactor(factor, later);
    goOn(event);
  }}>
    ${address(factor.label || factor.name, factor.index)}${number && ` = ${compact(factor.number)}`}
  </button>
`;

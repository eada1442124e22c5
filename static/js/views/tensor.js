/** The array that is looked at, as large as fits: press a number to have it explained. */

import { html } from "htm/preact";
import { toggleFollowing } from "../following.js";
import { compact, count, exact, percent, shapeText } from "../format.js";
import { aim, lookAtArray } from "../looking.js";
import * as state from "../state.js";
import { stats } from "../stats.js";
import { title as nameOf, namesOf } from "../trace.js";
import { useKeptFocus } from "./focus.js";
import { Blank, Heatmap } from "./heatmap.js";
import { Panel } from "./panel.js";
import { useWidth } from "./width.js";

/** @typedef {import("../types.js").NDArray} NDArray */
/** @typedef {import("../types.js").Value} Value */

export function TensorPanel() {
  const seen = state.selected.value;
  const drawn = state.drawn.value;
  const [place, width] = useWidth();
  useKeptFocus(place, () => aim("array", false));
  const like = seen?.like;
  if (!like || !drawn) return html`<${Unknown} />`;
  const { plane, pictured, choice } = drawn;
  const title = html`<span class="name ${like.role}">${nameOf(like)}</span>${" "}
    <span class="quiet">${like.role} · ${shapeText(like.shape)}</span>`;
  const aside = html`<span class="toggles">${choice && html`<${Pictures} pictured=${pictured} />`} <${Follow} /></span>`;
  return html`
    <${Panel} name="tensor" title=${title} aside=${aside}>
      <div class="heatmap" ref=${place}>
        ${
          width > 0 &&
          (seen.value && seen.array
            ? html`<${Heatmap} ...${{ value: seen.value, array: seen.array, plane, pictured, width }} />
                <${Statistics} value=${seen.value} array=${seen.array} />`
            : html`<${Blank} ...${{ plane, pictured, width }} />
                <p class="empty">${seen.value ? "On its way …" : html`<b>${nameOf(like)}</b> is not computed yet.`}</p>`)
        }
      </div>
    <//>
  `;
}

/** Nothing is looked at, or a name that there is not, from an address. */
function Unknown() {
  const trace = state.lastTrace.value;
  const name = state.selection.value?.name;
  return html`
    <${Panel} name="tensor" title="Array">
      ${
        trace && name
          ? html`<p class="empty">There is no array named <code>${name}</code> in this network. There are:</p>
              <p class="names">
                ${namesOf(trace).map(
                  (known) =>
                    html`<button type="button" class="link" onClick=${() => lookAtArray(known)}>${known}</button> `,
                )}
              </p>`
          : html`<p class="empty">Press an array in the graph to open it here.</p>`
      }
    <//>
  `;
}

const Follow = () => html`
  <button
    type="button"
    class="toggle"
    aria-pressed=${state.following.value}
    title="always show what the last operation made (key f)"
    onClick=${toggleFollowing}
  >
    follow
  </button>
`;

/** @param {{pictured: boolean}} props */
const Pictures = ({ pictured }) => html`
  <button
    type="button"
    class="toggle"
    aria-pressed=${pictured}
    title="one picture for each example or unit, or the matrix as it is"
    onClick=${() => {
      state.flat.value = pictured;
    }}
  >
    pictures
  </button>
`;

/** @param {{value: Value, array: NDArray}} props */
function Statistics({ value, array }) {
  const all = stats(array.data);
  const of = (/** @type {number} */ n) => `${count(n)} of ${count(all.count)}`;
  const rows =
    value.dtype === "bool"
      ? [
          ["True", percent(1 - all.zeros / all.count), of(all.count - all.zeros)],
          ["False", percent(all.zeros / all.count), of(all.zeros)],
        ]
      : [
          ["min", compact(all.min), exact(all.min)],
          ["max", compact(all.max), exact(all.max)],
          ["‖·‖", compact(all.norm), `norm ${all.norm}`],
          ["mean", compact(all.mean), `mean ${all.mean}`],
          ["std", compact(all.std), `standard deviation ${all.std}`],
          ["zeros", percent(all.zeros / all.count), of(all.zeros)],
        ];
  return html`
    <dl class="stats">
      ${rows.map(([name, text, title]) => html`<div title=${title}><dt>${name}</dt><dd>${text}</dd></div>`)}
    </dl>
    ${all.nonfinite > 0 && html`<p class="alarm">${count(all.nonfinite)} numbers are NaN or infinite</p>`}
  `;
}

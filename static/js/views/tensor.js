/** The array that is looked at, as large as fits: press a number to have it explained. */

import { html } from "htm/preact";
import { useMemo, useState } from "preact/hooks";
import { compact, count, exact, percent, shapeText } from "../format.js";
import { toggleFollowing } from "../looking.js";
import { matrixPlane, picturePlane, pixelAxis } from "../planes.js";
import * as state from "../state.js";
import { stats } from "../stats.js";
import { title as nameOf } from "../trace.js";
import { Heatmap } from "./heatmap.js";
import { Panel } from "./panel.js";

/** @typedef {import("../types.js").NDArray} NDArray */
/** @typedef {import("../types.js").Value} Value */

const ACROSS = 10; // pictures to a row

export function TensorPanel() {
  const seen = state.selected.value;
  const [flat, setFlat] = useState(false);
  const image = state.lastTrace.value?.batch.image_shape ?? null;
  const like = seen?.like;
  if (!seen || !like) {
    return html`<${Panel} name="tensor" title="Array"><p class="empty">Press an array in the graph to open it here.</p><//>`;
  }
  const pictures = image && pixelAxis(like.shape, image) !== null ? image : null;
  const title = html`<span class="name ${like.role}">${nameOf(like)}</span>${" "}
    <span class="quiet">${like.role} · ${shapeText(like.shape)}</span>`;
  const toggle = html`
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
  const picture =
    pictures &&
    html`<button type="button" class="toggle" aria-pressed=${!flat} onClick=${() => setFlat(!flat)}>
      pictures
    </button>`;
  return html`
    <${Panel} name="tensor" title=${title} aside=${html`<span class="toggles">${picture} ${toggle}</span>`}>
      ${
        seen.value && seen.array
          ? html`<${Opened} value=${seen.value} array=${seen.array} pictures=${flat ? null : pictures} />`
          : html`<${NotYet} like=${like} there=${seen.value !== null} />`
      }
    <//>
  `;
}

/** @param {{like: Value, there: boolean}} props */
function NotYet({ like, there }) {
  const made = like.event;
  const when = made && made > state.cursor.value ? ` Operation ${made} makes it.` : "";
  return html`
    <div class="blank large"></div>
    <p class="empty">${there ? "On its way …" : html`<b>${nameOf(like)}</b> is not computed yet.${when}`}</p>
  `;
}

/** @param {{value: Value, array: NDArray, pictures: number[] | null}} props */
function Opened({ value, array, pictures }) {
  const plane = useMemo(
    () => (pictures ? picturePlane(array.shape, pictures, ACROSS) : matrixPlane(array.shape)),
    [array, pictures],
  );
  return html`
    <${Heatmap} value=${value} array=${array} plane=${plane} pictured=${pictures !== null} />
    <${Statistics} array=${array} />
  `;
}

/** @param {{array: NDArray}} props */
function Statistics({ array }) {
  const all = stats(array.data);
  const rows = [
    ["min", compact(all.min), exact(all.min)],
    ["max", compact(all.max), exact(all.max)],
    ["‖·‖", compact(all.norm), `norm ${all.norm}`],
    ["mean", compact(all.mean), `mean ${all.mean}`],
    ["std", compact(all.std), `standard deviation ${all.std}`],
    ["zeros", percent(all.zeros / all.count), `${count(all.zeros)} of ${count(all.count)}`],
  ];
  return html`
    <dl class="stats">
      ${rows.map(([name, text, title]) => html`<div title=${title}><dt>${name}</dt><dd>${text}</dd></div>`)}
    </dl>
    ${all.nonfinite > 0 && html`<p class="alarm">${count(all.nonfinite)} numbers are NaN or infinite</p>`}
  `;
}

/** The example of the batch that the graph follows: its picture, its label, what the network says. */

import { html } from "htm/preact";
import { useMemo } from "preact/hooks";
import { percent } from "../format.js";
import { lookAtArray, moveExample } from "../looking.js";
import { matrixPlane } from "../planes.js";
import * as state from "../state.js";
import { Picture, useRaster } from "./picture.js";

/** @param {{box: import("../types.js").Box}} props */
export function InputCard({ box }) {
  const trace = state.trace.value;
  const known = state.lastTrace.value;
  const n = known?.batch.rows.length ?? 0;
  const row = state.example.value;
  return html`
    <div
      class="input-card"
      style=${{ left: `${box.x}px`, top: `${box.y}px`, width: `${box.w}px`, height: `${box.h}px` }}
    >
      <button type="button" class="digit" title="open x" aria-label="open x" onClick=${() => lookAtArray("x")}>
        <${ExamplePicture} row=${row} size=${84} />
      </button>
      <div class="chooser">
        <button type="button" class="icon" aria-label="the example before" title="key [" onClick=${() => moveExample(-1)}>‹</button>
        <span title="of ${n} in this batch">example <b>${row}</b></span>
        <button type="button" class="icon" aria-label="the next example" title="key ]" onClick=${() => moveExample(1)}>›</button>
      </div>
      ${trace && html`<p class="says">label <b>${trace.batch.labels[row]}</b></p><${Says} row=${row} />`}
    </div>
  `;
}

/** What the network says, once y is computed. @param {{row: number}} props */
function Says({ row }) {
  const { array, like } = state.lookUp("y");
  if (!array || like?.shape.length !== 2) return null;
  const classes = like.shape[1];
  const y = array.data.subarray(row * classes, (row + 1) * classes);
  const best = y.indexOf(Math.max(...y));
  const sure = percent(Math.round(y[best] * 100) / 100);
  return html`<p class="says" title=${`the largest of y[${row}]`}>says <b>${best}</b>, ${sure}</p>`;
}

/** One example of the batch as the picture it is. @param {{row: number, size: number}} props */
export function ExamplePicture({ row, size }) {
  const { array } = state.lookUp("x");
  const image = state.trace.value?.batch.image_shape;
  if (!array || !image || image.length !== 2) return null;
  return html`<${Digit} x=${array} row=${row} image=${image} size=${size} />`;
}

/** @param {{x: import("../types.js").NDArray, row: number, image: number[], size: number}} props */
function Digit({ x, row, image, size }) {
  const plane = useMemo(() => matrixPlane(image), [image]);
  const pixels = image[0] * image[1];
  const data = useMemo(() => x.data.subarray(row * pixels, (row + 1) * pixels), [x, row, pixels]);
  const drawn = useRaster(data, plane, Math.max(size, image[1]), Math.max(size, image[0]));
  const label = `example ${row}, label ${state.trace.value?.batch.labels[row]}`;
  const small = size < image[0] ? size : undefined;
  return html`<${Picture} image=${drawn} pair="ink" label=${label} size=${small} />`;
}

/** The example of the batch that the graph follows: its picture, its label, what the network says. */

import { html } from "htm/preact";
import { useMemo } from "preact/hooks";
import { compact } from "../format.js";
import { lookAtArray, moveExample } from "../looking.js";
import { matrixPlane } from "../planes.js";
import { said, saysChances, wanted } from "../prediction.js";
import * as state from "../state.js";
import { Points } from "./later.js";
import { Picture, useRaster } from "./picture.js";

const FEW = 3; // numbers that can be read beside each other

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
        <${ExamplePoint} row=${row} />
        <${ExampleNumbers} row=${row} />
      </button>
      <div class="chooser">
        <button type="button" class="icon" aria-label="the example before" title="key [" onClick=${() => moveExample(-1)}>‹</button>
        <span title="of ${n} in this batch">example <b>${row}</b></span>
        <button type="button" class="icon" aria-label="the next example" title="key ]" onClick=${() => moveExample(1)}>›</button>
      </div>
      ${
        trace &&
        html`<p class="says">${trace.batch.classes.length > 0 ? "label" : "target"}${" "}
        <b>${wanted(trace.batch.labels[row], trace.batch.classes)}</b></p><${Says} row=${row} />`
      }
    </div>
  `;
}

/** What the network says, once y is computed. @param {{row: number}} props */
function Says({ row }) {
  const known = state.lastTrace.value;
  const areChances = known !== null && saysChances(known);
  const name = areChances ? "y" : (known?.layers.at(-1)?.input ?? "");
  const { array, like } = state.lookUp(name);
  if (!known || !array || like?.shape.length !== 2) return null;
  const [, columns] = like.shape;
  const y = array.data.subarray(row * columns, (row + 1) * columns);
  const { what, how } = said(y, known.batch.classes, areChances);
  return html`<p class="says" title=${`by ${name}[${row}]`}>says <b>${what}</b>${how && `, ${how}`}</p>`;
}

/** One example of the batch as the picture it is. @param {{row: number, size: number}} props */
export function ExamplePicture({ row, size }) {
  const { array } = state.lookUp("x");
  const image = state.trace.value?.batch.image_shape;
  if (!array || !image || image.length !== 2) return null;
  return html`<${Digit} x=${array} row=${row} image=${image} size=${size} />`;
}

/** One example that is a point, among the others of the batch. @param {{row: number}} props */
const ExamplePoint = ({ row }) =>
  state.trace.value?.batch.points ? html`<${Points} row=${row} />` : null;

/** One example that is no picture, as the numbers it has. @param {{row: number}} props */
function ExampleNumbers({ row }) {
  const { array, like } = state.lookUp("x");
  const image = state.trace.value?.batch.image_shape;
  const isDrawn = image?.length === 2 || state.trace.value?.batch.points;
  if (!array || !like || isDrawn) return null;
  return html`<${Numbers} key=${like.shape.join()} x=${array} row=${row} />`;
}

/** @param {{x: import("../types.js").NDArray, row: number}} props */
function Numbers({ x, row }) {
  const shape = x.shape.slice(1);
  const plane = useMemo(() => matrixPlane(shape), [x]);
  const size = plane.rows * plane.columns;
  const data = useMemo(() => x.data.subarray(row * size, (row + 1) * size), [x, row, size]);
  const drawn = useRaster(data, plane, 84, plane.rows === 1 ? 28 : 84);
  const few = size <= FEW ? Array.from(data, (number) => compact(number, 3)).join(", ") : "";
  return html`<${Picture} image=${drawn} pair="value" label=${`example ${row}: ${few}`} />
    ${few && html`<small>${few}</small>`}`;
}

/** @param {{x: import("../types.js").NDArray, row: number, image: number[], size: number}} props */
function Digit({ x, row, image, size }) {
  const plane = useMemo(() => matrixPlane(image), [image]);
  const pixels = image[0] * image[1];
  const data = useMemo(() => x.data.subarray(row * pixels, (row + 1) * pixels), [x, row, pixels]);
  const drawn = useRaster(data, plane, Math.max(size, image[1]), Math.max(size, image[0]));
  const batch = state.trace.value?.batch;
  const label = `example ${row}, label ${batch && wanted(batch.labels[row], batch.classes)}`;
  const small = size < image[0] ? size : undefined;
  return html`<${Picture} image=${drawn} pair="ink" label=${label} size=${small} />`;
}

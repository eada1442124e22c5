/** Where a trail ends: a number that was given, not computed; and who reads it. */

import { html } from "htm/preact";
import { goto } from "../actions.js";
import { matrixPlane } from "../planes.js";
import { fit } from "../raster.js";
import * as state from "../state.js";
import { readers } from "../trace.js";
import { Mark } from "./heatmap.js";
import { ExamplePicture } from "./input.js";

/** @typedef {import("../types.js").Explanation} Explanation */

const SIZE = 140; // pixels, of the picture of an example

/** @param {{explanation: Explanation}} props */
export function Leaf({ explanation }) {
  const { origin, index, value } = explanation;
  const trace = state.trace.value;
  const mine = trace?.values.find(({ id }) => `v${id}` === value);
  if (!origin || !trace || !mine) return null;
  return html`
    <p class="origin">${origin.text.replace(/\.?$/, ".")}</p>
    ${mine.role === "input" && mine.event === null && html`<${Pixel} index=${index} />`}
    <${Readers} events=${readers(trace, mine)} />
  `;
}

/** The example that the number is a pixel of. @param {{index: number[]}} props */
function Pixel({ index }) {
  const image = state.trace.value?.batch.image_shape;
  const [row, pixel] = index;
  if (image?.length !== 2 || index.length !== 2) return null;
  const plane = matrixPlane(image);
  const fitted = fit(plane, SIZE, SIZE);
  const [down, right] = [Math.floor(pixel / image[1]), pixel % image[1]];
  return html`
    <figure class="pixel">
      <div class="canvas">
        <${ExamplePicture} row=${row} size=${SIZE} />
        <${Mark} kind="chosen" place=${pixel} fit=${fitted} plane=${plane} />
      </div>
      <figcaption class="quiet">
        Number ${pixel} of the ${image[0] * image[1]} is the pixel in row ${down}, column ${right}.
      </figcaption>
    </figure>
  `;
}

/** @param {{events: import("../types.js").TraceEvent[]}} props */
const Readers = ({ events }) =>
  events.length > 0 &&
  html`
    <p class="readers-title">In this iteration it is read by</p>
    <ul class="readers">
      ${events.map(
        ({ index, layer, formula }) => html`
          <li>
            <button type="button" class="link" title="go to this operation" onClick=${() => goto(index)}>${formula}</button>
            <span class="quiet"> · ${layer}, operation ${index}</span>
          </li>
        `,
      )}
    </ul>
  `;

/** A large picture of an array: numbers under the pointer, a chosen number, axes and a scale. */

import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { pairOf } from "../colour.js";
import { address, compact, exact, shapeText } from "../format.js";
import { lookAtNumber } from "../looking.js";
import { cellOf, indexOf, placeAt, placeOf } from "../planes.js";
import * as state from "../state.js";
import { title } from "../trace.js";
import { Picture, useRaster } from "./picture.js";
import { useWidth } from "./width.js";

/** @typedef {import("../types.js").NDArray} NDArray */
/** @typedef {import("../types.js").Value} Value */
/** @typedef {import("../planes.js").Plane} Plane */
/** @typedef {import("../raster.js").Raster} Raster */

const HEIGHT = 320;
const ROW = 64; // a vector is a strip, not a wall
const GUTTER = 26;

/** @param {{value: Value, array: NDArray, plane: Plane, pictured: boolean}} props */
export function Heatmap({ value, array, plane, pictured }) {
  const [holder, width] = useWidth();
  const [hover, setHover] = useState(/** @type {number | null} */ (null));
  const room = pictured ? width : width - GUTTER;
  const image = useRaster(
    array.data,
    plane,
    Math.max(10, room),
    Math.min(HEIGHT, ROW * plane.rows),
    pictured,
  );
  const index = state.selection.value?.index ?? null;
  const chosen = index ? placeOf(array.shape, index) : null;
  const shown = hover ?? chosen;
  const at = (/** @type {PointerEvent} */ event) => placeUnder(event, image, plane, array);
  const label =
    `${title(value)}, ${shapeText(array.shape)}. Arrow keys move through its numbers; ` +
    "the chosen one is explained beside it.";
  return html`
    <div class="heatmap" ref=${holder}>
      ${
        width > 0 &&
        html`
          <div
            class="grid"
            data-grid
            role="group"
            tabindex="0"
            aria-label=${label}
            onPointerMove=${(/** @type {PointerEvent} */ event) => setHover(at(event))}
            onPointerLeave=${() => setHover(null)}
            onClick=${(/** @type {PointerEvent} */ event) => choose(at(event), array)}
          >
            ${!pictured && html`<${Axes} plane=${plane} image=${image} />`}
            <div class="canvas">
              <${Picture} image=${image} pair=${pairOf(value.role)} label=${`picture of ${title(value)}`} />
              ${hover !== null && html`<${Mark} kind="hover" place=${hover} image=${image} plane=${plane} />`}
              ${chosen !== null && html`<${Mark} kind="chosen" place=${chosen} image=${image} plane=${plane} />`}
            </div>
          </div>
          <div class="under">
            <p class="reading" aria-live="polite">
              ${shown !== null && html`<${Reading} value=${value} array=${array} place=${shown} />`}
            </p>
            <${Scale} image=${image} role=${value.role} />
          </div>
        `
      }
    </div>
  `;
}

/**
 * The number under the pointer; of a block, the one with the largest magnitude.
 * @param {PointerEvent} event @param {Raster} image @param {Plane} plane @param {NDArray} array
 */
function placeUnder(event, image, plane, array) {
  const canvas = /** @type {HTMLElement} */ (event.currentTarget).querySelector("canvas");
  if (!canvas) return null;
  const box = canvas.getBoundingClientRect();
  const row = Math.floor((event.clientY - box.top) / image.cell[0]) * image.block[0];
  const column = Math.floor((event.clientX - box.left) / image.cell[1]) * image.block[1];
  if (row < 0 || column < 0 || row >= plane.rows || column >= plane.columns) return null;
  let best = placeAt(plane, row, column);
  for (let y = row; y < Math.min(row + image.block[0], plane.rows); y++) {
    for (let x = column; x < Math.min(column + image.block[1], plane.columns); x++) {
      const place = placeAt(plane, y, x);
      if (Math.abs(array.data[place]) > Math.abs(array.data[best])) best = place;
    }
  }
  return best < 0 ? null : best;
}

/** @param {number | null} place @param {NDArray} array */
const choose = (place, array) => {
  if (place !== null) lookAtNumber(indexOf(array.shape, place));
};

/** A frame around one number; around a dot where the number is smaller than can be seen.
 * @param {{kind: string, place: number, image: Raster, plane: Plane}} props */
function Mark({ kind, place, image, plane }) {
  const [row, column] = cellOf(plane, place);
  const [height, width] = [Math.max(image.cell[0], 5), Math.max(image.cell[1], 5)];
  const top = (Math.floor(row / image.block[0]) + 0.5) * image.cell[0] - height / 2;
  const left = (Math.floor(column / image.block[1]) + 0.5) * image.cell[1] - width / 2;
  return html`<i
    class="mark ${kind}"
    style=${{ top: `${top}px`, left: `${left}px`, width: `${width}px`, height: `${height}px` }}
  ></i>`;
}

/** @param {{value: Value, array: NDArray, place: number}} props */
const Reading = ({ value, array, place }) => html`
  <span>${address(title(value), indexOf(array.shape, place))} = </span>
  <b>${exact(array.data[place])}</b>
`;

/** First and last index of rows and columns; all columns where they are few.
 * @param {{plane: Plane, image: Raster}} props */
function Axes({ plane, image }) {
  const [height, width] = [image.height * image.cell[0], image.width * image.cell[1]];
  const columns =
    plane.columns <= 12 && width / plane.columns >= 14
      ? Array.from({ length: plane.columns }, (_, k) => k)
      : [0, plane.columns - 1];
  const rows = plane.rows > 1 && height > 20 ? [0, plane.rows - 1] : [0];
  const centre = (/** @type {number} */ k, /** @type {0 | 1} */ axis) =>
    (Math.floor(k / image.block[axis]) + 0.5) * image.cell[axis];
  return html`
    <div class="axis rows" aria-hidden="true" style=${{ height: `${height}px` }}>
      ${rows.map((k) => html`<span style=${{ top: `${Math.min(height - 6, Math.max(6, centre(k, 0)))}px` }}>${k}</span>`)}
    </div>
    <div class="axis columns" aria-hidden="true" style=${{ width: `${width}px` }}>
      ${columns.map((k) => html`<span style=${{ left: `${centre(k, 1)}px` }}>${k}</span>`)}
    </div>
  `;
}

const RAMP = Float32Array.from({ length: 97 }, (_, k) => k / 48 - 1);
const RAMP_PLANE = { rows: 1, columns: 97, order: null };

/** Which number has which colour. @param {{image: Raster, role: string}} props */
function Scale({ image, role }) {
  const ramp = useRaster(RAMP, RAMP_PLANE, 97, 8);
  const end = compact(image.scale, 3);
  const [down, over] = image.block;
  return html`
    <div class="scale" title="the colours of the numbers, zero in the middle">
      <span>−${end}</span>
      <${Picture} image=${ramp} pair=${pairOf(role)} label="" />
      <span>${end}</span>
    </div>
    ${down * over > 1 && html`<p class="quiet block">each pixel is the mean of ${down} × ${over} numbers</p>`}
  `;
}

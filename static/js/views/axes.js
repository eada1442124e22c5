/** What says how to read a large picture: the indices along its sides, and which colour is which number. */

import { html } from "htm/preact";
import { pairOf } from "../colour.js";
import { compact } from "../format.js";
import { Picture, useRaster } from "./picture.js";

/** @typedef {import("../planes.js").Plane} Plane */
/** @typedef {import("../raster.js").Fit} Fit */

export const GUTTER = 26; // pixels beside the picture, for the indices of its rows

/** First and last index of rows and columns; all columns where they are few.
 * @param {{plane: Plane, fit: Fit}} props */
export function Axes({ plane, fit }) {
  const [height, width] = [fit.height * fit.cell[0], fit.width * fit.cell[1]];
  const columns =
    plane.columns <= 12 && width / plane.columns >= 14
      ? Array.from({ length: plane.columns }, (_, k) => k)
      : [0, plane.columns - 1];
  const rows = plane.rows > 1 && height > 20 ? [0, plane.rows - 1] : [0];
  const centre = (/** @type {number} */ k, /** @type {0 | 1} */ axis) =>
    (Math.floor(k / fit.block[axis]) + 0.5) * fit.cell[axis];
  return html`
    <div class="indices of-rows" aria-hidden="true" style=${{ height: `${height}px` }}>
      ${rows.map((k) => html`<span style=${{ top: `${Math.min(height - 6, Math.max(6, centre(k, 0)))}px` }}>${k}</span>`)}
    </div>
    <div class="indices of-columns" aria-hidden="true" style=${{ width: `${width}px` }}>
      ${columns.map((k) => html`<span style=${{ left: `${centre(k, 1)}px` }}>${k}</span>`)}
    </div>
  `;
}

const RAMP = Float32Array.from({ length: 97 }, (_, k) => k / 48 - 1);
const RAMP_PLANE = { rows: 1, columns: 97, order: null };

/** Which number has which colour.
 * @param {{image: import("../raster.js").Raster, value: import("../types.js").Value}} props */
export function Scale({ image, value }) {
  const ramp = useRaster(RAMP, RAMP_PLANE, 97, 8);
  const end = compact(image.scale, 3);
  const [down, over] = image.block;
  const truth = value.dtype === "bool";
  return html`
    <div class="scale" title="the colours of the numbers, zero in the middle">
      ${!truth && html`<span>−${end}</span>`}
      <${Picture} image=${ramp} pair=${pairOf(value.role)} label="" />
      <span>${truth ? "True is 1, False is 0" : end}</span>
    </div>
    ${down * over > 1 && html`<p class="quiet block">each pixel is the mean of ${down} × ${over} numbers</p>`}
  `;
}

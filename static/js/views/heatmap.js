/** A large picture of an array: numbers under the pointer, a chosen number, axes and a scale. */

import { html } from "htm/preact";
import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { pairOf } from "../colour.js";
import { address, exact, shapeText } from "../format.js";
import { lookAtNumber } from "../looking.js";
import { cellOf, indexOf, isIn, placeAt, placeOf } from "../planes.js";
import { fit } from "../raster.js";
import * as state from "../state.js";
import { numberAt, title } from "../trace.js";
import { Axes, GUTTER, Scale } from "./axes.js";
import { takeFocus } from "./focus.js";
import { Picture, useRaster } from "./picture.js";

/** @typedef {import("../types.js").NDArray} NDArray */
/** @typedef {import("../types.js").Value} Value */
/** @typedef {import("../planes.js").Plane} Plane */
/** @typedef {import("../raster.js").Fit} Fit */

const HEIGHT = 320;
const ROW = 64; // a vector is a strip, not a wall

/** The frame of a large picture, as wide as there is room for.
 * @param {Plane} plane @param {boolean} pictured @param {number} width
 * @returns {[number, number]} width and height of the picture itself */
const room = (plane, pictured, width) => [
  Math.max(10, pictured ? width : width - GUTTER),
  Math.min(HEIGHT, ROW * plane.rows),
];

/** Where the picture will be. @param {{plane: Plane, pictured: boolean, width: number}} props */
export function Blank({ plane, pictured, width }) {
  const place = useRef(/** @type {HTMLElement | null} */ (null));
  const goal = state.goal.value;
  useLayoutEffect(() => {
    if (goal?.panel === "array") takeFocus(place.current);
  }, [goal]);
  const fitted = useMemo(
    () => fit(plane, ...room(plane, pictured, width), pictured),
    [plane, pictured, width],
  );
  const size = {
    width: `${fitted.width * fitted.cell[1]}px`,
    height: `${fitted.height * fitted.cell[0]}px`,
  };
  return html`
    <div class="grid" tabindex="-1" ref=${place}>
      ${!pictured && html`<${Axes} plane=${plane} fit=${fitted} />`}
      <div class="canvas"><span class="blank" style=${size}></span></div>
    </div>
  `;
}

/** @param {{value: Value, array: NDArray, plane: Plane, pictured: boolean, width: number}} props */
export function Heatmap({ value, array, plane, pictured, width }) {
  const grid = useRef(/** @type {HTMLElement | null} */ (null));
  const [hover, setHover] = useState(/** @type {number | null} */ (null));
  const [w, h] = room(plane, pictured, width);
  const image = useRaster(array.data, plane, w, h, pictured);
  const index = state.selection.value?.index ?? null;
  const chosen = index && isIn(array.shape, index) ? placeOf(array.shape, index) : null;
  const shown = hover ?? chosen;
  const at = (/** @type {PointerEvent} */ event) => placeUnder(event, image, plane, array);
  const goal = state.goal.value;
  useLayoutEffect(() => {
    if (goal?.panel === "array") takeFocus(grid.current);
  }, [goal]);
  const label =
    `${title(value)}, ${shapeText(array.shape)}. Arrow keys move through its numbers; ` +
    "the chosen one is explained beside it. Enter goes there.";
  return html`
    <div
      class="grid"
      ref=${grid}
      data-grid
      role="group"
      tabindex="0"
      aria-label=${label}
      onPointerMove=${(/** @type {PointerEvent} */ event) => setHover(at(event))}
      onPointerLeave=${() => setHover(null)}
      onClick=${(/** @type {PointerEvent} */ event) => choose(at(event), array)}
    >
      ${!pictured && html`<${Axes} plane=${plane} fit=${image} />`}
      <div class="canvas">
        <${Picture} image=${image} pair=${pairOf(value.role)} label=${`picture of ${title(value)}`} />
        ${hover !== null && html`<${Mark} kind="hover" place=${hover} fit=${image} plane=${plane} />`}
        ${chosen !== null && html`<${Mark} kind="chosen" place=${chosen} fit=${image} plane=${plane} />`}
      </div>
    </div>
    <div class="under">
      <p class="reading" aria-live="polite">
        ${shown !== null && html`<${Reading} value=${value} array=${array} place=${shown} />`}
      </p>
      <${Scale} image=${image} value=${value} />
    </div>
  `;
}

/**
 * The number under the pointer; of a block, the one with the largest magnitude.
 * @param {PointerEvent} event @param {Fit} fit @param {Plane} plane @param {NDArray} array
 */
function placeUnder(event, fit, plane, array) {
  const canvas = /** @type {HTMLElement} */ (event.currentTarget).querySelector("canvas");
  if (!canvas) return null;
  const box = canvas.getBoundingClientRect();
  const row = Math.floor((event.clientY - box.top) / fit.cell[0]) * fit.block[0];
  const column = Math.floor((event.clientX - box.left) / fit.cell[1]) * fit.block[1];
  if (row < 0 || column < 0 || row >= plane.rows || column >= plane.columns) return null;
  let best = placeAt(plane, row, column);
  for (let y = row; y < Math.min(row + fit.block[0], plane.rows); y++) {
    for (let x = column; x < Math.min(column + fit.block[1], plane.columns); x++) {
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
 * @param {{kind: string, place: number, fit: Fit, plane: Plane}} props */
export function Mark({ kind, place, fit, plane }) {
  const [row, column] = cellOf(plane, place);
  const [height, width] = [Math.max(fit.cell[0], 5), Math.max(fit.cell[1], 5)];
  const top = (Math.floor(row / fit.block[0]) + 0.5) * fit.cell[0] - height / 2;
  const left = (Math.floor(column / fit.block[1]) + 0.5) * fit.cell[1] - width / 2;
  return html`<i
    class="mark ${kind}"
    style=${{ top: `${top}px`, left: `${left}px`, width: `${width}px`, height: `${height}px` }}
  ></i>`;
}

/** @param {{value: Value, array: NDArray, place: number}} props */
const Reading = ({ value, array, place }) => html`
  <span>${address(title(value), indexOf(array.shape, place))} = </span>
  <b>${exact(numberAt(value, array, place))}</b>
`;

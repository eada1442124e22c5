/** An array in the layer graph: its picture, its name, its shape. Press it to open it. */

import { html } from "htm/preact";
import { useMemo } from "preact/hooks";
import { pairOf } from "../colour.js";
import { compact, shapeText } from "../format.js";
import { tileSize } from "../layout.js";
import { aim, lookAtArray } from "../looking.js";
import { matrixPlane } from "../planes.js";
import { fit } from "../raster.js";
import * as state from "../state.js";
import { stats } from "../stats.js";
import { Picture, useRaster } from "./picture.js";

/** @param {{tile: import("../layout.js").Tile}} props */
export function Tile({ tile }) {
  const { name, box, label } = tile;
  const { value, array, like } = state.lookUp(name);
  if (!like) return null;
  const ready = value !== null;
  const current = ready && state.current.value.output?.id === value.id;
  const chosen = state.selected.value?.value?.id;
  const marks = [
    pairOf(like.role),
    label,
    like.shape.length < 2 ? "strip" : "",
    like.shape.length > 2 ? "deep" : "",
    tile.edge === null || tile.edge.startsWith("gradient") ? "own" : "",
    ready ? "" : "absent",
    current ? "current" : "",
    state.selection.value?.name === name || (ready && chosen === value.id) ? "selected" : "",
    state.pointed.value === name ? "pointed" : "",
  ];
  return html`
    <button
      type="button"
      class=${`tile ${marks.filter(Boolean).join(" ")}`}
      style=${{ left: `${box.x}px`, top: `${box.y}px`, width: `${box.w}px`, height: `${box.h}px` }}
      aria-label=${`${name} ${shapeText(like.shape)}, ${like.role}${ready ? "" : ", not computed yet"}`}
      title=${array ? describe(name, array) : `${name} is not computed yet`}
      onClick=${(/** @type {MouseEvent} */ event) => {
        lookAtArray(name);
        if (event.detail > 0) aim("array", false);
      }}
      onPointerEnter=${() => point(name)}
      onPointerLeave=${() => point(null)}
    >
      <span class="frame">
        ${array ? html`<${Thumbnail} array=${array} role=${like.role} />` : html`<${Blank} shape=${like.shape} />`}
      </span>
      <span class="caption">
        <b>${name}</b>${" "}
        <small>${shapeText(like.shape)}</small>
      </span>
    </button>
  `;
}

/** @param {string | null} name */
const point = (name) => {
  state.pointed.value = name;
};

/** @param {{array: import("../types.js").NDArray, role: string}} props */
function Thumbnail({ array, role }) {
  const plane = useMemo(() => matrixPlane(array.shape), [array]);
  const [width, height] = tileSize(array.shape);
  const image = useRaster(array.data, plane, width, height);
  return html`<${Picture} image=${image} pair=${pairOf(role)} label="" />`;
}

/** Where the picture will be, and as large. @param {{shape: number[]}} props */
function Blank({ shape }) {
  const { width, height, cell } = fit(matrixPlane(shape), ...tileSize(shape));
  const size = { width: `${width * cell[1]}px`, height: `${height * cell[0]}px` };
  return html`<span class="blank" style=${size}></span>`;
}

/** @param {string} name @param {import("../types.js").NDArray} array */
function describe(name, { data, shape }) {
  const { min, max, norm } = stats(data);
  return (
    `${name} · ${shapeText(shape)}\nfrom ${compact(min)} to ${compact(max)}, norm ${compact(norm)}` +
    "\nwhere there is not room for every number, a pixel is the mean of a block"
  );
}

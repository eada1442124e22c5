/** The examples on a map: all of them small, those of the batch large, a ring around the followed one. */

import { html } from "htm/preact";
import { useMemo } from "preact/hooks";
import { dots } from "../dotting.js";

/**
 * @typedef {import("../types.js").SomePoints} SomePoints
 * @typedef {(point: number[], label: number | number[]) => import("../mapping.js").Place} Placing
 */

/** Full dots have a rim, so that they stand out from what is beneath; hollow ones are seen through.
 * @param {{all: import("../dotting.js").Dots[], hollow?: boolean}} props */
export function Dots({ all, hollow = false }) {
  const layer = (/** @type {string} */ kind) =>
    all.map(({ side, path }) => html`<path class="dots ${side} ${kind}" d=${path} />`);
  return hollow ? [layer(""), layer("hole")] : [layer("rim"), layer("")];
}

/** All training and test examples. @param {{every: import("../types.js").EveryPoint, place: Placing}} props */
export const EveryPoint = ({ every, place }) =>
  useMemo(
    () => html`
      <g class="test"><${Dots} all=${dots(every.test, place)} hollow=${true} /></g>
      <g class="train"><${Dots} all=${dots(every.train, place)} /></g>
    `,
    [every, place],
  );

/** The examples of the batch, of which number `row` is followed.
 * @param {{batch: SomePoints, place: Placing, row: number, ring: number}} props */
export function BatchPoints({ batch, place, row, ring }) {
  const [x, y] = place(batch.points[row], batch.labels[row]);
  return html`
    <g class="batch"><${Dots} all=${dots(batch, place)} /></g>
    <circle class="followed" cx=${x} cy=${y} r=${ring} />
  `;
}

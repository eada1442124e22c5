/** What says how to read a map: which colour is which answer, and which dot which example. */

import { html } from "htm/preact";
import { ground } from "../mapping.js";
import { Dots } from "./mappoints.js";
import { Picture } from "./picture.js";

const WIDTH = 90;
const SHADES = Float32Array.from({ length: WIDTH }, (_, k) => (2 * k) / (WIDTH - 1) - 1);
/** @type {import("../raster.js").Raster} */
const RAMP = { ...ground(SHADES, WIDTH), cell: [9, 1] };

/** @param {{classes: string[], areChances: boolean}} props */
export function Ramp({ classes, areChances }) {
  const [from, to] = areChances ? ["0", "1"] : ["−1", "+1"];
  const [first = "", second = ""] = classes;
  return html`
    <p class="ramp" title="the colours of the answers; on the line it is undecided">
      <span>${end(first, from)}</span>
      <${Picture} image=${RAMP} pair="value" label="" />
      <span>${end(second, to)}</span>
    </p>
  `;
}

/** A class and its number, unless the one is the other. @param {string} name @param {string} number */
const end = (name, number) => (name === number ? name : `${name} ${number}`);

/** @param {{plane: boolean, classes: string[], every: boolean}} props */
export const Key = ({ plane, classes, every }) => html`
  <ul class="dot-key">
    <li title="press one to follow it"><${Sample} kind="batch" /> this batch</li>
    ${every && html`<li><${Sample} kind="train" /> training</li><li><${Sample} kind="test" /> test</li>`}
    ${plane && classes.length > 0 && html`<li><${Line} kind="turn" /> undecided</li>`}
    ${!plane && html`<li><${Line} kind="curve" /> the network</li>`}
  </ul>
`;

/** @param {{kind: string}} props */
const Sample = ({ kind }) => html`
  <svg class="sample" width="14" height="14" aria-hidden="true">
    <g class=${kind}>
      <${Dots} all=${[{ side: "positive", path: "M7 7h.01" }]} hollow=${kind === "test"} />
    </g>
  </svg>
`;

/** @param {{kind: string}} props */
const Line = ({ kind }) => html`
  <svg class="sample" width="18" height="14" aria-hidden="true"><path class=${kind} d="M0 7H18" /></svg>
`;

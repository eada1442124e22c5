/** Examples that are points of a line or a plane: where they lie, which one is followed, and what the
 * network says between them. */

import { html } from "htm/preact";
import { useMemo } from "preact/hooks";
import { curve, ground, leaning, placing } from "../mapping.js";
import { saysChances } from "../prediction.js";
import * as state from "../state.js";
import { useLasting } from "./lasting.js";
import { BatchPoints } from "./mappoints.js";
import { Picture } from "./picture.js";

const SIZE = 84;

/** @typedef {import("../types.js").Trace} Trace */

/** @param {{row: number}} props */
export function Points({ row }) {
  const trace = state.trace.value;
  if (!trace) return null;
  return html`<${Drawn} key=${state.session.value?.id} trace=${trace} row=${row} />`;
}

/** @param {{trace: Trace, row: number}} props */
function Drawn({ trace, row }) {
  const { points, labels, domain, classes } = trace.batch;
  const map = useLasting(state.map.value);
  const values = useMemo(() => map && leaning(map, saysChances(trace)), [map]);
  const image = useMemo(() => map && values && ground(values, map.shape[0]), [values]);
  if (!points || !domain) return null;
  const plane = points[0].length > 1;
  const place = placing(domain, domain, SIZE, SIZE);
  const text = `example ${row} at ${points[row].map((number) => number.toFixed(2)).join(", ")}`;
  return html`
    ${plane && image && html`<${Picture} image=${image} pair="value" label="" size=${SIZE} />`}
    <svg class=${classes.length > 0 ? "classes" : "numbers"} width=${SIZE} height=${SIZE} role="img" aria-label=${text}>
      <path class="axis" d="M${SIZE / 2},0V${SIZE}M0,${SIZE / 2}H${SIZE}" />
      ${!plane && map && html`<path class="curve" d=${curve(map, domain, SIZE, SIZE)} />`}
      <${BatchPoints} ...${{ batch: { points, labels }, place, row, ring: 5.5 }} />
    </svg>
  `;
}

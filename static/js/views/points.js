/** Examples that are points of a line or a plane: where they lie, and which one is followed. */

import { html } from "htm/preact";

const SIZE = 84;
const EDGE = 5; // pixels around the points

/**
 * @param {{points: number[][], labels: (number | number[])[], domain: [number, number],
 *   row: number, classes: number}} props
 */
export function Points({ points, labels, domain, row, classes }) {
  const place = placing(domain);
  const text = `example ${row} at ${points[row].map((x) => x.toFixed(2)).join(", ")}`;
  return html`
    <svg class="points" width=${SIZE} height=${SIZE} role="img" aria-label=${text}>
      <path class="axis" d="M${SIZE / 2},0V${SIZE}M0,${SIZE / 2}H${SIZE}" />
      ${points.map((point, i) => {
        const [x, y] = place(point, labels[i]);
        return html`<circle cx=${x} cy=${y} r="2.2" class=${side(labels[i], classes)} />`;
      })}
      ${[points[row]].map((point) => {
        const [x, y] = place(point, labels[row]);
        return html`<circle cx=${x} cy=${y} r="5" class="followed" />`;
      })}
    </svg>
  `;
}

/** Pixels of a point; on a line, the height is what should be said there.
 * @param {[number, number]} domain */
function placing([from, to]) {
  const pixel = (/** @type {number} */ x) => EDGE + ((x - from) / (to - from)) * (SIZE - 2 * EDGE);
  return (/** @type {number[]} */ point, /** @type {number | number[]} */ label) => {
    const y = point.length > 1 ? pixel(point[1]) : pixel(Array.isArray(label) ? label[0] : label);
    return [pixel(point[0]), SIZE - y];
  };
}

/** Blue for the positive side, orange for the negative. @param {number | number[]} label
 * @param {number} classes */
const side = (label, classes) =>
  (classes > 0 ? label : Array.isArray(label) && label[0] > 0) ? "positive" : "negative";

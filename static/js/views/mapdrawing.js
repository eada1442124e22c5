/** The map itself: the answers as colours or as a curve, the points on them, axes, a spot to be read. */

import { html } from "htm/preact";
import { useMemo } from "preact/hooks";
import { contour } from "../contour.js";
import { compact } from "../format.js";
import { curve, ground, nearest, partAt, placing } from "../mapping.js";
import * as state from "../state.js";
import { BatchPoints, EveryPoint } from "./mappoints.js";
import { Picture } from "./picture.js";

/**
 * @typedef {import("../types.js").NDArray} NDArray
 * @typedef {import("../types.js").SomePoints} SomePoints
 * @typedef {import("../mapping.js").Place} Place
 * @typedef {{row: number, column: number}} Spot
 * @typedef {{width: number, height: number, domain: [number, number], heights: [number, number],
 *   names: string[]}} Frame  what it goes over, and in how many pixels
 * @typedef {import("./mappoints.js").Placing} Placing
 */

const NEAR = 14; // pixels from a point that still mean it

/**
 * @param {{frame: Frame, map: NDArray | null, values: Float32Array | null, batch: SomePoints,
 *   every: import("../types.js").EveryPoint | null, classified: boolean, spot: Spot | null,
 *   setSpot: (spot: Spot | null) => void, label: string}} props
 */
export function Drawing({ frame, map, values, batch, every, classified, spot, setSpot, label }) {
  const { width, height, domain, heights, names } = frame;
  const place = useMemo(
    () => placing(domain, heights, width, height),
    [...domain, ...heights, width, height],
  );
  const plane = names[0] === "x1";
  const size = map?.shape[0] ?? 0;
  const row = Math.min(state.example.value, batch.points.length - 1);
  const image = useMemo(() => (plane && values ? ground(values, size) : null), [values]);
  const line = useMemo(() => {
    if (!map || !values) return null;
    if (!plane) return curve(map, heights, width, height);
    return classified ? contour(values, size, width) : null;
  }, [values, classified, ...heights, width]);
  const read = (/** @type {PointerEvent} */ event) => {
    const [x, y] = pixelUnder(event);
    if (map) setSpot({ row: partAt(y, height, size), column: partAt(x, width, size) });
  };
  return html`
    <div class="map-grid">
      <${Ends} side="of-y" name=${names[1]} ends=${heights} />
      <div
        class=${map ? "ground" : "ground hatched"}
        style=${{ width: `${width}px`, height: `${height}px` }}
        role="group"
        tabindex="0"
        aria-label=${`${label}. Arrow keys read it.`}
        onPointerMove=${read}
        onPointerDown=${read}
        onPointerLeave=${(/** @type {PointerEvent} */ { pointerType }) => pointerType === "mouse" && setSpot(null)}
        onClick=${(/** @type {PointerEvent} */ event) => follow(batch, place, pixelUnder(event))}
        onKeyDown=${(/** @type {KeyboardEvent} */ event) => move(event, size, spot, setSpot)}
        onBlur=${() => setSpot(null)}
      >
        ${image && html`<${Picture} image=${image} pair="value" label="" size=${width} />`}
        <svg class=${classified ? "classes" : "numbers"} width=${width} height=${height} aria-hidden="true">
          <${Zeros} ...${{ domain, heights, width, height }} />
          ${every && html`<${EveryPoint} every=${every} place=${place} />`}
          <clipPath id="map-frame"><rect width=${width} height=${height} /></clipPath>
          ${line && html`<path class=${plane ? "turn" : "curve"} d=${line} clip-path="url(#map-frame)" />`}
          <${BatchPoints} ...${{ batch, place, row, ring: 9 }} />
          ${spot && map && html`<${Cross} ...${{ spot, plane, size, width, height }} />`}
        </svg>
      </div>
      <${Ends} side="of-x" name=${names[0]} ends=${domain} />
    </div>
  `;
}

/** @param {PointerEvent} event @returns {Place} */
function pixelUnder({ clientX, clientY, currentTarget }) {
  const box = /** @type {HTMLElement} */ (currentTarget).getBoundingClientRect();
  return [clientX - box.left, clientY - box.top];
}

/** Has the graph follow the example that was pressed. @param {SomePoints} batch @param {Placing} place
 * @param {Place} at */
function follow({ points, labels }, place, at) {
  const places = points.map((point, k) => place(point, labels[k]));
  const found = nearest(places, at, NEAR);
  if (found !== null) state.example.value = found;
}

/** @type {Record<string, [number, number]>} */
const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

/** @param {KeyboardEvent} event @param {number} size @param {Spot | null} spot
 * @param {(spot: Spot | null) => void} setSpot */
function move(event, size, spot, setSpot) {
  const step = STEPS[event.key];
  if (!step || size === 0) return;
  event.preventDefault();
  const from = spot ?? { row: size >> 1, column: size >> 1 };
  const inside = (/** @type {number} */ k) => Math.max(0, Math.min(size - 1, k));
  setSpot({ row: inside(from.row + step[0]), column: inside(from.column + step[1]) });
}

/** The ends of an axis, and its name between them.
 * @param {{side: string, name: string, ends: [number, number]}} props */
const Ends = ({ side, name, ends }) => html`
  <div class="ends ${side}" aria-hidden="true">
    <span>${compact(ends[0], 2)}</span><i>${name}</i><span>${compact(ends[1], 2)}</span>
  </div>
`;

/** Where x1 and x2, or x and y, are 0.
 * @param {{domain: [number, number], heights: [number, number], width: number, height: number}} props */
function Zeros({ domain, heights, width, height }) {
  const [x, y] = placing(domain, heights, width, height)([0, 0], 0);
  return html`<path class="axis" d="M${Math.round(x) + 0.5} 0V${height}M0 ${Math.round(y) + 0.5}H${width}" />`;
}

/** @param {{spot: Spot, plane: boolean, size: number, width: number, height: number}} props */
function Cross({ spot, plane, size, width, height }) {
  const x = ((spot.column + 0.5) / size) * width;
  const y = ((spot.row + 0.5) / size) * height;
  return html`<path class="cross" d="M${x} 0V${height}${plane ? `M0 ${y}H${width}` : ""}" />`;
}

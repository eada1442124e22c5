/** The arrows of the graph, and the value that travels along one when it has just been computed. */

import { html } from "htm/preact";
import * as state from "../state.js";

/** @typedef {import("../layout.js").Edge} Edge */

/** @param {{drawn: import("../layout.js").Chart}} props */
export const Edges = ({ drawn }) => html`
  <svg class="edges" width=${drawn.width} height=${drawn.height} aria-hidden="true">
    ${drawn.edges.map((edge) => html`<${Arrow} key=${edge.id} edge=${edge} />`)}
  </svg>
`;

/** @param {{edge: Edge}} props */
function Arrow({ edge }) {
  const { points, kind, name } = edge;
  const [from, to] = points.slice(-2);
  const { value } = name ? state.lookUp(name) : { value: seed() };
  const made = value && typeof value === "object" ? value.event : null;
  const now = state.current.value.event;
  const travels = now !== null && name !== null && made === now.index;
  const pointed = name !== null && state.pointed.value === name;
  const before = points.slice(0, -1).join("L");
  const [ux, uy] = unit(from, to);
  const base = [to[0] - ux * 9, to[1] - uy * 9];
  const head = `M${to} L${base[0] - uy * 5},${base[1] + ux * 5} L${base[0] + uy * 5},${base[1] - ux * 5}Z`;
  return html`
    <g class="edge ${kind} ${value ? "" : "absent"} ${pointed ? "pointed" : ""}">
      <path class="shaft" d="M${before} L${base}" />
      <path class="head" d=${head} />
      ${
        travels &&
        html`<rect
          key=${now.index}
          class="traveller"
          x="-5"
          y="-5"
          width="10"
          height="10"
          rx="2"
          style=${{ offsetPath: `path("M${points.join("L")}")` }}
        />`
      }
    </g>
  `;
}

/** Whether the 1 has been sent back. */
const seed = () => {
  const phase = state.current.value.event?.phase;
  return phase === "backward" || phase === "update";
};

/** @param {[number, number]} from @param {[number, number]} to */
function unit(from, to) {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const length = Math.hypot(dx, dy);
  return [dx / length, dy / length];
}

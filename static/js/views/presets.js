/** The networks to start from: what each is made of, and what to look at. */

import { html } from "htm/preact";
import { bars, chain } from "../describing.js";
import { build, catalog, making, open, shownFaults } from "../drafting.js";
import { properName } from "../format.js";
import { session } from "../state.js";

/** @typedef {import("../building.js").Catalog} Catalog */
/** @typedef {import("../building.js").Part} Part */
/** @typedef {import("../building.js").Preset} Preset */

const [BAR, HEIGHT] = [9, 36]; // pixels from one bar to the next, and of the widest layer

export function Presets() {
  const known = catalog.value;
  return html`
    <div role="alert" class="faults">
      ${shownFaults.value.map(({ message }) => html`<p class="fault">${message}</p>`)}
    </div>
    <ul class="cards">
      ${known?.presets.map((preset) => html`<${Card} key=${preset.name} preset=${preset} />`)}
    </ul>
  `;
}

/** @param {{preset: Preset}} props */
function Card({ preset: { name, title, summary, spec } }) {
  const known = /** @type {Catalog} */ (catalog.value);
  const layers = /** @type {Part[]} */ (spec.layers);
  const dataset = /** @type {Part} */ (spec.dataset);
  const here = JSON.stringify(session.value?.spec) === JSON.stringify(spec);
  return html`
    <li class="card ${here ? "here" : ""}">
      <${Sketch} layers=${layers} />
      <h3>
        <button type="button" aria-busy=${making.value === name} onClick=${() => open(name)}>
          ${title}
        </button>
      </h3>
      <p>${summary}</p>
      <p class="made-of">
        <b>${properName(String(dataset.name))}</b> ${chain(known, layers)}
      </p>
      <p class="card-foot">
        <button
          type="button"
          class="link"
          aria-label=${`change it first: ${title}`}
          onClick=${() => build(spec)}
        >
          change it first
        </button>
        ${here && html`<span class="quiet">on the page now</span>`}
        ${making.value === name && html`<span class="quiet" role="status">making it …</span>`}
      </p>
    </li>
  `;
}

/** The layers as bars, so that the networks are told apart at a glance. @param {{layers: Part[]}} props */
function Sketch({ layers }) {
  const heights = bars(/** @type {Catalog} */ (catalog.value), layers);
  const width = heights.length * BAR;
  return html`
    <svg class="sketch" width=${width} height=${HEIGHT} viewBox=${`0 0 ${width} ${HEIGHT}`} aria-hidden="true">
      ${heights.map((height, k) => {
        const h = height === null ? 4 : Math.max(6, height * HEIGHT);
        return html`<rect
          class=${height === null ? "plain" : "wide"}
          x=${k * BAR}
          y=${(HEIGHT - h) / 2}
          width=${BAR - 3}
          height=${h}
          rx="1.5"
        />`;
      })}
    </svg>
  `;
}

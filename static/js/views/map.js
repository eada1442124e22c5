/** What the network says all over the plane or line that its examples are points of. */

import { html } from "htm/preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import { keepPoints } from "../everypoint.js";
import { compact, exact, percent } from "../format.js";
import { answersAt, heightsOf, leaning, middle } from "../mapping.js";
import { said, saysChances, wanted } from "../prediction.js";
import * as state from "../state.js";
import { useLasting } from "./lasting.js";
import { Drawing } from "./mapdrawing.js";
import { Key, Ramp } from "./mapkey.js";
import { useWidth } from "./width.js";

/** @typedef {import("../types.js").NDArray} NDArray */
/** @typedef {import("../types.js").Trace} Trace */
/** @typedef {import("./mapdrawing.js").Spot} Spot */

const GUTTER = 26; // pixels beside the picture, for the numbers of its axis
const MOST = 340; // pixels across

export function WholeMap() {
  const id = state.session.value?.id ?? "";
  const trace = state.lastTrace.value;
  const [room, width] = useWidth();
  useEffect(() => {
    keepPoints(id);
  }, [id]);
  return html`
    <div ref=${room}>
      ${width > 0 && trace && html`<${Whole} key=${id} trace=${trace} width=${Math.min(MOST, width - GUTTER)} />`}
    </div>
  `;
}

/** @param {{trace: Trace, width: number}} props */
function Whole({ trace, width }) {
  const map = useLasting(state.map.value);
  const every = state.everyPoint.value;
  const [spot, setSpot] = useState(/** @type {Spot | null} */ (null));
  const areChances = saysChances(trace);
  const values = useMemo(() => map && leaning(map, areChances), [map]);
  const { points, labels, domain, classes } = trace.batch;
  const known = every?.of === state.session.value?.id ? every : null;
  const heights = useMemo(
    () => heightsOf(known ? [...known.train.labels, ...known.test.labels] : labels),
    [known, !known && labels],
  );
  if (!points || !domain) return null;
  const plane = points[0].length > 1;
  const frame = {
    width,
    height: width,
    domain,
    heights: plane ? domain : heights,
    names: plane ? ["x1", "x2"] : ["x", "y"],
  };
  return html`
    <${Drawing} ...${{ frame, map, values, every: known, classified: classes.length > 0, spot, setSpot }} batch=${{ points, labels }} label=${summary(values, trace)} />
    <div class="under">
      <p class="reading" aria-live="polite">
        ${spot && map ? html`<${Reading} ...${{ spot, map, trace, domain }} />` : html`<${Followed} trace=${trace} />`}
      </p>
    </div>
    <div class="keys-of-map">
      ${plane && html`<${Ramp} ...${{ classes, areChances }} />`}
      <${Key} plane=${plane} classes=${classes} every=${known !== null} />
    </div>
  `;
}

/** What can be seen of it, in words. @param {Float32Array | null} values @param {Trace} trace */
function summary(values, { batch }) {
  const [from, to] = (batch.domain ?? [0, 0]).map((end) => compact(end, 3));
  const where = `from ${from} to ${to}`;
  if (!values) return `map of what the network says ${where}, on its way`;
  if (batch.classes.length > 0) {
    const share = values.filter((value) => value > 0).length / values.length;
    return `map of what the network says ${where} both ways: ${batch.classes[1]} on ${percent(share)} of the plane`;
  }
  const [least, most] = [Math.min(...values), Math.max(...values)].map((end) => compact(end, 3));
  return `map of what the network says ${where}: numbers from ${least} to ${most}`;
}

/** The answer under the pointer. @param {{spot: Spot, map: NDArray, trace: Trace, domain: [number, number]}} props */
function Reading({ spot, map, trace, domain }) {
  const [size] = map.shape;
  const y = answersAt(map, spot.row, spot.column);
  const x1 = compact(middle(domain, size, spot.column), 3);
  const x2 = compact(middle(domain, size, size - 1 - spot.row), 3);
  const { what } = said(y, trace.batch.classes, saysChances(trace));
  return html`
    <span>y(${map.shape.length > 2 ? `${x1}, ${x2}` : x1}) = </span>
    <b>${Array.from(y, exact).join(", ")}</b>
    ${trace.batch.classes.length > 0 && html`<span>, ${what}</span>`}
  `;
}

/** Where the followed example is. @param {{trace: Trace}} props */
function Followed({ trace }) {
  const row = state.example.value;
  const { points, labels, classes } = trace.batch;
  if (!points?.[row]) return null;
  const where = points[row].map((x) => compact(x, 3)).join(", ");
  const at = points[row].length > 1 ? `(${where})` : where;
  return html`<span>example ${row} at ${at}: </span><b>${wanted(labels[row], classes)}</b>`;
}

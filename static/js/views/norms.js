/** How long each weight's gradient is, iteration by iteration: whether it fades or grows on its way back. */

import { html } from "htm/preact";
import { useMemo } from "preact/hooks";
import { scrub } from "../actions.js";
import { compact } from "../format.js";
import { namedLines, normLines } from "../norms.js";
import * as state from "../state.js";
import { Chart } from "./chart.js";
import { Panel } from "./panel.js";

export function NormsPanel() {
  const rows = state.metrics.value;
  const names =
    state.lastTrace.value?.layers.flatMap((layer) => layer.parameters.slice(0, 1)) ?? [];
  const columns = useMemo(
    () => names.map((name) => rows.gradient_norms[name] ?? []),
    [rows, names.join()],
  );
  const lines = normLines(names);
  const describe = (/** @type {number} */ at) =>
    `iteration ${at}: ${lines.map(({ label }, k) => `${label} ${compact(columns[k][at] ?? null)}`).join(", ")}`;
  return html`
    <${Panel} name="norms" title="Gradient norms" aside=${html`<${Key} lines=${lines} columns=${columns} />`}>
      <${Chart}
        columns=${columns}
        lines=${lines}
        cursor=${state.position.value?.iteration ?? 0}
        height=${150}
        log=${true}
        label=${`norms of the gradients of ${names.join(", ")} over time, on a log scale`}
        describe=${describe}
        onPick=${scrub}
      />
    <//>
  `;
}

/** @param {{lines: import("../plotting.js").Line[], columns: import("../types.js").Column[]}} props */
function Key({ lines, columns }) {
  const at = state.reading.value ?? state.session.value?.metrics?.iteration ?? -1;
  const many = lines.length > 2;
  const between = many ? "from the first layer to the last, the deeper the stronger" : undefined;
  return html`
    <p class="readout ${many ? "many" : ""}" title=${between}>
      ${namedLines(lines).map((k, place) => {
        const { label, colour, dash } = lines[k];
        const known = at in columns[k];
        return html`
          ${place > 0 && many && html`<span class="quiet">…</span>`}
          <span class="norm-key ${dash ? "dashed" : ""}" style=${{ "--stroke": colour }}>
            ${label} ${known && html`<b>${compact(columns[k][at], many ? 2 : 3)}</b>`}
          </span>
        `;
      })}
    </p>
  `;
}

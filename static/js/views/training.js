/** What happens while the network trains, when nothing is recorded and so nothing can be explained. */

import { html } from "htm/preact";
import { toggleTraining } from "../actions.js";
import { compact, count, percent } from "../format.js";
import * as state from "../state.js";
import { asksForClasses } from "../trace.js";

export function Training() {
  const { metrics, spec } = state.session.value ?? {};
  const weights = state.lastTrace.value?.layers.flatMap((layer) => layer.parameters)[0];
  return html`
    <p class="empty">
      Each iteration runs the whole program: forward on ${spec?.batch_size} examples, backward, and
      the update of every parameter.
    </p>
    ${
      metrics &&
      html`<p class="so-far">
        Iteration <b>${count(metrics.iteration)}</b>: loss <b>${compact(metrics.loss)}</b>${
          asksForClasses(state.lastTrace.value) &&
          html`, <b>${percent(metrics.accuracy)}</b> of its batch right`
        }.
      </p>`
    }
    ${
      state.drawn.value?.pictured &&
      state.selection.value?.name === weights &&
      html`<p class="empty">
        The pictures are <b>${weights}</b>, one for each unit of the first layer: blue where ink speaks for
        the unit, orange where it speaks against it.
      </p>`
    }
    <p class="next">
      <button type="button" class="link plain" onClick=${toggleTraining}>Stop</button> at any iteration, and every
      number says where it comes from.
    </p>
  `;
}

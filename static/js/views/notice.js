/** What stands between the page and its server, and the way on; below the toolbar until it is over. */

import { html } from "htm/preact";
import { begin } from "../actions.js";
import { trouble } from "../state.js";

export function Notice() {
  const now = trouble.value;
  return html`
    <div class="notice-place" role="alert">
      ${
        now &&
        html`<div class="notice">
          <p>${now.text}</p>
          ${now.kind !== "silent" && html`<button type="button" class="key" onClick=${begin}>open a new session</button>`}
        </div>`
      }
    </div>
  `;
}

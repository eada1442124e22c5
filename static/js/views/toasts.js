/** Messages that come and go, at the foot of the page. */

import { html } from "htm/preact";
import { dismiss } from "../say.js";
import { toasts } from "../state.js";

export const Toasts = () => html`
  <div class="toasts" role="status" aria-live="polite">
    ${toasts.value.map(
      ({ id, text }) => html`
        <div class="toast" key=${id}>
          <p>${text}</p>
          <button type="button" class="icon" aria-label="dismiss" onClick=${() => dismiss(id)}>
            ×
          </button>
        </div>
      `,
    )}
  </div>
`;

/** The top line: what this is, what the session is made of, and where else to go. */

import { html } from "htm/preact";
import { properName, widths } from "../format.js";
import { helpOpen, lastTrace, networksOpen, session, theme } from "../state.js";
import { toggleTheme } from "../theme.js";

/** @param {{label: string, children?: unknown}} props */
const Chip = ({ label, children }) => html`
  <li><span class="quiet">${label}</span> <b>${children}</b></li>
`;

/** The widths of the layers, "784 – 50 – 10". */
function network() {
  const spec = session.value?.spec;
  const x = lastTrace.value?.values.find(({ name }) => name === "x");
  const given = x ? [x.shape.slice(1).reduce((a, b) => a * b, 1)] : [];
  return [...given, ...widths(spec?.layers ?? [])].join(" – ");
}

export function Header() {
  const spec = session.value?.spec;
  const dark = theme.value === "dark";
  return html`
    <header class="top">
      <h1>Backprop Explorer</h1>
      ${
        spec &&
        html`<ul class="chips">
          <${Chip} label="network">${network()}<//>
          <${Chip} label="data">${properName(spec.dataset.name)}<//>
          <${Chip} label="optimizer">
            ${properName(spec.optimizer.name)} η ${spec.optimizer.learning_rate}
          <//>
          <${Chip} label="batch">${spec.batch_size}<//>
          <${Chip} label="seed">${spec.seed}<//>
        </ul>`
      }
      <nav aria-label="elsewhere">
        <button
          type="button"
          class="keys-button"
          aria-haspopup="dialog"
          onClick=${() => {
            networksOpen.value = true;
          }}
        >
          networks <kbd>W</kbd>
        </button>
        <button
          type="button"
          class="keys-button"
          aria-haspopup="dialog"
          onClick=${() => {
            helpOpen.value = true;
          }}
        >
          keys <kbd>?</kbd>
        </button>
        <a href="/docs">API</a>
        <button
          type="button"
          class="icon"
          aria-pressed=${dark}
          aria-label="dark theme"
          title=${dark ? "switch to light" : "switch to dark"}
          onClick=${toggleTheme}
        >
          ◐
        </button>
      </nav>
    </header>
  `;
}

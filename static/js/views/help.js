/** The help: what can be done, by which key, and how to read the page. */

import { html } from "htm/preact";
import { useEffect, useRef } from "preact/hooks";
import { COMMANDS } from "../keys.js";
import { helpOpen } from "../state.js";

/** @type {Record<string, string>} */
const SIGNS = {
  " ": "Space",
  ArrowUp: "↑",
  ArrowDown: "↓",
  ArrowLeft: "←",
  ArrowRight: "→",
  PageUp: "PgUp",
  PageDown: "PgDn",
};

/** @param {string} key */
function keyName(key) {
  if (SIGNS[key]) return SIGNS[key];
  return /^[A-Z]$/.test(key) ? `⇧ ${key}` : key.length === 1 ? key.toUpperCase() : key;
}

export function Help() {
  const dialog = useRef(/** @type {HTMLDialogElement | null} */ (null));
  const open = helpOpen.value;
  useEffect(() => {
    if (open) dialog.current?.showModal();
    else dialog.current?.close();
  }, [open]);
  const close = () => {
    helpOpen.value = false;
  };
  // Not by the dialog itself: its close event comes later, when the next key may have opened it again.
  const leave = (/** @type {Event} */ event) => {
    if (event instanceof KeyboardEvent && event.key !== "Escape") return;
    event.preventDefault();
    close();
  };
  return html`
    <dialog
      class="help-dialog"
      ref=${dialog}
      onCancel=${leave}
      onKeyDown=${leave}
      aria-labelledby="help-title"
    >
      <div class="panel-head">
        <h2 id="help-title">Keys</h2>
        <button type="button" class="icon" aria-label="close" onClick=${close}>×</button>
      </div>
      <dl class="key-list">
        ${COMMANDS.map(
          ({ keys, does }) => html`
            <div>
              <dt>${keys.map((key) => html`<kbd>${keyName(key)}</kbd>`)}</dt>
              <dd>${does}</dd>
            </div>
          `,
        )}
      </dl>
      <h3>How to read the page</h3>
      <ul class="legend-list">
        <li><i class="swatch value"></i>values: blue is above zero, orange below</li>
        <li><i class="swatch gradient"></i>gradients: purple is above zero, green below</li>
        <li><i class="swatch hatched"></i>not computed yet at the cursor</li>
        <li><i class="swatch cursor"></i>the cursor: what ran last</li>
      </ul>
      <p class="quiet">
        Press an array to open it, a number to ask where it comes from, a line to go there.
      </p>
    </dialog>
  `;
}

/** The dialog in which another network is chosen or built. Its files come when it is first opened. */

import { html } from "htm/preact";
import { useEffect, useRef } from "preact/hooks";
import { building, buildOn, catalog, choose, readChoices } from "../drafting.js";
import { networksOpen } from "../state.js";
import { Builder } from "./builder.js";
import { Presets } from "./presets.js";

export function NetworksDialog() {
  const dialog = useRef(/** @type {HTMLDialogElement | null} */ (null));
  const head = useRef(/** @type {HTMLHeadingElement | null} */ (null));
  const open = networksOpen.value;
  const own = building.value;
  useEffect(() => {
    if (open) {
      dialog.current?.showModal();
      readChoices();
    } else dialog.current?.close();
  }, [open]);
  useEffect(() => {
    if (open) head.current?.focus();
  }, [own]);
  const close = () => {
    networksOpen.value = false;
  };
  // The dialog's own close event comes later; a key pressed right after Escape must not be lost.
  const leave = (/** @type {KeyboardEvent} */ event) => event.key === "Escape" && close();
  return html`
    <dialog
      class="networks-dialog"
      ref=${dialog}
      onClose=${close}
      onKeyDown=${leave}
      aria-labelledby="networks-title"
    >
      <div class="panel-head">
        <h2 id="networks-title" tabindex="-1" ref=${head}>
          ${own ? "Build your own" : "Networks"}
        </h2>
        ${
          own
            ? html`<button type="button" class="link" onClick=${choose}>all networks</button>`
            : html`<button type="button" class="key" onClick=${buildOn}>Build your own</button>`
        }
        <button type="button" class="icon" aria-label="close" onClick=${close}>×</button>
      </div>
      <div class="networks-body" aria-busy=${catalog.value === null}>
        ${own ? html`<${Builder} />` : html`<${Presets} />`}
      </div>
    </dialog>
  `;
}

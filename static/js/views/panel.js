/** A panel: a titled part of the page that a screen reader can jump to. */

import { html } from "htm/preact";

/** @param {{name: string, title: unknown, aside?: unknown, children?: unknown}} props */
export const Panel = ({ name, title, aside, children }) => html`
  <section class="panel ${name}" aria-labelledby="${name}-title">
    <div class="panel-head">
      <h2 id="${name}-title">${title}</h2>
      ${aside}
    </div>
    ${children}
  </section>
`;

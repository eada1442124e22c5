/** On a small screen, the way to the explanation of a number that was tapped far from it. */

import { html } from "htm/preact";
import { useEffect, useState } from "preact/hooks";
import { address } from "../format.js";
import { aim } from "../looking.js";
import * as state from "../state.js";
import { anyVersion, title } from "../trace.js";

/**
 * Only who has chosen a number by hand is asked; the style sheet shows it on small screens.
 * @param {{panel: {current: HTMLElement | null}}} props what it leads to
 */
export function Summons({ panel }) {
  const [inSight, setInSight] = useState(true);
  useEffect(() => {
    if (!panel.current) return;
    const observer = new IntersectionObserver(([{ isIntersecting }]) => setInSight(isIntersecting));
    observer.observe(panel.current);
    return () => observer.disconnect();
  }, []);
  const chosen = state.selection.value;
  if (inSight || state.following.value || !chosen?.index) return null;
  const value = state.lastTrace.value && anyVersion(state.lastTrace.value, chosen.name);
  const go = () => {
    panel.current?.closest("section")?.scrollIntoView({ block: "start" });
    aim("explanation", false);
  };
  return html`
    <button type="button" class="key summons" onClick=${go}>
      explain ${address(value ? title(value) : chosen.name, chosen.index)} ↓
    </button>
  `;
}

/** What is not needed to open the page: its files come when it is first asked for. */

import { html } from "htm/preact";
import { useEffect, useState } from "preact/hooks";
import { say } from "../say.js";
import { hasMap, networksOpen } from "../state.js";
import { Panel } from "./panel.js";

/**
 * Files that come once, and are there at once for whoever asks again.
 * @template T @param {() => Promise<T>} load
 */
function later(load) {
  /** @type {T | null} */
  let files = null;
  const fetched = async () => {
    files = await load();
    return files;
  };
  return { now: () => files, fetched };
}

const networks = later(() => import("./networks.js"));
const map = later(() => import("./map.js"));
const points = later(() => import("./points.js"));

/**
 * @template T
 * @param {{now: () => T | null, fetched: () => Promise<T>}} from @param {boolean} wanted
 * @param {() => void} [failed]
 * @returns {T | null} the module, once it is there
 */
function useFiles(from, wanted, failed) {
  const [files, setFiles] = useState(from.now);
  useEffect(() => {
    if (!wanted || files) return;
    from.fetched().then(
      (arrived) => setFiles(arrived),
      () => {
        failed?.();
        say("The server does not answer. Is it still running?");
      },
    );
  }, [wanted]);
  return files;
}

export function Networks() {
  const close = () => {
    networksOpen.value = false;
  };
  const files = useFiles(networks, networksOpen.value, close);
  return files && html`<${files.NetworksDialog} />`;
}

/** What the network says between the examples, where these are points. */
export const MapPanel = () => (hasMap.value ? html`<${Everywhere} />` : null);

function Everywhere() {
  const files = useFiles(map, true);
  return html`<${Panel} name="map" title="What the network says everywhere">
    ${files && html`<${files.WholeMap} />`}
  <//>`;
}

/** The same, small. @param {{row: number}} props */
export function Points({ row }) {
  const files = useFiles(points, true);
  return html`<span class="points">${files && html`<${files.Points} row=${row} />`}</span>`;
}

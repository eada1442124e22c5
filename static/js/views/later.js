/** What is not needed to open the page: its files come when it is first asked for. */

import { html } from "htm/preact";
import { useEffect, useState } from "preact/hooks";
import { say } from "../say.js";
import { networksOpen } from "../state.js";

export function Networks() {
  const open = networksOpen.value;
  const [files, setFiles] = useState(/** @type {typeof import("./networks.js") | null} */ (null));
  useEffect(() => {
    if (!open || files) return;
    import("./networks.js").then(
      (arrived) => setFiles(arrived),
      () => {
        networksOpen.value = false;
        say("The server does not answer. Is it still running?");
      },
    );
  }, [open]);
  return files && html`<${files.NetworksDialog} />`;
}

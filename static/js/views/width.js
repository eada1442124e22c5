/** How wide an element is, as it changes. */

import { useEffect, useRef, useState } from "preact/hooks";

/** @returns {[import("preact").RefObject<HTMLElement | null>, number]} a ref for the element, and its width */
export function useWidth() {
  const element = useRef(/** @type {HTMLElement | null} */ (null));
  const [width, setWidth] = useState(0);
  useEffect(() => {
    if (!element.current) return;
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry.contentRect.width)));
    observer.observe(element.current);
    return () => observer.disconnect();
  }, []);
  return [element, width];
}

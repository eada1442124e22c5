/** How wide an element is, as it changes. */

import { useLayoutEffect, useRef, useState } from "preact/hooks";

/** @returns {[import("preact").RefObject<HTMLElement | null>, number]} a ref for the element, and its width */
export function useWidth() {
  const element = useRef(/** @type {HTMLElement | null} */ (null));
  const observed = useRef(/** @type {HTMLElement | null} */ (null));
  const observer = useRef(/** @type {ResizeObserver | null} */ (null));
  const [width, setWidth] = useState(0);
  // Measured before the first paint: otherwise what is inside would be drawn only after it.
  useLayoutEffect(() => {
    if (observed.current === element.current) return;
    observed.current = element.current;
    observer.current?.disconnect();
    if (!element.current) return;
    setWidth(Math.floor(element.current.getBoundingClientRect().width));
    observer.current = new ResizeObserver(([entry]) =>
      setWidth(Math.floor(entry.contentRect.width)),
    );
    observer.current.observe(element.current);
  });
  useLayoutEffect(() => () => observer.current?.disconnect(), []);
  return [element, width];
}

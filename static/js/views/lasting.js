/** What is on its way may stay as it was for a moment, so that nothing flickers; then it is not shown. */

import { useLayoutEffect, useRef, useState } from "preact/hooks";

const PATIENCE = 150; // milliseconds

/** @template T @param {T | null} value @returns {T | null} */
export function useLasting(value) {
  const last = useRef(value);
  const [, setTimesLost] = useState(0);
  if (value !== null) last.current = value;
  useLayoutEffect(() => {
    if (value !== null) return;
    const late = setTimeout(() => {
      last.current = null;
      setTimesLost((times) => times + 1);
    }, PATIENCE);
    return () => clearTimeout(late);
  }, [value]);
  return last.current;
}

/** Moving the keyboard's focus about, always from a panel's own element. */

import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { aim } from "../looking.js";
import { goal } from "../state.js";

/** Gives an element the focus that was asked for. @param {HTMLElement | null | undefined} element */
export function takeFocus(element) {
  if (!element || !goal.peek()) return;
  element.focus({ preventScroll: true });
  if (goal.peek()?.scroll) element.scrollIntoView({ block: "nearest" });
  goal.value = null;
}

/**
 * When what had the focus in an element is gone, the keyboard is not to start again at the top.
 * @param {import("preact").RefObject<HTMLElement | null>} place
 * @param {() => void} regain gives the focus to something else in it
 */
export function useKeptFocus(place, regain) {
  const inside = useRef(false);
  useEffect(() => {
    const element = place.current;
    const enter = () => {
      inside.current = true;
    };
    // What is taken off the page loses the focus too, but is gone by the next moment.
    const leave = (/** @type {FocusEvent} */ { target }) =>
      queueMicrotask(() => {
        if (target instanceof Element && target.isConnected) inside.current = false;
      });
    element?.addEventListener("focusin", enter);
    element?.addEventListener("focusout", leave);
    return () => {
      element?.removeEventListener("focusin", enter);
      element?.removeEventListener("focusout", leave);
    };
  }, [place.current]);
  useLayoutEffect(() => {
    if (!inside.current || document.activeElement !== document.body) return;
    inside.current = false;
    regain();
  });
}

/** After a number was asked: the keyboard goes on from its explanation, a pointer has its array under
 * the arrow keys. @param {MouseEvent} event */
export const goOn = ({ detail }) => (detail === 0 ? aim("explanation") : aim("array", false));

/** @type {Record<string, [number, number]>} */
const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const ASIDE = 3; // how much worse it is to lie aside than ahead

/** Arrow keys among the buttons of a panel: to the nearest one on that side. @param {KeyboardEvent} event */
export function roam(event) {
  const way = WAYS[event.key];
  const { target: from, currentTarget: panel } = event;
  if (!way || !(from instanceof HTMLButtonElement) || !(panel instanceof HTMLElement)) return;
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  const start = middle(from);
  let nearest = null;
  let least = Number.POSITIVE_INFINITY;
  for (const button of panel.querySelectorAll("button")) {
    const [x, y] = middle(button);
    const ahead = (x - start[0]) * way[0] + (y - start[1]) * way[1];
    const aside = Math.abs((x - start[0]) * way[1]) + Math.abs((y - start[1]) * way[0]);
    const distance = ahead + ASIDE * aside;
    if (button.disabled || ahead < 2 || distance >= least) continue;
    [nearest, least] = [button, distance];
  }
  nearest?.focus();
}

/** @param {Element} element @returns {[number, number]} */
function middle(element) {
  const { left, top, width, height } = element.getBoundingClientRect();
  return [left + width / 2, top + height / 2];
}

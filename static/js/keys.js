/** Every key and what it does: the one list that the keyboard, the buttons and the help read. */

import * as actions from "./actions.js";
import { toggleFollowing } from "./following.js";
import * as looking from "./looking.js";
import { keyOf } from "./pressed.js";
import * as state from "./state.js";

/** @typedef {{keys: string[], does: string, run: (key: string) => unknown}} Command */

/** Rows and columns that a key moves by, in the array that has the focus. @type {Record<string, [number, number]>} */
const MOVES = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  PageUp: [-10, 0],
  PageDown: [10, 0],
};
const move = (/** @type {string} */ key) => looking.moveNumber(...MOVES[key]);

/** @type {Command[]} */
export const COMMANDS = [
  { keys: ["n"], does: "one operation ahead", run: () => actions.step("event", 1) },
  { keys: ["N"], does: "one operation back", run: () => actions.step("event", -1) },
  { keys: ["l"], does: "to the end of this layer", run: () => actions.step("layer", 1) },
  { keys: ["L"], does: "one layer back", run: () => actions.step("layer", -1) },
  { keys: ["p"], does: "to the end of this pass", run: () => actions.step("phase", 1) },
  { keys: ["P"], does: "one pass back", run: () => actions.step("phase", -1) },
  { keys: ["i"], does: "to the next iteration", run: () => actions.step("iteration", 1) },
  { keys: ["I"], does: "one iteration back", run: () => actions.step("iteration", -1) },
  { keys: ["Home"], does: "to the very beginning", run: actions.home },
  { keys: [" "], does: "train, and stop training", run: actions.toggleTraining },
  { keys: ["["], does: "the example before", run: () => looking.moveExample(-1) },
  { keys: ["]"], does: "the next example", run: () => looking.moveExample(1) },
  { keys: ["g"], does: "to the graph", run: () => looking.aim("graph") },
  { keys: ["a"], does: "to the numbers of the array", run: () => looking.aim("array") },
  { keys: ["e"], does: "to the explanation", run: () => looking.aim("explanation") },
  {
    keys: ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"],
    does: "through the numbers, tiles, terms or lines where you are",
    run: move,
  },
  { keys: ["PageUp", "PageDown"], does: "ten numbers up or down", run: move },
  {
    keys: ["Enter"],
    does: "from a number to its explanation, from a term to its own",
    run: () => looking.aim("explanation"),
  },
  {
    keys: ["Backspace"],
    does: "back to the number you came from",
    run: () => looking.retrace(state.trail.value.length - 1),
  },
  { keys: ["f"], does: "follow: show what each step makes", run: toggleFollowing },
  { keys: ["c"], does: "check the gradients", run: actions.checkGradients },
  {
    keys: ["w"],
    does: "networks: choose one or build your own",
    run: () => {
      state.networksOpen.value = true;
    },
  },
  {
    keys: ["?"],
    does: "these keys",
    run: () => {
      state.helpOpen.value = true;
    },
  },
];

/** @param {KeyboardEvent} event */
export function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || state.helpOpen.value) return;
  if (state.networksOpen.value) return;
  if (belongsToControl(event)) return;
  const key = keyOf(event);
  const command = COMMANDS.find(({ keys }) => keys.includes(key));
  if (!command) return;
  event.preventDefault();
  if (!(event.repeat && actions.busy())) command.run(key);
}

/** Whether the focused control, or the page, uses this key itself: a slider its arrows, a button its
 * space bar.
 * @param {KeyboardEvent} event */
function belongsToControl({ target, key }) {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return key !== "?" && key.length !== 1;
  if (key in MOVES || key === "Enter") return !target.closest("[data-grid]");
  return key === " " && target.matches("button, a, summary");
}

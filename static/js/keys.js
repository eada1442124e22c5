/** Every key and what it does: the one list that the keyboard, the buttons and the help read. */

import * as actions from "./actions.js";
import * as looking from "./looking.js";
import * as state from "./state.js";

/** @typedef {{keys: string[], does: string, run: () => unknown}} Command */

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
  {
    keys: ["ArrowUp"],
    does: "in an array: the number above",
    run: () => looking.moveNumber(-1, 0),
  },
  { keys: ["ArrowDown"], does: "the number below", run: () => looking.moveNumber(1, 0) },
  { keys: ["ArrowLeft"], does: "the number to the left", run: () => looking.moveNumber(0, -1) },
  { keys: ["ArrowRight"], does: "the number to the right", run: () => looking.moveNumber(0, 1) },
  {
    keys: ["Backspace"],
    does: "back to the number you came from",
    run: () => looking.retrace(state.trail.value.length - 1),
  },
  { keys: ["f"], does: "follow: show what each step makes", run: looking.toggleFollowing },
  { keys: ["c"], does: "check the gradients", run: () => actions.checkGradients() },
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
  if (belongsToControl(event)) return;
  const command = COMMANDS.find(({ keys }) => keys.includes(event.key));
  if (!command) return;
  event.preventDefault();
  if (!(event.repeat && actions.busy())) command.run();
}

/** Whether the focused control uses this key itself: a slider its arrows, a button its space bar.
 * @param {KeyboardEvent} event */
function belongsToControl({ target, key }) {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return key !== "?" && key.length !== 1;
  if (key.startsWith("Arrow")) return !target.closest("[data-grid]");
  return (key === " " || key === "Enter") && target.matches("button, a, summary");
}

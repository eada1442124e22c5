import assert from "node:assert/strict";
import { test } from "node:test";
import { lastEvent, lit, program } from "../../static/js/program.js";

let index = 0;
/** @param {string} phase @param {string} layer @param {number} line @param {string} text
 * @param {string} expression @param {string} [call] @returns {any} */
function event(phase, layer, line, text, expression, call = `${layer}.forward`) {
  const from = text.indexOf(expression);
  const columns = [from, from + expression.length];
  const source = { file: "a.py", line, columns, text, function: call };
  index += 1;
  return { index, phase, layer, operation: expression, output: index, outputs: [index], source };
}

const Z = "z = self.x @ self.W + self.b  # a weighted sum";
const STEP = "params[key] -= rate * grads[key]";
const events = [
  event("forward", "Affine", 3, Z, "self.x @ self.W"),
  event("forward", "Affine", 3, Z, "self.x @ self.W + self.b"),
  event("forward", "Loss", 9, "y = np.exp(x)", "np.exp(x)", "softmax"),
  event("backward", "Affine", 5, "dW = x.T @ dz", "x.T @ dz"),
  event("update", "SGD", 7, STEP, "rate * grads[key]"),
  event("update", "SGD", 7, STEP, STEP),
  event("update", "SGD", 7, STEP, "rate * grads[key]"),
  event("update", "SGD", 7, STEP, STEP),
];

test("lines are grouped by phase; several operations may share one", () => {
  const parts = program(events);
  assert.deepEqual(
    parts.map(({ phase }) => phase),
    ["forward", "backward", "update"],
  );
  assert.equal(parts[0].lines.length, 2);
  assert.equal(parts[0].lines[0].events.length, 2);
  assert.equal(lastEvent(parts[0].lines[0]), 2);
});

test("a line that runs again in a loop is a line again", () => {
  assert.deepEqual(
    program(events)[2].lines.map(({ events }) => events.length),
    [2, 2],
  );
});

test("a function that a layer calls is told apart from the layer's own lines", () => {
  const [own, called] = program(events)[0].lines;
  assert.equal(own.call, null);
  assert.equal(called.call, "softmax");
});

test("the current expression is cut out of its line, and comments are not code", () => {
  const [line] = program(events)[0].lines;
  assert.deepEqual(lit(line, 1), ["z = ", "self.x @ self.W", " + self.b"]);
  assert.deepEqual(lit(line, 2), ["z = ", "self.x @ self.W + self.b", ""]);
  assert.deepEqual(lit(line, 3), ["z = self.x @ self.W + self.b", "", ""]);
});

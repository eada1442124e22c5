import assert from "node:assert/strict";
import { test } from "node:test";
import { checked, finite, health, inFull, inShort } from "../../static/js/health.js";

/** @type {any} */
const trace = {
  layers: [
    { name: "Affine1", type: "Affine", gradients: ["dW1"], output: "z1" },
    { name: "Relu1", type: "Relu", gradients: [], output: "a1" },
    { name: "Affine2", type: "Affine", gradients: ["dW2"], output: "z2" },
  ],
};
/** @type {Record<string, import("../../static/js/types.js").NDArray>} */
const arrays = {
  a1: { shape: [2, 3], data: Float32Array.from([0, 1, 0, 0, 0, 0]) },
  dW1: { shape: [1, 2], data: Float32Array.from([3, 4]) },
  dW2: { shape: [1, 1], data: Float32Array.from([-10]) },
};

/** @param {string[]} names */
const notes = (names, rate = 0.1) =>
  health(trace, (name) => (names.includes(name) ? arrays[name] : null), rate).map(({ parts }) =>
    parts.join(""),
  );

test("nothing is said before it is computed", () => {
  assert.deepEqual(notes([]), []);
  assert.deepEqual(notes(["dW2"]), []);
});

test("silent units, the flow of gradients, the predicted change", () => {
  const [dead, flow, change] = notes(["a1", "dW1", "dW2"]);
  assert.match(dead, /^2 of 3 units of Relu1/);
  assert.match(flow, /= 0\.5$/);
  assert.match(change, /−12\.5$/);
});

test("one number that is not finite is found", () => {
  assert.equal(finite([]).tone, "good");
  const bad = { shape: [2], data: Float32Array.from([1, Number.NaN]) };
  assert.equal(
    finite([{ name: "z1", array: bad }]).parts.join(""),
    "z1 has 1 numbers that are NaN or ∞",
  );
});

const W1 = {
  name: "W1",
  worst: 1.6e-10,
  worst_index: [3, 7],
  backpropagated: 0.25,
  numeric: 0.25,
  limit: 2.8e-9,
  kinks: 0,
  checked: 39_200,
  of: 39_200,
};
const report = {
  verdict: "agrees",
  method: "central-difference",
  rule: "it agrees where |backpropagated − numeric| < some limit",
  h: 1e-6,
  worst: 1.6e-10,
  limit: 2.8e-9,
  kinks: 0,
  checked: 39_760,
  of: 39_760,
  parameters: [W1],
  input: { ...W1, name: "x", checked: 2352, of: 2352 },
};

test("a gradient check that agrees says of how many, how well, and by which rule", () => {
  assert.equal(inShort(report), "✓ gradient check: 39,760 of 39,760 · worst 1.6e−10");
  assert.deepEqual(inFull(report), [
    "39,760 of 39,760 gradients of parameters and 2,352 of 2,352 of the input were compared with small steps.",
    "The worst difference is 1.6e−10; it has to stay below 2.8e−9.",
    "it agrees where |backpropagated − numeric| < some limit. h = 1e−6.",
  ]);
  const { tone, parts } = checked(report);
  assert.equal(tone, "good");
  assert.equal(
    parts.join(""),
    "39,760 of 39,760 gradients agree with small steps of ±1e−6: worst 1.6e−10, limit 2.8e−9",
  );
});

test("complex steps are said to be what they are", () => {
  const smooth = { ...report, method: "complex-step", h: 1e-30, worst: 1.1e-16, limit: 2.4e-13 };
  assert.equal(
    inShort(smooth),
    "✓ gradient check by complex steps: 39,760 of 39,760 · worst 1.1e−16",
  );
  const [compared, , rule, why, ...rest] = inFull(smooth);
  assert.match(compared, /were compared with complex steps\.$/);
  assert.match(rule, /h = 1e−30\.$/);
  assert.match(why, /^All layers are smooth/);
  assert.deepEqual(rest, []);
  assert.match(
    checked(smooth).parts.join(""),
    /agree with complex steps of i·1e−30: worst 1\.1e−16/,
  );
  const wrong = { ...smooth, verdict: "differs", parameters: [{ ...W1, worst: 0.5 }] };
  assert.match(inFull(wrong)[4], /^dW1\[3, 7\]: backward says 0\.25, complex steps 0\.25\.$/);
});

test("a sample says that it is one", () => {
  const sampled = { ...report, checked: 610, input: null };
  assert.match(inShort(sampled), /610 of 39,760/);
  assert.match(inFull(sampled)[0], /^A sample: 610 of 39,760 gradients of parameters were/);
});

test("kinks are counted, and said to be some", () => {
  const bent = { ...report, kinks: 12, parameters: [{ ...W1, kinks: 12 }] };
  assert.match(inShort(bent), /· 12 at a kink$/);
  assert.equal(inFull(bent)[3], "12 of dW1 are at a kink, where the loss has two slopes.");
});

test("a wrong gradient is named with both numbers", () => {
  const wrong = { ...W1, worst: 0.5, backpropagated: 0.125, numeric: -0.375 };
  const differs = { ...report, verdict: "differs", worst: 0.5, parameters: [wrong] };
  assert.match(inShort(differs), /^✗ gradient check differs: 39,760 of 39,760 · worst 0\.5/);
  assert.equal(inFull(differs)[3], "dW1[3, 7]: backward says 0.125, small steps −0.375.");
  assert.equal(inFull(differs).length, 4);
  assert.equal(checked(differs).tone, "bad");
  assert.match(checked(differs).parts.join(""), /gradients were compared, and differ, with/);
});

test("a gradient that is no number is named too", () => {
  const none = { ...W1, worst: null, limit: null, backpropagated: null };
  const differs = { ...report, verdict: "differs", worst: null, parameters: [none] };
  assert.equal(inFull(differs)[3], "dW1[3, 7]: backward says NaN or ∞, small steps 0.25.");
  assert.match(inShort(differs), /worst NaN or ∞/);
});

test("without a loss there is nothing to compare, which is no error", () => {
  const nothing = { ...report, verdict: "undefined", worst: null, limit: null };
  assert.equal(inShort(nothing), "no gradient check: the loss is no number");
  assert.match(
    inFull(nothing).join(" "),
    /^Here the loss is NaN or infinite, so there are no slopes/,
  );
  assert.equal(checked(nothing).tone, "look");
});

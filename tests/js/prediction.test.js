import assert from "node:assert/strict";
import { test } from "node:test";
import { chances, said, wanted } from "../../static/js/prediction.js";

const SIDES = ["negative", "positive"];

test("chances lead to the likeliest class, one chance alone to either of two", () => {
  assert.deepEqual(said([0.1, 0.7, 0.2], ["a", "b", "c"], true), { what: "b", how: "70 %" });
  assert.deepEqual(said([0.16], SIDES, true), { what: "negative", how: "84 %" });
  assert.deepEqual(said([0.9], SIDES, true), { what: "positive", how: "90 %" });
  assert.deepEqual(chances([0.25]), [0.75, 0.25]);
});

test("a score decides by its sign, scores by the largest", () => {
  assert.deepEqual(said([-1.5], SIDES, false), { what: "negative", how: "by 1.5" });
  assert.deepEqual(said([-2, 3.25], SIDES, false), { what: "positive", how: "by 3.25" });
});

test("what is no number says nothing", () => {
  assert.deepEqual(said([Number.NaN], SIDES, true), { what: "nothing", how: "it is NaN" });
  assert.deepEqual(said([1, Number.NaN], SIDES, false), { what: "nothing", how: "it is NaN" });
});

test("where a number is asked for, a number is said", () => {
  assert.deepEqual(said([0.5], [], false), { what: "0.5", how: "" });
  assert.equal(wanted([0.6666256], []), "0.6666");
  assert.equal(wanted(1, SIDES), "positive");
  assert.equal(wanted(3, []), "3");
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { bars, chain, facts } from "../../static/js/describing.js";
import { catalog } from "./catalog.js";

const affine = (/** @type {number} */ units) => ({ type: "affine", units });
const relu = { type: "relu" };
const told = (/** @type {object[]} */ ...layers) =>
  chain(catalog, /** @type {import("../../static/js/building.js").Part[]} */ (layers));

test("layers are told in their order, with the width of those that have one", () => {
  assert.equal(told(affine(50), relu, affine(10)), "affine 50 → ReLU → affine 10");
  assert.equal(told({ type: "residual", layers: [affine(8), relu] }), "residual [affine 8 → ReLU]");
});

test("what repeats is told once, however long the run", () => {
  const nine = Array.from({ length: 9 }, () => [affine(100), relu]).flat();
  assert.equal(told(...nine, affine(10)), "9 × (affine 100 → ReLU) → affine 10");
  assert.equal(told(relu, relu, affine(1)), "2 × ReLU → affine 1");
  assert.equal(told(affine(8), relu, affine(4), relu), "affine 8 → ReLU → affine 4 → ReLU");
});

test("a wide layer is a high bar, at most 1, and one without parameters is none", () => {
  const [low, none, high, most] = bars(catalog, [affine(1), relu, affine(50), affine(4096)]);
  assert.ok(Number(low) > 0 && Number(low) < Number(high));
  assert.equal(none, null);
  assert.equal(most, 1);
  assert.equal(bars(catalog, [{ type: "residual", layers: [affine(2), relu] }]).length, 2);
});

test("a data set says what it gives and what it asks", () => {
  const [spiral, , sine, digits, table] = catalog.datasets;
  assert.equal(facts(spiral), "2 numbers in; 2 classes: no, yes");
  assert.equal(facts(sine), "1 number in; one number out");
  assert.match(
    facts(digits),
    /^1 × 28 × 28 = 784 numbers in; 3 classes: 0, 1, 2; its files are not/,
  );
  assert.equal(facts(table), "");
});

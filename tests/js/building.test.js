import assert from "node:assert/strict";
import { test } from "node:test";
import { asKind, at, kindsOf, moved, newPart, put, stepOf } from "../../static/js/building.js";
import { catalog, option } from "./catalog.js";

const spec = { layers: [{ type: "affine", units: 50 }, { type: "relu" }] };

test("a new part has what the catalog suggests", () => {
  assert.deepEqual(newPart(catalog, "optimizers", "sgd", {}), { name: "sgd", learning_rate: 0.1 });
  assert.deepEqual(newPart(catalog, "datasets", "table", {}), { name: "table", text: "" });
});

test("a number without a default is that of a part nearby, or the least there may be", () => {
  assert.equal(newPart(catalog, "layers", "affine", spec).units, 50);
  assert.equal(newPart(catalog, "layers", "affine", {}).units, 1);
});

test("a block begins with the fewest of the simplest layers", () => {
  const block = newPart(catalog, "layers", "residual", spec);
  assert.deepEqual(block, { type: "residual", layers: [{ type: "relu" }] });
});

test("what is the same in another kind is kept, what has another default is not", () => {
  const spiral = { name: "spiral", noise: 20 };
  assert.deepEqual(asKind(catalog, "datasets", spiral, "circle", {}), {
    name: "circle",
    noise: 20,
  });
  const sgd = { name: "sgd", learning_rate: 0.5 };
  assert.equal(asKind(catalog, "optimizers", sgd, "adam", {}).learning_rate, 0.001);
  const dense = { type: "affine", units: 7, init: { name: "normal", std: 2 } };
  const filters = asKind(catalog, "layers", dense, "convolution", spec);
  assert.deepEqual(filters.init, { name: "normal", std: 2 });
});

test("the kinds of a data set are found though its option does not name their list", () => {
  const dataset = catalog.spec.find(({ name }) => name === "dataset");
  assert.ok(dataset);
  assert.equal(kindsOf(catalog, dataset), "datasets");
  assert.equal(kindsOf(catalog, option("seed", "integer")), null);
});

test("a change leaves what was there alone", () => {
  const before = structuredClone(spec);
  const after = put(spec, ["layers", 0, "units"], 3);
  assert.deepEqual(spec, before);
  assert.equal(at(after, ["layers", 0, "units"]), 3);
  assert.equal(after.layers[1], spec.layers[1]);
  assert.equal(at(spec, ["layers", 9, "units"]), undefined);
});

test("what is emptied is left out, so that its default holds", () => {
  assert.deepEqual(put({ name: "sgd", learning_rate: 1 }, ["learning_rate"], undefined), {
    name: "sgd",
  });
});

test("a layer that moves leaves the others in their order", () => {
  assert.deepEqual(moved(["a", "b", "c", "d"], 0, 2), ["b", "c", "a", "d"]);
  assert.deepEqual(moved(["a", "b", "c", "d"], 3, 0), ["d", "a", "b", "c"]);
});

test("arrow keys change a number by a part of what is usual", () => {
  const number = (/** @type {object} */ more) => stepOf({ ...option("x", "number"), ...more });
  assert.equal(stepOf(option("units", "integer")), 1);
  assert.ok(Math.abs(number({ default: 0.1 }) - 0.01) < 1e-15);
  assert.ok(Math.abs(number({ default: 0.001 }) - 0.0001) < 1e-15);
  assert.ok(Math.abs(number({ default: 0.9 }) - 0.01) < 1e-15);
  assert.equal(number({ default: 0, least: 0, most: 50 }), 1);
  assert.equal(number({ default: 0, least: -100, most: 100 }), 1);
  assert.equal(number({ default: 0, least: 0, most: null }), 0.1);
});

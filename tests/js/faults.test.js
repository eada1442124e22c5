import assert from "node:assert/strict";
import { test } from "node:test";
import { after, fieldOf, fieldsOf, placed } from "../../static/js/faults.js";
import { catalog } from "./catalog.js";

const spec = {
  dataset: { name: "spiral", noise: 0 },
  layers: [
    { type: "residual", layers: [{ type: "affine", units: 2, init: { name: "normal", std: 1 } }] },
    { type: "affine", units: 2, init: { name: "normal", std: 1 } },
  ],
  optimizer: { name: "sgd", learning_rate: 0.1 },
  seed: 0,
};

/** @param {string[]} fields */
const faultsAt = (...fields) => fields.map((field) => ({ field, message: `about ${field}` }));

test("a path is written as the API writes it", () => {
  assert.equal(
    fieldOf(["layers", 0, "layers", 12, "init", "std"]),
    "layers[0].layers[12].init.std",
  );
  assert.equal(fieldOf([]), "");
});

test("every field of the form is known, those in blocks too, in the order of the form", () => {
  assert.deepEqual(fieldsOf(catalog, spec), [
    "dataset",
    "dataset.noise",
    "layers",
    "layers[0]",
    "layers[0].layers",
    "layers[0].layers[0]",
    "layers[0].layers[0].units",
    "layers[0].layers[0].init",
    "layers[0].layers[0].init.std",
    "layers[1]",
    "layers[1].units",
    "layers[1].init",
    "layers[1].init.std",
    "optimizer",
    "optimizer.learning_rate",
    "seed",
  ]);
});

test("a fault is shown at its field, or at what holds it, the first one first", () => {
  const found = placed(
    faultsAt("seed", "layers[1].init.std", "dataset.name", "layers[0].layers[3].x", "preset"),
    fieldsOf(catalog, spec),
  );
  assert.deepEqual(
    found.map(({ field }) => field),
    ["", "dataset", "layers[0].layers", "layers[1].init.std", "seed"],
  );
  assert.equal(found[1].message, "about dataset.name");
});

test("a change takes away what was said of the field, of what holds it and of what is in it", () => {
  const faults = faultsAt("layers", "layers[1]", "layers[1].units", "layers[10]", "seed", "");
  const left = (/** @type {string} */ field) => after(faults, field).map((fault) => fault.field);
  assert.deepEqual(left("layers[1].units"), ["layers[10]", "seed"]);
  assert.deepEqual(left("layers"), ["seed"]);
  assert.deepEqual(left("optimizer"), [
    "layers",
    "layers[1]",
    "layers[1].units",
    "layers[10]",
    "seed",
  ]);
});

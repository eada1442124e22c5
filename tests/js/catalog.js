/** A small catalog of the shape the API gives, for the tests of what is built from it. */

/** @typedef {import("../../static/js/building.js").Option} Option */

/** @param {string} name @param {string} type @param {Partial<Option>} [more] @returns {Option} */
export const option = (name, type, more) => ({
  name,
  type,
  summary: `what ${name} is`,
  required: false,
  default: null,
  least: null,
  above_least: false,
  most: null,
  one_of: null,
  kinds: null,
  ...more,
});

/** @param {string} name @param {Option[]} [options] @param {object} [more] */
const kind = (name, options = [], more) => ({ name, summary: `${name} does`, options, ...more });

const init = option("init", "object", { kinds: "initializers", default: { name: "normal" } });
const width = (/** @type {string} */ name) =>
  option(name, "integer", { required: true, least: 1, most: 99 });
const noise = option("noise", "number", { default: 0, least: 0, most: 50 });
const rate = (/** @type {number} */ value) => option("learning_rate", "number", { default: value });
const list = option("layers", "array", { required: true, kinds: "layers", least: 1, most: 4 });

export const catalog = /** @type {import("../../static/js/building.js").Catalog} */ (
  /** @type {unknown} */ ({
    layers: [
      kind("affine", [width("units"), init]),
      kind("relu"),
      kind("convolution", [width("filters"), init]),
      kind("residual", [list]),
    ],
    initializers: [kind("normal", [option("std", "number", { default: 0.01 })])],
    optimizers: [kind("sgd", [rate(0.1)]), kind("adam", [rate(0.001)])],
    datasets: [
      kind("spiral", [noise], { task: "classification", shape: [2], classes: ["no", "yes"] }),
      kind("circle", [noise], { task: "classification", shape: [2], classes: ["no", "yes"] }),
      kind("sine", [], { task: "regression", shape: [1], classes: [] }),
      kind("digits", [], {
        task: "classification",
        shape: [1, 28, 28],
        classes: ["0", "1", "2"],
        here: false,
      }),
      kind("table", [option("text", "string", { required: true, least: 1, most: 5000 })], {
        task: "classification",
        shape: null,
        classes: [],
      }),
    ],
    presets: [],
    spec: [
      option("dataset", "object"),
      list,
      option("optimizer", "object", { kinds: "optimizers" }),
      option("seed", "integer", { default: 0 }),
    ],
  })
);

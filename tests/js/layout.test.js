import assert from "node:assert/strict";
import { test } from "node:test";
import { chart, tileSize, wideWidth } from "../../static/js/layout.js";

/** @param {number} number @param {string} input @param {string} output @param {boolean} weights @returns {any} */
const layer = (number, input, output, weights) => ({
  name: `${weights ? "Affine" : "Relu"}${number}`,
  parameters: weights ? [`W${number}`, `b${number}`] : [],
  gradients: weights ? [`dW${number}`, `db${number}`] : [],
  input,
  output,
  input_gradient: input === "x" ? null : `d${input}`,
  output_gradient: `d${output}`,
  block: null,
});
const isVector = (/** @type {string} */ name) => name.startsWith("b");
const layers = [
  layer(1, "x", "z1", true),
  layer(1, "z1", "a1", false),
  layer(2, "a1", "z2", true),
  layer(2, "z2", "L", false),
];

/** @param {import("../../static/js/types.js").Box} a @param {import("../../static/js/types.js").Box} b */
const overlap = (a, b) => a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;

for (const [name, width, vertical] of /** @type {[string, number, boolean][]} */ ([
  ["wide", 1000, false],
  ["as narrow as wide goes", wideWidth(layers), false],
  ["tall", 340, true],
])) {
  test(`${name}: everything is inside and nothing lies on anything else`, () => {
    const drawn = chart(layers, width, vertical, isVector);
    const boxes = [...drawn.nodes, ...drawn.tiles].map(({ box }) => box);
    for (const [i, box] of boxes.entries()) {
      assert.ok(box.x >= 0 && box.x + box.w <= drawn.width);
      assert.ok(box.y >= 0 && box.y + box.h <= drawn.height);
      for (const other of boxes.slice(i + 1)) {
        assert.ok(!overlap(box, other));
      }
    }
  });

  test(`${name}: every array of every layer has its place`, () => {
    const names = chart(layers, width, vertical, isVector).tiles.map((tile) => tile.name);
    for (const expected of ["x", "W1", "db1", "z1", "dz1", "a1", "dz2", "dW2"]) {
      assert.ok(names.includes(expected), expected);
    }
    assert.equal(new Set(names).size, names.length);
  });
}

test("forward runs along, backward against it", () => {
  for (const edge of chart(layers, 1000, false, isVector).edges) {
    const [[from], [to]] = [edge.points[0], edge.points[1]];
    if (edge.kind === "forward") assert.ok(to > from);
    if (edge.kind === "backward") assert.ok(to < from);
  }
});

test("several matrices of one layer have room above one another", () => {
  const many = {
    ...layer(1, "x", "z1", true),
    parameters: ["Wq", "Wk"],
    gradients: ["dWq", "dWk"],
  };
  const { nodes, tiles } = chart([many, ...layers.slice(1)], 340, true, isVector);
  const boxes = tiles.filter(({ name }) => /W[qk]/.test(name)).map(({ box }) => box);
  for (const [i, box] of boxes.entries()) {
    assert.ok(box.y + box.h <= nodes[0].box.y + nodes[0].box.h);
    for (const other of boxes.slice(i + 1)) assert.ok(!overlap(box, other));
  }
});

test("a wider page spreads the chain, a vector is a strip", () => {
  assert.equal(chart(layers, 1200, false, isVector).width, 1200);
  assert.ok(tileSize([50])[1] < tileSize([50, 10])[1]);
});

const block = [
  layer(1, "x", "z1", true),
  { ...layer(3, "z1", "a3", false), name: "Residual1" },
  { ...layer(2, "z1", "z2", true), block: "Residual1", input_gradient: "dz1b" },
  { ...layer(3, "z2", "z3", true), block: "Residual1" },
  layer(4, "a3", "L", false),
];

for (const vertical of [false, true]) {
  test(`a block has a way around it, ${vertical ? "down" : "along"} the page`, () => {
    const drawn = chart(block, vertical ? 340 : wideWidth(block), vertical, isVector);
    assert.deepEqual(
      drawn.nodes.map(({ layer }) => layer.name),
      ["Affine1", "Affine2", "Affine3", "Residual1", "Relu4"],
    );
    const ways = drawn.edges.filter(({ points }) => points.length > 2);
    assert.deepEqual(
      ways.map(({ kind, name }) => [kind, name]),
      [
        ["forward", "z1"],
        ["backward", "da3"],
      ],
    );
    for (const { points } of ways) {
      for (const [x, y] of points) {
        assert.ok(x >= 0 && x <= drawn.width && y >= 0 && y <= drawn.height);
        const inside = ({ box }) =>
          x > box.x && x < box.x + box.w && y > box.y && y < box.y + box.h;
        assert.ok(!drawn.nodes.some(inside) && !drawn.tiles.some(inside));
      }
    }
    const names = drawn.tiles.map((tile) => tile.name);
    assert.equal(new Set(names).size, names.length);
  });
}

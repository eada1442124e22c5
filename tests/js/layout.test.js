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
});
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
    const drawn = chart(layers, width, vertical);
    const boxes = [...drawn.nodes, ...drawn.tiles].map(({ box }) => box);
    for (const [i, box] of boxes.entries()) {
      assert.ok(box.x >= 0 && box.x + box.w <= drawn.width);
      assert.ok(box.y >= 0 && box.y + box.h <= drawn.height);
      for (const other of boxes.slice(i + 1)) {
        const strips = box.w === other.w && box.h === other.h; // a vector is drawn as a strip
        assert.ok(!overlap(box, other) || (vertical && strips));
      }
    }
  });

  test(`${name}: every array of every layer has its place`, () => {
    const names = chart(layers, width, vertical).tiles.map((tile) => tile.name);
    for (const expected of ["x", "W1", "db1", "z1", "dz1", "a1", "dz2", "dW2"]) {
      assert.ok(names.includes(expected), expected);
    }
    assert.equal(new Set(names).size, names.length);
  });
}

test("forward runs along, backward against it", () => {
  for (const edge of chart(layers, 1000, false).edges) {
    if (edge.kind === "forward") assert.ok(edge.to[0] > edge.from[0]);
    if (edge.kind === "backward") assert.ok(edge.to[0] < edge.from[0]);
  }
});

test("a wider page spreads the chain, a vector is a strip", () => {
  assert.equal(chart(layers, 1200, false).width, 1200);
  assert.ok(tileSize([50])[1] < tileSize([50, 10])[1]);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { readPlace, writePlace } from "../../static/js/url.js";

test("what is written is read again", () => {
  for (const place of [
    { session: "abc", selection: { name: "dW2", index: [14, 9], event: null }, example: 0 },
    { session: "abc", selection: { name: "v32", index: [], event: 25 }, example: 7 },
    { session: "a-b_c", selection: { name: "W1", index: null, event: null }, example: 0 },
    { session: "abc", selection: null, example: 12 },
  ]) {
    assert.deepEqual(readPlace(writePlace(place)), place);
  }
  assert.equal(writePlace({ session: null, selection: null, example: 0 }), "");
});

test("an address typed by hand does no harm", () => {
  const { selection, example } = readPlace("?session=x&show=dW2&at=1,-3,zz&event=soon&example=-2");
  assert.deepEqual(selection, { name: "dW2", index: null, event: null });
  assert.equal(example, 0);
  assert.deepEqual(readPlace(""), { session: null, selection: null, example: 0 });
});

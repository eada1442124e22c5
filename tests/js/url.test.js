import assert from "node:assert/strict";
import { test } from "node:test";
import { readPlace, writePlace } from "../../static/js/url.js";

test("what is written is read again", () => {
  for (const place of [
    { session: "abc", selection: { name: "dW2", index: [14, 9], event: null } },
    { session: "abc", selection: { name: "v32", index: [], event: 25 } },
    { session: "a-b_c", selection: { name: "W1", index: null, event: null } },
    { session: "abc", selection: null },
  ]) {
    assert.deepEqual(readPlace(writePlace(place)), place);
  }
  assert.equal(writePlace({ session: null, selection: null }), "");
});

test("an address typed by hand does no harm", () => {
  const { selection } = readPlace("?session=x&show=dW2&at=1,-3,zz&event=soon");
  assert.deepEqual(selection, { name: "dW2", index: null, event: null });
  assert.deepEqual(readPlace(""), { session: null, selection: null });
});

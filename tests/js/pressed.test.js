import assert from "node:assert/strict";
import { test } from "node:test";
import { keyOf } from "../../static/js/pressed.js";

/** @param {string} key @param {string} code @param {boolean} [shiftKey] */
const pressed = (key, code, shiftKey = false) => keyOf({ key, code, shiftKey });

test("a letter is a capital with Shift, not with Caps Lock", () => {
  assert.equal(pressed("n", "KeyN"), "n");
  assert.equal(pressed("N", "KeyN"), "n");
  assert.equal(pressed("n", "KeyN", true), "N");
  assert.equal(pressed("N", "KeyN", true), "N");
});

test("a letter counts where its layout writes it, another alphabet where the key is", () => {
  assert.equal(pressed("a", "KeyQ"), "a"); // French
  assert.equal(pressed("т", "KeyN"), "n"); // Russian
  assert.equal(pressed("Т", "KeyN", true), "N");
  assert.equal(pressed("х", "BracketLeft"), "[");
});

test("what is no letter stays as it is", () => {
  assert.equal(pressed("Home", "Home"), "Home");
  assert.equal(pressed("Process", "KeyN"), "Process");
  assert.equal(pressed(" ", "Space"), " ");
  assert.equal(pressed("?", "Slash", true), "?");
  assert.equal(pressed("é", "Digit2"), "é");
});

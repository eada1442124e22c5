import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

const root = new URL("../../", import.meta.url);
const head = readFileSync(new URL("templates/_head.html", root), "utf8");
const OWN_PAGE = new Set(["docs", "types"]); // another page's, and one that holds types only

/** @param {string} folder @param {string} extension */
const names = (folder, extension) =>
  readdirSync(new URL(folder, root))
    .filter((file) => file.endsWith(extension))
    .map((file) => file.slice(0, -extension.length));

test("the page asks for every module at once, and for none that is not there", () => {
  const modules = [
    ...names("static/js/", ".js"),
    ...names("static/js/views/", ".js").map((name) => `views/${name}`),
  ].filter((name) => !OWN_PAGE.has(name));
  const listed = [...head.matchAll(/for module in \[(.*?)\]/gs)].flatMap(([, list]) =>
    [...list.matchAll(/"(.*?)"/g)].map(([, name]) => name),
  );
  assert.deepEqual(listed.sort(), modules.sort());
});

test("every style sheet is linked", () => {
  const list = head.match(/for sheet in \[(.*?)\]/s)?.[1] ?? "";
  const listed = [...list.matchAll(/"(.*?)"/g)].map(([, name]) => name);
  assert.deepEqual(listed.sort(), names("static/css/", ".css").sort());
});

test("no view looks elements up or talks to the server", () => {
  for (const name of names("static/js/views/", ".js")) {
    const source = readFileSync(new URL(`static/js/views/${name}.js`, root), "utf8");
    assert.doesNotMatch(source, /getElementById|document\.querySelector|fetch\(|EventSource/, name);
    assert.doesNotMatch(source, /from "\.\.\/api\.js"/, name);
  }
});

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

const root = new URL("../../", import.meta.url);
const head = readFileSync(new URL("templates/_head.html", root), "utf8");
// The page opens with these; what they load later, with import(), comes when it is asked for.
const ENTRIES = ["main", "opening", "views/app"];

/** @param {string} module */
const read = (module) => readFileSync(new URL(`static/js/${module}.js`, root), "utf8");

/** The modules that a module needs before it can run, and their own. @param {string[]} modules */
function needed(modules) {
  const found = new Set(modules);
  for (const module of found) {
    for (const [, path] of read(module).matchAll(
      /^(?:import|export) [^;]*?from "(\.[^"]+)\.js";/gm,
    )) {
      found.add(new URL(path, `file:///${module}`).pathname.slice(1));
    }
  }
  return found;
}

/** @param {string} folder @param {string} extension */
const names = (folder, extension) =>
  readdirSync(new URL(folder, root))
    .filter((file) => file.endsWith(extension))
    .map((file) => file.slice(0, -extension.length));

test("the page asks for every module that it opens with at once, and for no other", () => {
  const listed = [...head.matchAll(/for module in \[(.*?)\]/gs)].flatMap(([, list]) =>
    [...list.matchAll(/"(.*?)"/g)].map(([, name]) => name),
  );
  const modules = [...needed(ENTRIES)].filter((name) => name !== "opening"); // has a line of its own
  assert.deepEqual(listed.sort(), modules.sort());
});

test("no view looks elements up or talks to the server", () => {
  for (const name of names("static/js/views/", ".js")) {
    const source = readFileSync(new URL(`static/js/views/${name}.js`, root), "utf8");
    assert.doesNotMatch(source, /getElementById|document\.querySelector|fetch\(|EventSource/, name);
    assert.doesNotMatch(source, /from "\.\.\/api\.js"/, name);
  }
});

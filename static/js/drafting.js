/** The choice of another network: what the catalog offers, and the spec that is being built. */

import { batch, computed, signal } from "@preact/signals";
import { makeSession, Problem, readCatalog } from "./api.js";
import { put } from "./building.js";
import { after, fieldOf, fieldsOf, placed } from "./faults.js";
import { count } from "./format.js";
import { networksOpen, session } from "./state.js";
import { writePlace } from "./url.js";

/** @typedef {import("./building.js").Catalog} Catalog */
/** @typedef {import("./building.js").Part} Part */
/** @typedef {import("./building.js").Path} Path */
/** @typedef {import("./faults.js").Fault} Fault */

/** What can be chosen, once the server has said so. */
export const catalog = signal(/** @type {Catalog | null} */ (null));

/** Whether a network is being built; otherwise one is chosen. */
export const building = signal(false);

/** The spec that is being built. It is kept while the page is, also when the dialog is closed. */
export const draft = signal(/** @type {Part | null} */ (null));

/** What the server did not like about it. */
export const faults = signal(/** @type {Fault[]} */ ([]));

/** What is being made: the name of a preset, or "" for the spec that was built. */
export const making = signal(/** @type {string | null} */ (null));

/** The control that is to have the focus, by its name, until it has it. */
export const goal = signal(/** @type {string | null} */ (null));

/** The faults where they are shown. */
export const shownFaults = computed(() => {
  const [known, spec] = [catalog.value, draft.value];
  return known && spec ? placed(faults.value, fieldsOf(known, spec)) : faults.value;
});

/** Asks the server what there is, which may be more than the last time. */
export async function readChoices() {
  try {
    catalog.value = await readCatalog();
  } catch (error) {
    report(error);
  }
}

/** @param {unknown} spec to start from */
export function build(spec) {
  batch(() => {
    draft.value = /** @type {Part} */ (spec);
    faults.value = [];
    building.value = true;
  });
}

/** Goes on with what was being built, or begins with the network on the page. */
export function buildOn() {
  const spec = draft.value ?? session.value?.spec ?? catalog.value?.presets[0]?.spec;
  if (!draft.value) build(spec);
  building.value = true;
}

export function choose() {
  batch(() => {
    faults.value = [];
    building.value = false;
  });
}

/** @param {Path} path @param {unknown} value undefined leaves it to its default @param {string} [focus] */
export function change(path, value, focus) {
  batch(() => {
    draft.value = put(draft.value, path, value);
    faults.value = after(faults.value, fieldOf(path));
    if (focus) goal.value = focus;
  });
}

/** @param {string} preset */
export const open = (preset) => make({ preset, opening: "preset" }, preset);

/** It opens where its first loss is known: everything was computed once, nothing was learned. */
export const start = () => make({ ...draft.value, opening: { value: "L" } }, "");

/**
 * Makes a session and goes to its address: the page begins anew there, so that nothing is left of the
 * session before, and the browser's back button leads to it.
 * @param {object} spec @param {string} name
 */
async function make(spec, name) {
  if (making.value !== null) return;
  making.value = name;
  faults.value = [];
  try {
    const made = await makeSession(spec);
    networksOpen.value = false;
    location.assign(
      location.pathname + writePlace({ session: made.id, selection: null, example: 0 }),
    );
  } catch (error) {
    report(error);
    goal.value = shownFaults.value.find(({ field }) => field)?.field ?? null;
  } finally {
    making.value = null;
  }
}

/** @param {unknown} error */
function report(error) {
  if (!(error instanceof Problem)) throw error;
  const { errors, message } = error;
  faults.value = errors.length > 0 ? errors : [{ field: "", message }];
}

/** Puts the text of a file in the place of an option, or says why not.
 * @param {Path} path @param {File} file @param {number} most characters */
export async function read(path, file, most) {
  const field = fieldOf(path);
  const text = file.size > 4 * most ? null : await file.text(); // a character has 4 bytes at most
  if (text !== null && text.length <= most) return change(path, text);
  const message = `${file.name} has ${count(file.size)} bytes; ${count(most)} characters are the most.`;
  faults.value = [...after(faults.value, field), { field, message }];
}

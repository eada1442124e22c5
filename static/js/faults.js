/**
 * What the API says is wrong with a spec, each sentence with the field it is about, and where the
 * page shows it: at that field or, where there is no such field to be filled in, at what holds it.
 *
 * @typedef {{field: string, message: string}} Fault
 */

import { at, kindsOf, optionsOf } from "./building.js";

/** @typedef {import("./building.js").Catalog} Catalog */
/** @typedef {import("./building.js").Option} Option */
/** @typedef {import("./building.js").Part} Part */
/** @typedef {import("./building.js").Path} Path */

/** As the API writes it: "layers[0].units". @param {Path} path */
export const fieldOf = (path) =>
  path
    .map((step) => (typeof step === "number" ? `[${step}]` : `.${step}`))
    .join("")
    .replace(/^\./, "");

/**
 * Every field that the form shows, in its order.
 * @param {Catalog} catalog @param {Part} spec @param {Option[]} [options] @param {Path} [path]
 * @returns {string[]}
 */
export function fieldsOf(catalog, spec, options = catalog.spec, path = []) {
  return options.flatMap((option) => {
    const here = [...path, option.name];
    const kinds = kindsOf(catalog, option);
    if (!kinds) return [fieldOf(here)];
    const list = option.type === "array" ? /** @type {Part[]} */ (at(spec, here) ?? []) : null;
    const parts = list ? list.map((_, k) => [...here, k]) : [here];
    const inside = parts.flatMap((place) => {
      const part = /** @type {Part} */ (at(spec, place));
      return [fieldOf(place), ...fieldsOf(catalog, spec, optionsOf(catalog, kinds, part), place)];
    });
    return list ? [fieldOf(here), ...inside] : inside;
  });
}

/**
 * The faults at the fields that are there, in their order; "" is the form as a whole.
 * @param {Fault[]} faults @param {string[]} fields @returns {Fault[]}
 */
export function placed(faults, fields) {
  const order = ["", ...fields];
  const place = (/** @type {string} */ field) => {
    let known = field;
    while (known && !fields.includes(known)) known = known.replace(/(^|\.|\[)[^.[]*$/, "");
    return known;
  };
  return faults
    .map(({ field, message }) => ({ field: place(field), message }))
    .sort((a, b) => order.indexOf(a.field) - order.indexOf(b.field));
}

/** What is left after a field was changed: it may have been what was wrong with all that holds it.
 * @param {Fault[]} faults @param {string} field */
export const after = (faults, field) =>
  faults.filter((fault) => !holds(fault.field, field) && !holds(field, fault.field));

/** @param {string} outer @param {string} inner */
const holds = (outer, inner) =>
  inner === outer || outer === "" || inner.startsWith(`${outer}.`) || inner.startsWith(`${outer}[`);

/**
 * A spec while it is being built. What may be in it is what the catalog of the API says: its kinds,
 * their options and ranges; nothing of that is known here. Every change gives a new spec.
 *
 * @typedef {{name: string, type: string, summary: string, required: boolean, default: unknown,
 *   least: number | null, above_least: boolean, most: number | null, one_of: string[] | null,
 *   kinds: string | null}} Option
 * @typedef {{name: string, summary: string, options: Option[], task?: string,
 *   shape?: number[] | null, classes?: string[], here?: boolean}} Kind
 *   the last four are those of a data set
 * @typedef {{name: string, title: string, summary: string, spec: Part}} Preset
 * @typedef {Record<string, Kind[]> & {presets: Preset[], spec: Option[]}} Catalog
 * @typedef {Record<string, unknown>} Part  a part of a spec, such as a layer, or the whole
 * @typedef {(string | number)[]} Path  ["layers", 0, "units"]
 */

/** The field of a part that says of which kind it is. @param {string} kinds their list, "layers" */
export const wordOf = (kinds) => (kinds === "layers" ? "type" : "name");

/** In which list of the catalog the kinds of an option are, if it is a part or a list of parts.
 * @param {Catalog} catalog @param {Option} option */
export const kindsOf = (catalog, option) =>
  option.kinds ??
  (option.type === "object" ? `${option.name}s` in catalog && `${option.name}s` : null);

/** @param {Catalog} catalog @param {string} kinds @param {unknown} name */
export const kindOf = (catalog, kinds, name) => catalog[kinds].find((kind) => kind.name === name);

/** @param {Catalog} catalog @param {string} kinds @param {Part} part */
export const optionsOf = (catalog, kinds, part) =>
  kindOf(catalog, kinds, part[wordOf(kinds)])?.options ?? [];

/**
 * A part of a kind, as the catalog suggests it.
 * @param {Catalog} catalog @param {string} kinds @param {string} name
 * @param {Part} spec for numbers that have no default: the one nearby is likely to fit
 * @returns {Part}
 */
export function newPart(catalog, kinds, name, spec) {
  /** @type {Part} */
  const part = { [wordOf(kinds)]: name };
  for (const option of kindOf(catalog, kinds, name)?.options ?? []) {
    part[option.name] = option.default ?? suggestion(catalog, option, spec);
  }
  return part;
}

/** @param {Catalog} catalog @param {Option} option @param {Part} spec */
function suggestion(catalog, option, spec) {
  const kinds = kindsOf(catalog, option);
  if (!kinds)
    return option.type === "string" ? "" : (found(spec, option.name) ?? option.least ?? 0);
  const simple = catalog[kinds].find(({ options }) => !options.some(({ required }) => required));
  const part = newPart(catalog, kinds, (simple ?? catalog[kinds][0]).name, spec);
  return option.type === "array" ? Array.from({ length: option.least ?? 0 }, () => part) : part;
}

/** The first number of this name anywhere in a spec. @param {unknown} whole @param {string} name
 * @returns {number | undefined} */
function found(whole, name) {
  if (typeof whole !== "object" || whole === null) return undefined;
  for (const [key, value] of Object.entries(whole)) {
    if (key === name && typeof value === "number") return value;
    const inside = found(value, name);
    if (inside !== undefined) return inside;
  }
  return undefined;
}

/**
 * The part as one of another kind. Options that are the same in both kinds keep their values: the
 * noise of two toy sets, but not the learning rate of two rules that have to be told different ones.
 * @param {Catalog} catalog @param {string} kinds @param {Part} part @param {string} name
 * @param {Part} spec @returns {Part}
 */
export function asKind(catalog, kinds, part, name, spec) {
  const next = newPart(catalog, kinds, name, spec);
  const before = new Set(optionsOf(catalog, kinds, part).map((option) => JSON.stringify(option)));
  for (const option of optionsOf(catalog, kinds, next)) {
    const known = part[option.name];
    if (known !== undefined && before.has(JSON.stringify(option))) next[option.name] = known;
  }
  return next;
}

/** What stands at a path. @param {unknown} whole @param {Path} path */
export const at = (whole, path) =>
  path.reduce((part, step) => /** @type {any} */ (part)?.[step], whole);

/**
 * The spec with another value at a path; undefined leaves the field out, so that the default holds.
 * @template T @param {T} whole @param {Path} path @param {unknown} value @returns {T}
 */
export function put(whole, path, value) {
  if (path.length === 0) return /** @type {T} */ (value);
  const [step, ...rest] = path;
  const copy = /** @type {any} */ (Array.isArray(whole) ? [...whole] : { ...whole });
  copy[step] = put(copy[step], rest, value);
  if (copy[step] === undefined) delete copy[step];
  return copy;
}

/** A list with one entry elsewhere, and the others in their order.
 * @template T @param {T[]} list @param {number} from @param {number} to */
export const moved = (list, from, to) => list.toSpliced(from, 1).toSpliced(to, 0, list[from]);

/** How much one press of an arrow key changes a number: a step that matters, and can be undone.
 * @param {Option} option */
export function stepOf({ type, default: usual, least, most }) {
  if (type === "integer") return 1;
  const size = Math.abs(Number(usual ?? 0));
  if (size > 0) return 10 ** (Math.floor(Math.log10(size) + 1e-9) - 1);
  return least === null || most === null ? 0.1 : 10 ** Math.round(Math.log10((most - least) / 100));
}

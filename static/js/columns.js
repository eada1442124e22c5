/** Metrics arrive by row, one for each iteration, and are drawn by column. */

/** @typedef {import("./types.js").Row} Row */
/** @typedef {import("./types.js").Column} Column */
/** @typedef {import("./types.js").Columns} Columns */

/** @type {Columns} */
export const NO_COLUMNS = { length: 0, loss: [], accuracy: [], gradient_norms: {} };

/**
 * The columns with new rows put in their places. Rows that would leave a gap are not taken.
 * @param {Columns} known @param {Row[]} rows of iterations that follow one another
 * @returns {Columns}
 */
export function joined(known, rows) {
  const from = rows[0]?.iteration ?? 0;
  if (rows.length === 0 || from > known.length || from + rows.length <= known.length) return known;
  const join = (/** @type {Column} */ old, /** @type {Column} */ next) => [
    ...old.slice(0, from),
    ...next,
  ];
  const names = Object.keys(rows[0].gradient_norms);
  return {
    length: from + rows.length,
    loss: join(
      known.loss,
      column(rows, (row) => row.loss),
    ),
    accuracy: join(
      known.accuracy,
      column(rows, (row) => row.accuracy),
    ),
    gradient_norms: Object.fromEntries(
      names.map((name) => {
        const next = column(rows, (row) => row.gradient_norms[name] ?? null);
        return [name, join(known.gradient_norms[name] ?? [], next)];
      }),
    ),
  };
}

/** @param {Row[]} rows @param {(row: Row) => number | null} read @returns {Column} */
const column = (rows, read) => rows.map(read);

/** Metrics arrive by row, one for each iteration, and are drawn by column. */

/** @typedef {import("./types.js").Row} Row */
/** @typedef {import("./types.js").Column} Column */
/** @typedef {import("./types.js").Columns} Columns */

const SCORES = /** @type {const} */ (["loss", "accuracy", "penalty", "test_loss", "test_accuracy"]);

/** @type {Columns} */
export const NO_COLUMNS = {
  length: 0,
  loss: [],
  accuracy: [],
  penalty: [],
  test_loss: [],
  test_accuracy: [],
  gradient_norms: {},
};

/**
 * The columns with new rows put in their places. Rows that would leave a gap are not taken.
 * @param {Columns} known @param {Row[]} rows of iterations that follow one another
 * @returns {Columns}
 */
export function joined(known, rows) {
  const from = rows[0]?.iteration ?? 0;
  if (rows.length === 0 || from > known.length || from + rows.length <= known.length) return known;
  const join = (/** @type {Column} */ old, /** @type {(row: Row) => number | null} */ read) => [
    ...old.slice(0, from),
    ...rows.map(read),
  ];
  const scores = SCORES.map((name) => [name, join(known[name], (row) => row[name])]);
  const norms = Object.keys(rows[0].gradient_norms).map((name) => [
    name,
    join(known.gradient_norms[name] ?? [], (row) => row.gradient_norms[name] ?? null),
  ]);
  return {
    length: from + rows.length,
    ...Object.fromEntries(scores),
    gradient_norms: Object.fromEntries(norms),
  };
}

/** The last number of a column that was measured up to an iteration, and in which.
 * @param {Column} column @param {number} at @returns {{iteration: number, number: number} | null} */
export function lastOf(column, at) {
  for (let iteration = Math.min(at, column.length - 1); iteration >= 0; iteration--) {
    const number = column[iteration];
    if (number !== null) return { iteration, number };
  }
  return null;
}

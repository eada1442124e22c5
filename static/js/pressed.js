/** Which key was pressed, whatever the state of Caps Lock and whatever alphabet the keyboard writes. */

const LATIN = /^[\x20-\x7e]$/; // a character that a command may be called by

/** What a place on the keyboard writes in the Latin layout. @type {Record<string, string>} */
const PLACES = { BracketLeft: "[", BracketRight: "]" };

/**
 * A letter is a capital only with Shift. Where the layout writes another alphabet, the place of the key
 * counts: "т" of a Russian keyboard is where "n" is.
 * @param {{key: string, code: string, shiftKey: boolean}} event @returns {string} as in a list of keys
 */
export function keyOf({ key, code, shiftKey }) {
  if ([...key].length !== 1) return key; // one with a name, such as "Home"
  const written = LATIN.test(key) ? key : (PLACES[code] ?? /^Key([A-Z])$/.exec(code)?.[1] ?? key);
  return shiftKey ? written.toUpperCase() : written.toLowerCase();
}

/** Formulas from the server, as native MathML: what is not MathML is left out. */

import { h } from "preact";

const ELEMENTS = new Set(
  (
    "math mrow mi mo mn ms mtext mspace msub msup msubsup munder mover munderover mfrac msqrt mroot " +
    "mtable mtr mtd mstyle mpadded mphantom mmultiscripts mprescripts none"
  ).split(" "),
);
const ATTRIBUTES = new Set(
  (
    "display displaystyle mathvariant stretchy form fence separator lspace rspace accent accentunder " +
    "largeop movablelimits symmetric minsize maxsize width height depth columnalign rowalign linethickness"
  ).split(" "),
);

/** @param {{text: string | undefined | null}} props */
export function Formula({ text }) {
  if (!text) return null;
  const parsed = new DOMParser().parseFromString(text, "text/html");
  const math = parsed.querySelector("math");
  return math ? copy(math) : null;
}

/** @param {Node} node @returns {import("preact").ComponentChild} */
function copy(node) {
  if (node instanceof Text) return node.data;
  if (!(node instanceof Element) || !ELEMENTS.has(node.localName)) return null;
  const attributes = Object.fromEntries(
    [...node.attributes]
      .filter(({ name }) => ATTRIBUTES.has(name))
      .map(({ name, value }) => [name, value]),
  );
  return h(node.localName, attributes, ...[...node.childNodes].map(copy));
}

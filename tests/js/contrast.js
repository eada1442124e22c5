/** How well one colour is seen on another, by the WCAG's rule: from 1 to 21. */

import { rgb } from "d3-color";

/** @param {string} one @param {string} other */
export function contrast(one, other) {
  const [dark, light] = [one, other].map(luminance).sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/** @param {string} colour */
function luminance(colour) {
  const { r, g, b } = rgb(colour);
  const [red, green, blue] = [r, g, b].map((part) => {
    const c = part / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

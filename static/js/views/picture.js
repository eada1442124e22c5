/** An array as a picture: a canvas whose pixels are always a whole number of CSS pixels. */

import { html } from "htm/preact";
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { pixels, raster } from "../raster.js";
import { theme } from "../state.js";

/**
 * @typedef {import("../raster.js").Raster} Raster
 * @typedef {import("../colour.js").Pair} Pair
 * @typedef {import("../planes.js").Plane} Plane
 */

/** @param {Float32Array} data @param {Plane} plane @param {number} width @param {number} height
 * @param {boolean} [square] */
export const useRaster = (data, plane, width, height, square) =>
  useMemo(() => raster(data, plane, width, height, square), [data, plane, width, height, square]);

/**
 * @param {{image: Raster, pair: Pair, label: string, size?: number}} props an empty label hides it
 * from readers; a `size` in pixels overrules the image's own
 */
export function Picture({ image, pair, label, size }) {
  const canvas = useRef(/** @type {HTMLCanvasElement | null} */ (null));
  const tone = theme.value;
  useLayoutEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (!context || image.width === 0 || image.height === 0) return;
    context.putImageData(new ImageData(pixels(image, pair, tone), image.width), 0, 0);
  }, [image, pair, tone]);
  return html`
    <canvas
      class="picture"
      ref=${canvas}
      width=${image.width}
      height=${image.height}
      style=${{
        width: `${size ?? image.width * image.cell[1]}px`,
        height: `${size ?? image.height * image.cell[0]}px`,
      }}
      ...${label ? { role: "img", "aria-label": label } : { "aria-hidden": "true" }}
    ></canvas>
  `;
}

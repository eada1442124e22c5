/**
 * The order in which layers stand in the graph. What is inside of a block stands before the block
 * itself, which is where the short cut around them ends: x → Affine2 → Relu1 → Residual1.
 *
 * @typedef {import("./types.js").Layer} Layer
 * @typedef {{layer: Layer, input: string, gradient: string | null, back: string | null,
 *   around: number | null}} Step  `input` comes into the layer, `gradient` is what it or its block
 *   gives back for that, `back` what travels there; `around`: where the block begins, if it is one
 */

/** @param {Layer[]} layers in order, each block followed by what is inside @returns {Step[]} */
export function chain(layers) {
  /** @type {Step[]} */
  const steps = [];
  for (const layer of layers) if (layer.block === null) add(steps, layers, layer);
  return steps;
}

/** @param {Step[]} steps @param {Layer[]} layers @param {Layer} layer */
function add(steps, layers, layer) {
  const inside = layers.filter(({ block }) => block === layer.name);
  const { input, input_gradient: gradient } = layer;
  const first = steps.length;
  if (inside.length === 0) {
    steps.push({ layer, input, gradient, back: gradient, around: null });
    return;
  }
  for (const inner of inside) add(steps, layers, inner);
  // What goes back from a block is its own gradient, in which that of the first inner layer is.
  steps[first] = { ...steps[first], gradient, back: gradient };
  const last = inside[inside.length - 1];
  steps.push({
    layer,
    input: last.output,
    gradient: null,
    back: last.output_gradient,
    around: first,
  });
}

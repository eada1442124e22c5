/**
 * The shapes the server sends and the page passes around. Types only: nothing runs here.
 *
 * @typedef {{iteration: number, event: number, events: number | null, phase: string | null,
 *   layer: string | null, reached: number}} Position  `events` is null until somebody has looked inside
 *
 * @typedef {{kind: string, message: string, event?: number, value?: string}} Finding
 *
 * @typedef {{type: string, units?: number, filters?: number, layers?: LayerSpec[]}} LayerSpec
 *
 * @typedef {{dataset: {name: string}, layers: LayerSpec[], loss: {name: string},
 *   optimizer: {name: string, learning_rate: number}, batch_size: number, seed: number}} Spec
 *
 * @typedef {{id: string, version: number, position: Position, training: boolean, spec: Spec,
 *   metrics: Latest | null, findings: Finding[]}} Session
 *
 * What a network scores: on the batch, and on examples it never learns from, once an epoch.
 * @typedef {{iteration: number, loss: number | null, accuracy: number | null}} Scores
 * @typedef {Scores & {penalty: number | null, test: Scores}} Latest
 *
 * What was measured in one iteration; null is NaN or infinite.
 * @typedef {{iteration: number, loss: number | null, accuracy: number | null,
 *   penalty: number | null, test_loss: number | null, test_accuracy: number | null,
 *   gradient_norms: Record<string, number | null>}} Row
 *
 * The same of all iterations: entry k is that of iteration k.
 * @typedef {(number | null)[]} Column
 * @typedef {{length: number, loss: Column, accuracy: Column, penalty: Column, test_loss: Column,
 *   test_accuracy: Column, gradient_norms: Record<string, Column>}} Columns
 *
 * @typedef {{name: string, type: string, number: number, parameters: string[], gradients: string[],
 *   input: string, output: string, input_gradient: string | null, output_gradient: string | null,
 *   block: string | null, formula: string}} Layer
 *
 * @typedef {{id: number, name: string, label: string, shape: number[], dtype: string, role: string,
 *   of: string | null, layer: string | null, event: number | null, view_of: number | null}} Value
 *
 * @typedef {{file: string, line: number, columns: [number, number], text: string,
 *   function: string}} Source
 *
 * @typedef {{index: number, phase: string, layer: string, operation: string, inputs: number[],
 *   output: number, outputs: number[], target: number | null, source: Source | null,
 *   formula: string}} TraceEvent
 *
 * @typedef {{rows: number[], labels: (number | number[])[], classes: string[],
 *   image_shape: number[] | null, points: number[][] | null, domain: [number, number] | null}} Batch
 *
 * Where all examples lie that are points of a line or a plane.
 * @typedef {{points: number[][], labels: (number | number[])[]}} SomePoints
 * @typedef {{train: SomePoints, test: SomePoints}} EveryPoint
 *
 * @typedef {{iteration: number, layers: Layer[], values: Value[], events: TraceEvent[],
 *   batch: Batch}} Trace
 *
 * @typedef {import("./format.js").Scalar} Scalar
 *
 * @typedef {{axis: string, at: number | number[], example: number | null}} TermLabel
 * @typedef {{name: string, index: number[], number: Scalar, value: string | null,
 *   label: string, minus: number | null}} Factor
 * @typedef {{label: TermLabel | null, number: Scalar, coefficient: number,
 *   factors: Factor[]}} Term
 * @typedef {{text: string, factor: Factor | null}} Reason
 * @typedef {{kind: string, text: string}} Origin
 *
 * @typedef {{name: string, index: number[], value: string, number: Scalar,
 *   event: number | null, operation: string | null, combine: string,
 *   formula: {symbols: string, numbers: string, latex: string} | null,
 *   terms: Term[], rest: {count: number, number: Scalar} | null,
 *   because: Reason[], origin: Origin | null}} Explanation
 *
 * @typedef {{verdict: string, checked: number, of: number, worst: number}} GradientCheck
 *
 * @typedef {{shape: number[], data: Float32Array}} NDArray
 *
 * One number of one array. `event` says which version is meant: that of position `event`; null
 * follows the cursor. An `index` of null means the array as a whole.
 * @typedef {{name: string, index: number[] | null, event: number | null}} Selection
 *
 * @typedef {{x: number, y: number, w: number, h: number}} Box
 */

export {};

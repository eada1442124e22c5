/**
 * TensorFlow.js as a peer, on its backend `cpu`, which is the one that the package
 * @tensorflow/tfjs has for Node. The loop is its own `optimizer.minimize`.
 */

import * as tf from "@tensorflow/tfjs";
import { net, nextParameters, takeTurns } from "./turns.js";

const { batchSize, inputShape, layers, outputs } = net;

/** What TensorFlow.js calls our layers. */
const made = {
  affine: ({ outputs }) => tf.layers.dense({ units: outputs }),
  convolution: ({ filters, size }) => tf.layers.conv2d({ filters, kernelSize: size }),
  "max pooling": ({ size }) => tf.layers.maxPooling2d({ poolSize: size }),
  relu: () => tf.layers.reLU(),
  tanh: () => tf.layers.activation({ activation: "tanh" }),
};

tf.enableProdMode(); // leaves out what looks for mistakes
await tf.setBackend("cpu");
const model = tf.sequential();
model.add(tf.layers.inputLayer({ inputShape }));
for (const layer of layers) {
  if (layer.kind === "affine" && model.outputs[0].shape.length > 2) {
    model.add(tf.layers.flatten());
  }
  model.add(made[layer.kind](layer));
}
for (const layer of model.layers.filter((layer) => layer.weights.length > 0)) {
  layer.setWeights(parametersOf(layer));
}

const optimizer = tf.train.sgd(net.learningRate);
const lossFunction =
  net.loss === "softmax" ? tf.losses.softmaxCrossEntropy : tf.losses.meanSquaredError;

takeTurns(
  ({ x, t }) => ({ x: tf.tensor(x, [batchSize, ...inputShape]), t: targets(t) }),
  ({ x, t }) => {
    const loss = optimizer.minimize(() => lossFunction(t, model.apply(x)), true);
    const [number] = loss.dataSync();
    loss.dispose();
    return number;
  },
);

/** Our parameters of a layer; a convolution's come filter by filter, and here those are last. */
function parametersOf(layer) {
  const [weights, biases] = layer.getWeights().map(({ shape, size }) => {
    const numbers = nextParameters(size);
    return shape.length === 4
      ? tf.tensor(numbers, [shape[3], ...shape.slice(0, 3)]).transpose([1, 2, 3, 0])
      : tf.tensor(numbers, shape);
  });
  return [weights, biases];
}

/** Classes as one-hot rows, numbers as they are. */
function targets(t) {
  const column = tf.tensor(t, [batchSize, 1]);
  return net.loss === "softmax" ? tf.oneHot(column.flatten().toInt(), outputs) : column;
}

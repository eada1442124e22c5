/**
 * ConvNetJS as a peer. It trains example by example and updates after every batch; an iteration is
 * as many examples as a batch has. It computes in float64: it knows nothing else.
 */

import convnetjs from "convnetjs";
import { net, nextParameters, takeTurns } from "./turns.js";

const { batchSize, inputShape, layers, outputs } = net;
const isRegression = net.loss === "squared error";
const [height, width, channels] = inputShape.length === 3 ? inputShape : [1, 1, ...inputShape];

/** What ConvNetJS calls our layers. */
const definitions = {
  affine: ({ outputs }) => ({ type: "fc", num_neurons: outputs }),
  convolution: ({ filters, size }) => ({ type: "conv", filters, sx: size }),
  "max pooling": ({ size }) => ({ type: "pool", sx: size, stride: size }),
  relu: () => ({ type: "relu" }),
  tanh: () => ({ type: "tanh" }),
};

const network = new convnetjs.Net();
network.makeLayers([
  { type: "input", out_sx: width, out_sy: height, out_depth: channels },
  ...layers.map((layer) => definitions[layer.kind](layer)),
]);
for (const layer of network.layers) {
  takeOver(layer);
}
// Not among the definitions, because there it would bring an affine layer of its own.
const LossLayer = isRegression ? convnetjs.RegressionLayer : convnetjs.SoftmaxLayer;
network.layers.push(new LossLayer({ in_sx: 1, in_sy: 1, in_depth: outputs }));

// Its squared error has the gradient y − t, without the 2 of ours and PyTorch's.
const learningRate = net.learningRate * (isRegression ? 2 : 1);
const trainer = new convnetjs.Trainer(network, {
  method: "sgd",
  learning_rate: learningRate,
  momentum: 0,
  batch_size: batchSize,
});

takeTurns(
  ({ x, t }) => Array.from(t, (target, i) => [volume(x, i), isRegression ? [target] : target]),
  (examples) => {
    let loss = 0;
    for (const [x, t] of examples) {
      loss += trainer.train(x, t).cost_loss;
    }
    // It reports twice the square of the error.
    return loss / batchSize / (isRegression ? 2 : 1);
  },
);

/** Give a layer the parameters of ours. It keeps the weights of each output by themselves. */
function takeOver({ filters, biases, layer_type: type }) {
  if (filters) {
    const outputs = filters.length;
    const inputs = filters[0].w.length;
    const weights = nextParameters(inputs * outputs);
    for (const [output, filter] of filters.entries()) {
      filter.w = filter.w.map((_, input) =>
        type === "conv" ? weights[output * inputs + input] : weights[input * outputs + output],
      );
    }
    biases.w.set(nextParameters(outputs));
  }
}

/** The example in row i of x. */
function volume(x, i) {
  const example = new convnetjs.Vol(width, height, channels, 0);
  const size = example.w.length;
  example.w.set(x.subarray(i * size, (i + 1) * size));
  return example;
}

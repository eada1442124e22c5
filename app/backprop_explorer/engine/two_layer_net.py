"""The first network everyone meets: *Deep Learning from Scratch*, chapter 5."""

from __future__ import annotations

import numpy as np

from backprop_explorer.engine.initializers import normal, zeros
from backprop_explorer.engine.layers import Affine, Relu
from backprop_explorer.engine.network import Network
from backprop_explorer.engine.types import DType


def two_layer_net(
    input_size: int = 784,
    hidden_size: int = 50,
    output_size: int = 10,
    weight_init_std: float = 0.01,
    seed: int = 0,
    dtype: DType = np.float32,
) -> Network:
    """Affine1 → Relu1 → Affine2 → SoftmaxWithLoss; weights N(0, std²), biases 0."""
    rng = np.random.default_rng(seed)
    weights, biases = normal(weight_init_std), zeros()

    def affine(inputs: int, outputs: int) -> Affine:
        return Affine(
            W=weights((inputs, outputs), rng).astype(dtype),
            b=biases((outputs,), rng).astype(dtype),
        )

    return Network([affine(input_size, hidden_size), Relu(), affine(hidden_size, output_size)])

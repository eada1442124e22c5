"""The smooth rectifier, whose slope is the sigmoid."""

from __future__ import annotations

import numpy as np

from backprop_explorer.engine.functions import sigmoid
from backprop_explorer.engine.layers.layer import Layer
from backprop_explorer.engine.types import Array


class Softplus(Layer):
    """a = log(1 + eᶻ), element by element: (N, …) to (N, …).

    eᶻ overflows for large z, so z is taken out of the logarithm there:
    log(1 + eᶻ) = z + log(e⁻ᶻ + 1). With −|z|, the smaller of z and −z, one formula does for both
    sides.
    """

    def forward(self, z: Array) -> Array:
        self.z = z
        decay = np.exp(np.minimum(z, -z))
        a = np.maximum(z, 0) + np.log1p(decay)
        return a

    def backward(self, da: Array) -> Array:
        slope = sigmoid(self.z)
        dz = da * slope
        return dz

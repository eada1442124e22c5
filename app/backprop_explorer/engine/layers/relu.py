"""The rectifier: lets positive numbers through."""

from __future__ import annotations

import numpy as np

from backprop_explorer.engine.layers.layer import Layer
from backprop_explorer.engine.types import Array


class Relu(Layer):
    """a = max(z, 0), element by element: (N, …) to (N, …).

    The gradient passes where z was positive and stops everywhere else, at 0 too.
    """

    def forward(self, z: Array) -> Array:
        self.mask = z > 0
        a = np.maximum(z, 0)
        return a

    def backward(self, da: Array) -> Array:
        dz = da * self.mask
        return dz

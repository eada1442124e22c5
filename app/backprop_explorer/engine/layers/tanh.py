"""The hyperbolic tangent: squeezes every number into (−1, 1)."""

from __future__ import annotations

import numpy as np

from backprop_explorer.engine.layers.layer import Layer
from backprop_explorer.engine.types import Array


class Tanh(Layer):
    """a = tanh(z) = (eᶻ − e⁻ᶻ) / (eᶻ + e⁻ᶻ), element by element: (N, …) to (N, …).

    A sigmoid stretched to be 0 at 0, where its slope, 1 − a², is 1.
    """

    def forward(self, z: Array) -> Array:
        self.a = np.tanh(z)
        return self.a

    def backward(self, da: Array) -> Array:
        slope = 1 - self.a * self.a
        dz = da * slope
        return dz

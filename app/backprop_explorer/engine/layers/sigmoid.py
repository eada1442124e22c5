"""The sigmoid: squeezes every number into (0, 1)."""

from __future__ import annotations

from backprop_explorer.engine.functions import sigmoid
from backprop_explorer.engine.layers.layer import Layer
from backprop_explorer.engine.types import Array


class Sigmoid(Layer):
    """a = 1 / (1 + e⁻ᶻ), element by element: (N, …) to (N, …).

    Its slope, a·(1 − a), needs only the output. It is at most 1/4: through many of these layers
    the gradient fades.
    """

    def forward(self, z: Array) -> Array:
        self.a = sigmoid(z)
        return self.a

    def backward(self, da: Array) -> Array:
        slope = self.a * (1 - self.a)
        dz = da * slope
        return dz

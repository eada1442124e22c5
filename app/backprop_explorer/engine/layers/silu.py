"""The sigmoid linear unit, also called swish: a number times its own sigmoid."""

from __future__ import annotations

from backprop_explorer.engine.functions import sigmoid
from backprop_explorer.engine.layers.layer import Layer
from backprop_explorer.engine.types import Array


class Silu(Layer):
    """a = z · 1 / (1 + e⁻ᶻ), element by element: (N, …) to (N, …).

    A smooth Relu that dips to −0.28 before it rises. Source: Elfwing, Uchibe and Doya,
    "Sigmoid-Weighted Linear Units for Neural Network Function Approximation in Reinforcement
    Learning", 2017.
    """

    def forward(self, z: Array) -> Array:
        self.z = z
        self.gate = sigmoid(z)
        a = z * self.gate
        return a

    def backward(self, da: Array) -> Array:
        slope = self.gate * (1 + self.z * (1 - self.gate))
        dz = da * slope
        return dz

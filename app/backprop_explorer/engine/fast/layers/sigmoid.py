"""The twin of Sigmoid."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np

from backprop_explorer.engine.fast.steps import FastLayer, Step, product_of
from backprop_explorer.engine.layers import Layer
from backprop_explorer.engine.types import Array


class FastSigmoid(FastLayer):
    """a = eᶻ⁻ / (1 + e⁻ᶻᐟ) with z⁻ = min(z, 0), and its slope a·(1 − a)."""

    def __init__(
        self, layer: Layer, z: Array, a: Array | None = None, slope: Array | None = None
    ) -> None:
        """`slope`: where it is already, once the gradient comes back."""
        self.z = z
        self.y = np.empty_like(z) if a is None else a
        self.slope = slope

    def forward(self) -> Sequence[Step]:
        """As the function `sigmoid`: min(z, 0) and |z| keep every exponential at most 1."""
        z, zeros, ones = self.z, np.zeros_like(self.z), np.ones_like(self.z)
        numerator, decay = np.empty_like(z), np.empty_like(z)
        return [
            partial(np.minimum, z, zeros, out=numerator),
            partial(np.exp, numerator, numerator),
            partial(np.abs, z, decay),
            partial(np.negative, decay, decay),
            partial(np.exp, decay, decay),
            partial(np.add, ones, decay, decay),
            partial(np.divide, numerator, decay, self.y),
        ]

    def backward(self, dy: Array, wanted: bool) -> Sequence[Step]:
        if not wanted:
            return []
        slope = np.empty_like(self.y) if self.slope is None else self.slope
        self.dx = product_of(dy, slope)
        return [
            *(self.slopes(self.y, slope) if self.slope is None else []),
            partial(np.multiply, dy, slope, self.dx),
        ]

    @staticmethod
    def slopes(a: Array, slope: Array) -> Sequence[Step]:
        """From outputs to slopes."""
        ones = np.ones_like(a)
        return [partial(np.subtract, ones, a, slope), partial(np.multiply, a, slope, slope)]

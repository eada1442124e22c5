"""The twin of Sigmoid."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np

from backprop_explorer.engine.fast.steps import FastLayer, Step, product_of
from backprop_explorer.engine.layers import Sigmoid
from backprop_explorer.engine.types import Array


class FastSigmoid(FastLayer):
    """a = eᶻ⁻ / (1 + e⁻ᶻᐟ) with z⁻ = min(z, 0), and its slope a·(1 − a)."""

    def __init__(self, layer: Sigmoid, z: Array, a: Array | None = None) -> None:
        self.z = z
        self.y = np.empty_like(z) if a is None else a

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
        slope, ones = np.empty_like(self.y), np.ones_like(self.y)
        self.dx = product_of(dy, slope)
        return [
            partial(np.subtract, ones, self.y, slope),
            partial(np.multiply, self.y, slope, slope),
            partial(np.multiply, dy, slope, self.dx),
        ]

"""The twin of Tanh."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np

from backprop_explorer.engine.fast.steps import FastLayer, Step, product_of
from backprop_explorer.engine.layers import Tanh
from backprop_explorer.engine.types import Array


class FastTanh(FastLayer):
    """a = tanh(z), and its slope 1 − a²."""

    def __init__(self, layer: Tanh, z: Array, a: Array | None = None) -> None:
        self.z = z
        self.y = np.empty_like(z) if a is None else a

    def forward(self) -> Sequence[Step]:
        return [partial(np.tanh, self.z, self.y)]

    def backward(self, dy: Array, wanted: bool) -> Sequence[Step]:
        if not wanted:
            return []
        slope = np.empty_like(self.y)
        ones = np.ones_like(self.y)
        self.dx = product_of(dy, slope)
        return [
            partial(np.multiply, self.y, self.y, slope),
            partial(np.subtract, ones, slope, slope),
            partial(np.multiply, dy, slope, self.dx),
        ]

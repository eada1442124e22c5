"""The twins of activations whose slope follows from what they gave."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from functools import partial

import numpy as np

from backprop_explorer.engine.fast.steps import FastLayer, Step, product_of
from backprop_explorer.engine.layers import Layer
from backprop_explorer.engine.types import Array


class Sloped(FastLayer):
    """dz = da · slope, element by element."""

    def __init__(
        self, layer: Layer, z: Array, a: Array | None = None, slope: Array | None = None
    ) -> None:
        """`slope`: where it is already, once the gradient comes back."""
        self.z = z
        self.y = np.empty_like(z) if a is None else a
        self.slope = slope

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
    @abstractmethod
    def slopes(a: Array, slope: Array) -> Sequence[Step]:
        """From outputs to slopes."""

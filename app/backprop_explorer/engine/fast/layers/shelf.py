"""Room for the outputs of a small network's activation layers, all in one row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from backprop_explorer.engine.fast.layers.sloped import Sloped
from backprop_explorer.engine.fast.steps import FastLayer, Step
from backprop_explorer.engine.types import Array


class Shelf(FastLayer):
    """Where layers of one kind leave what they give, so that their slopes are computed in one go.

    For numbers as few as these, that takes as long as for one of the layers. It is done when the
    gradient sets out, so the shelf stands behind the last layer.
    """

    def __init__(self, kind: type[Sloped], size: int, dtype: np.dtype[Any]) -> None:
        """`size`: how many numbers there is room for."""
        self.kind = kind
        self.outputs = np.ones(size, dtype)
        self.slopes = np.empty_like(self.outputs)
        self.taken = 0

    def take(self, rows: int, columns: int) -> Array:
        """The next free places, as a matrix of ones."""
        start, self.taken = self.taken, self.taken + rows * columns
        return self.outputs[start : self.taken].reshape(rows, columns)

    def slopes_of(self, y: Array) -> Array:
        """Where the slopes of `y` will be, which is a window on the outputs."""
        place = y.ctypes.data - self.outputs.ctypes.data
        return np.ndarray(y.shape, y.dtype, self.slopes, place, y.strides)

    def forward(self) -> Sequence[Step]:
        return []

    def backward(self, dy: Array, wanted: bool) -> Sequence[Step]:
        self.dx = dy
        return self.kind.slopes(self.outputs[: self.taken], self.slopes[: self.taken])

"""The rectifier that leaks: negative numbers pass too, but small."""

from __future__ import annotations

from math import isfinite

import numpy as np

from backprop_explorer.engine.errors import InvalidSetting
from backprop_explorer.engine.layers.layer import Layer
from backprop_explorer.engine.types import Array


class LeakyRelu(Layer):
    """a = z where z > 0, slope·z elsewhere, element by element: (N, …) to (N, …).

    A unit that is never positive gets no gradient from Relu, and so can never come back. Here it
    gets a little.
    """

    def __init__(self, slope: float = 0.01) -> None:
        """`slope`: of the negative side. Raises InvalidSetting unless it is finite."""
        if not isfinite(slope):
            raise InvalidSetting(f"A slope of {slope} is not possible: take a number such as 0.01.")
        self.slope = float(slope)

    def forward(self, z: Array) -> Array:
        self.mask = z > 0
        leak = self.slope * np.minimum(z, 0)
        a = np.maximum(z, 0) + leak
        return a

    def backward(self, da: Array) -> Array:
        leak = self.slope * (da * ~self.mask)
        dz = da * self.mask + leak
        return dz

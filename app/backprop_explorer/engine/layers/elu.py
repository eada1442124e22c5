"""The exponential linear unit: a rectifier that bends smoothly towards −alpha."""

from __future__ import annotations

from math import isfinite

import numpy as np

from backprop_explorer.engine.errors import InvalidSetting
from backprop_explorer.engine.layers.layer import Layer
from backprop_explorer.engine.types import Array


class Elu(Layer):
    """a = z where z > 0, alpha·(eᶻ − 1) elsewhere, element by element: (N, …) to (N, …).

    Its slope is 1 where z > 0 and alpha·eᶻ elsewhere.

    Negative outputs bring the mean of the outputs nearer to 0 than Relu's is. Source: Clevert,
    Unterthiner and Hochreiter, "Fast and Accurate Deep Network Learning by Exponential Linear
    Units", 2015.
    """

    def __init__(self, alpha: float = 1.0) -> None:
        """Raises InvalidSetting unless `alpha` is 0 or more."""
        if not (isfinite(alpha) and alpha >= 0):
            raise InvalidSetting(
                f"An alpha of {alpha} is not possible: Elu falls to −alpha, so take 0 or more, "
                "such as 1."
            )
        self.alpha = float(alpha)

    def forward(self, z: Array) -> Array:
        self.mask = z > 0
        self.below = np.minimum(z, 0)  # the exponential of a large z would overflow
        a = np.maximum(z, 0) + self.alpha * np.expm1(self.below)
        return a

    def backward(self, da: Array) -> Array:
        slope_below = self.alpha * np.exp(self.below)
        slope = self.mask + slope_below * ~self.mask
        dz = da * slope
        return dz

"""The loss between two: squared for small misses, straight for large ones."""

from __future__ import annotations

from math import isfinite

import numpy as np

from backprop_explorer.engine.errors import InvalidSetting
from backprop_explorer.engine.losses.loss import Loss
from backprop_explorer.engine.losses.targets import fitted
from backprop_explorer.engine.types import Array, Scalar


class Huber(Loss):
    """L = mean of e²/2 where |e| ≤ delta, of delta·(|e| − delta/2) beyond; e = y − t, y = x.

    x, t: (N, K), or any other shape that both have    L: one number

    The gradient is the error itself, cut off at ±delta, and divided by N·K: gentle near the target
    as the squared error, and no outlier pulls harder than delta. With the error so cut off, both
    cases are one formula: clipped · (e − clipped/2). Source: Huber, "Robust Estimation of a
    Location Parameter", 1964.
    """

    def __init__(self, delta: float = 1.0) -> None:
        """`delta`: from where on it is straight. Raises InvalidSetting unless delta > 0."""
        if not (isfinite(delta) and delta > 0):
            raise InvalidSetting(
                f"A delta of {delta} is not possible: it is the size of a miss from where on the "
                "loss grows straight, so take a positive number, such as 1."
            )
        self.delta = float(delta)

    def forward(self, x: Array, t: Array) -> Scalar:
        self.y = x
        self.t = fitted(t, x)
        error = self.y - self.t
        self.clipped = np.clip(error, -self.delta, self.delta)
        self.loss = (self.clipped * (error - self.clipped / 2)).mean()
        return self.loss

    def backward(self, dout: float = 1) -> Array:
        dy = self.clipped.copy()
        dy *= dout / dy.size
        return dy

"""The loss that is calm about outliers: how far off, as it is."""

from __future__ import annotations

import numpy as np

from backprop_explorer.engine.losses.loss import Loss
from backprop_explorer.engine.losses.targets import fitted
from backprop_explorer.engine.types import Array, Scalar


class MeanAbsoluteError(Loss):
    """L = mean of |y − t|, with y = x: a miss twice as large costs twice as much.

    x, t: (N, K), or any other shape that both have    L: one number

    The mean is over all N·K numbers. The gradient says only where t is, not how far away: +1 or −1,
    divided by N·K; 0 for a prediction that hits.
    """

    def forward(self, x: Array, t: Array) -> Scalar:
        self.y = x
        self.t = fitted(t, x)
        self.error = self.y - self.t
        self.loss = np.abs(self.error).mean()
        return self.loss

    def backward(self, dout: float = 1) -> Array:
        dy = np.sign(self.error)
        dy *= dout / dy.size
        return dy

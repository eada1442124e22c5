"""The loss of regression: how far off, squared."""

from __future__ import annotations

from backprop_explorer.engine.losses.loss import Loss
from backprop_explorer.engine.losses.targets import fitted
from backprop_explorer.engine.types import Array, Scalar


class MeanSquaredError(Loss):
    """L = mean of (y − t)², with y = x: a miss twice as large costs four times as much.

    x, t: (N, K), or any other shape that both have    L: one number

    The mean is over all N·K numbers, as in PyTorch. The textbook takes half the sum instead, which
    saves the 2 in the gradient: 2·(y − t) / (N·K).
    """

    def forward(self, x: Array, t: Array) -> Scalar:
        self.y = x
        self.t = fitted(t, x)
        self.error = self.y - self.t
        self.loss = (self.error * self.error).mean()
        return self.loss

    def backward(self, dout: float = 1) -> Array:
        dy = 2 * self.error
        dy *= dout / dy.size
        return dy

"""The twin of MeanSquaredError."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf

import numpy as np

from backprop_explorer.engine.fast.steps import Batch, FastLoss, Step
from backprop_explorer.engine.losses import MeanSquaredError
from backprop_explorer.engine.types import Array


class FastMeanSquaredError(FastLoss):
    """L = mean of (y − t)², and the gradient 2·(y − t) / (N·K).

    The plain layer multiplies by 2 first and by 1 / (N·K) then. Both at once is the same, unless
    the first would be too large a number, and then the loss is so, too.
    """

    def __init__(self, loss: MeanSquaredError, y: Array, batch: Batch) -> None:
        self.loss = loss
        self.y = y
        self.batch = batch
        self.dx = np.empty_like(y)

    def steps(self) -> Sequence[Step]:
        loss, batch, y, dx, size = self.loss, self.batch, self.y, self.dx, self.y.size
        error = np.empty_like(y)
        # NumPy sums up the rest of a row, from its first number on, sooner than a whole row: so
        # there is a 0 in front, which changes nothing.
        row, beginning = np.zeros(1 + size, y.dtype), np.zeros(1, np.intp)
        squares = row[1:].reshape(y.shape)
        two, share, both = (np.array(factor, y.dtype) for factor in (2, 1 / size, 2 / size))
        subtract, multiply, sums_from = np.subtract, np.multiply, np.add.reduceat

        def forward_and_backward() -> None:
            loss.y = y
            loss.t = t = batch.t
            subtract(y, t, error)
            multiply(error, error, squares)
            total = sums_from(row, beginning)[0]
            loss.loss = total / size
            if total < inf:
                multiply(error, both, dx)
            else:
                multiply(error, two, dx)
                multiply(dx, share, dx)

        return [forward_and_backward]

"""The twin of SGD."""

from __future__ import annotations

import numpy as np

from backprop_explorer.engine.fast.optimizers.rule import FastRule
from backprop_explorer.engine.optimizers import SGD


class FastSGD(FastRule[SGD]):
    """W -= rate * dW."""

    def step(self) -> None:
        np.multiply(self.dW, self.rate, self.room)
        np.subtract(self.W, self.room, self.W)

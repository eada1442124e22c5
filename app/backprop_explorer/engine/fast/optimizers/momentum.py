"""The twin of Momentum."""

from __future__ import annotations

import numpy as np

from backprop_explorer.engine.fast.optimizers.rule import FastRule
from backprop_explorer.engine.optimizers import Momentum


class FastMomentum(FastRule[Momentum]):
    """v = momentum * v + dW and W -= rate * v."""

    def step(self) -> None:
        v = self.all_of("v")
        np.multiply(v, self.optimizer.momentum, v)
        np.add(v, self.dW, v)
        np.multiply(v, self.rate, self.room)
        np.subtract(self.W, self.room, self.W)

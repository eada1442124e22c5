"""The twin of Adam."""

from __future__ import annotations

import numpy as np

from backprop_explorer.engine.fast.block import Block
from backprop_explorer.engine.fast.optimizers.rule import FastRule
from backprop_explorer.engine.optimizers import Adam


class FastAdam(FastRule[Adam]):
    """m and v follow dW and dW * dW, and W -= rate / (1 - beta1**t) * m / size."""

    def __init__(self, optimizer: Adam, block: Block) -> None:
        super().__init__(optimizer, block)
        self.size = np.empty_like(block.values)

    def step(self) -> None:
        adam, dW, room, size = self.optimizer, self.dW, self.room, self.size
        t = adam.iteration + 1
        m, v = self.all_of("m"), self.all_of("v")
        np.multiply(m, adam.beta1, m)
        np.multiply(dW, 1 - adam.beta1, room)
        np.add(m, room, m)
        np.multiply(v, adam.beta2, v)
        np.multiply(dW, 1 - adam.beta2, room)
        np.multiply(room, dW, room)
        np.add(v, room, v)
        np.divide(v, 1 - adam.beta2**t, size)
        np.sqrt(size, size)
        np.add(size, adam.eps, size)
        np.multiply(m, adam.rate / (1 - adam.beta1**t), room)
        np.divide(room, size, room)
        np.subtract(self.W, room, self.W)

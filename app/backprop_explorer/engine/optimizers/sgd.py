"""The simplest rule: downhill."""

from __future__ import annotations

from typing import Unpack

from backprop_explorer.engine.optimizers.optimizer import Extras, Optimizer
from backprop_explorer.engine.types import Array


class SGD(Optimizer):
    """Stochastic gradient descent: a small step down the gradient.

        W -= rate * dW

    Stochastic, because the gradient is that of a random batch and not of all the data.
    """

    def __init__(self, learning_rate: float = 0.1, **extras: Unpack[Extras]) -> None:
        super().__init__(learning_rate, **extras)

    def step(self, rate: float, name: str, W: Array, dW: Array) -> None:
        W -= rate * dW

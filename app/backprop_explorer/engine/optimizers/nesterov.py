"""Momentum that looks ahead."""

from __future__ import annotations

from backprop_explorer.engine.optimizers.momentum import Momentum
from backprop_explorer.engine.types import Array


class Nesterov(Momentum):
    """Momentum that corrects its course by the gradient from where it is about to be.

        v = momentum * v + dW
        W -= rate * (dW + momentum * v)

    The gradient is not computed twice: W here already is the point ahead. The textbook has the rate
    in the velocity, which is the same as long as the rate is. Source: Sutskever, Martens, Dahl and
    Hinton, "On the importance of initialization and momentum in deep learning", 2013.
    """

    def step(self, rate: float, name: str, W: Array, dW: Array) -> None:
        v = self.v[name]
        v *= self.momentum
        v += dW
        W -= rate * (dW + self.momentum * v)

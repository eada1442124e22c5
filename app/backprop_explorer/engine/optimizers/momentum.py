"""Steps that gather speed."""

from __future__ import annotations

from typing import Unpack

from backprop_explorer.engine.optimizers.optimizer import Extras, Optimizer
from backprop_explorer.engine.optimizers.settings import refuse_bad_share
from backprop_explorer.engine.types import Array, Parameters


class Momentum(Optimizer):
    """A ball that rolls downhill: where gradients agree it gathers speed, where not they cancel.

        v = momentum * v + dW
        W -= rate * v

    The textbook has the rate in the velocity, v = momentum * v - rate * dW and W += v, which is the
    same as long as the rate is. Source: Polyak, "Some methods of speeding up the convergence of
    iteration methods", 1964.
    """

    keeps = ("v",)

    def __init__(
        self, learning_rate: float = 0.01, momentum: float = 0.9, **extras: Unpack[Extras]
    ) -> None:
        """Raises InvalidSetting unless 0 ≤ momentum < 1 and the rate is possible."""
        super().__init__(learning_rate, **extras)
        refuse_bad_share("momentum", momentum, "the velocity", usual=0.9)
        self.momentum = float(momentum)
        self.v: Parameters = {}

    def step(self, rate: float, name: str, W: Array, dW: Array) -> None:
        v = self.v[name]
        v *= self.momentum
        v += dW
        W -= rate * v

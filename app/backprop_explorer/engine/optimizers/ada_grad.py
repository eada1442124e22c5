"""A rate for every number, that only shrinks."""

from __future__ import annotations

from typing import Unpack

import numpy as np

from backprop_explorer.engine.optimizers.optimizer import Extras, Optimizer
from backprop_explorer.engine.optimizers.settings import refuse_bad_eps
from backprop_explorer.engine.types import Array, Parameters


class AdaGrad(Optimizer):
    """Every number has a rate of its own, smaller the larger its gradients have been so far.

        h += dW * dW
        W -= rate * dW / (sqrt(h) + eps)

    The textbook takes 1e-7 for eps. Source: Duchi, Hazan and Singer, "Adaptive Subgradient Methods
    for Online Learning and Stochastic Optimization", 2011.
    """

    keeps = ("h",)

    def __init__(
        self, learning_rate: float = 0.01, eps: float = 1e-10, **extras: Unpack[Extras]
    ) -> None:
        """Raises InvalidSetting unless eps > 0 and the rate is possible."""
        super().__init__(learning_rate, **extras)
        refuse_bad_eps(eps)
        self.eps = float(eps)
        self.h: Parameters = {}

    def step(self, rate: float, name: str, W: Array, dW: Array) -> None:
        h = self.h[name]
        h += dW * dW
        W -= rate * dW / (np.sqrt(h) + self.eps)

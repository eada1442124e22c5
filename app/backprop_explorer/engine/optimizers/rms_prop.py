"""A rate for every number, by its recent gradients."""

from __future__ import annotations

from typing import Unpack

import numpy as np

from backprop_explorer.engine.optimizers.optimizer import Extras, Optimizer
from backprop_explorer.engine.optimizers.settings import refuse_bad_eps, refuse_bad_share
from backprop_explorer.engine.types import Array, Parameters


class RMSProp(Optimizer):
    """AdaGrad that forgets: the mean of recent squares takes the place of the sum of all.

        h = decay * h + (1 - decay) * dW * dW
        W -= rate * dW / (sqrt(h) + eps)

    So the rates do not shrink for ever. The textbook takes 1e-7 for eps. Source: Tieleman and
    Hinton, lecture 6.5 of "Neural Networks for Machine Learning", 2012.
    """

    keeps = ("h",)

    def __init__(
        self,
        learning_rate: float = 0.01,
        decay: float = 0.99,
        eps: float = 1e-8,
        **extras: Unpack[Extras],
    ) -> None:
        """Raises InvalidSetting unless 0 ≤ decay < 1, eps > 0 and the rate is possible."""
        super().__init__(learning_rate, **extras)
        refuse_bad_share("decay", decay, "the mean of squared gradients", usual=0.99)
        refuse_bad_eps(eps)
        self.decay = float(decay)
        self.eps = float(eps)
        self.h: Parameters = {}

    def step(self, rate: float, name: str, W: Array, dW: Array) -> None:
        h = self.h[name]
        h *= self.decay
        h += (1 - self.decay) * dW * dW
        W -= rate * dW / (np.sqrt(h) + self.eps)

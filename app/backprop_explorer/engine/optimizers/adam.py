"""Momentum, with a rate for every number: the usual first choice."""

from __future__ import annotations

from typing import Unpack

import numpy as np

from backprop_explorer.engine.optimizers.optimizer import Extras, Optimizer
from backprop_explorer.engine.optimizers.settings import refuse_bad_eps, refuse_bad_share
from backprop_explorer.engine.types import Array, Parameters


class Adam(Optimizer):
    """The mean of recent gradients, divided by their usual size: steps of about the rate.

        m = beta1 * m + (1 - beta1) * dW
        v = beta2 * v + (1 - beta2) * dW * dW
        size = sqrt(v / (1 - beta2**t)) + eps
        W -= rate / (1 - beta1**t) * m / size

    In update t = 1, 2, …, m and v are still partly the zeros they began with; dividing by what they
    have seen, 1 - beta**t, makes up for it. The textbook adds 1e-7 for eps, and to sqrt(v) alone.
    Source: Kingma and Ba, "Adam: A Method for Stochastic Optimization", 2014.
    """

    keeps = ("m", "v")

    def __init__(
        self,
        learning_rate: float = 0.001,
        beta1: float = 0.9,
        beta2: float = 0.999,
        eps: float = 1e-8,
        **extras: Unpack[Extras],
    ) -> None:
        """Raises InvalidSetting unless 0 ≤ beta < 1, eps > 0 and the rate is possible."""
        super().__init__(learning_rate, **extras)
        refuse_bad_share("beta1", beta1, "the mean of gradients", usual=0.9)
        refuse_bad_share("beta2", beta2, "the mean of squared gradients", usual=0.999)
        refuse_bad_eps(eps)
        self.beta1 = float(beta1)
        self.beta2 = float(beta2)
        self.eps = float(eps)
        self.m: Parameters = {}
        self.v: Parameters = {}

    def step(self, rate: float, name: str, W: Array, dW: Array) -> None:
        t = self.iteration + 1
        m, v = self.m[name], self.v[name]
        m *= self.beta1
        m += (1 - self.beta1) * dW
        v *= self.beta2
        v += (1 - self.beta2) * dW * dW
        size = np.sqrt(v / (1 - self.beta2**t)) + self.eps
        W -= rate / (1 - self.beta1**t) * m / size

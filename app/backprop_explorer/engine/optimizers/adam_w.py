"""Adam, and weights that shrink by themselves."""

from __future__ import annotations

from math import isfinite
from typing import Unpack

from backprop_explorer.engine.errors import InvalidSetting
from backprop_explorer.engine.optimizers.adam import Adam
from backprop_explorer.engine.optimizers.optimizer import Extras
from backprop_explorer.engine.types import Array


class AdamW(Adam):
    """Adam with decoupled weight decay: every number first shrinks by the same share of itself.

        W *= 1 - rate * weight_decay
        then as Adam

    A penalty such as L2 is part of the gradient, and Adam divides gradients by their usual size: a
    weight with large gradients then hardly decays. Here the decay passes Adam by. It is for every
    parameter, biases too, as in PyTorch. Source: Loshchilov and Hutter, "Decoupled Weight Decay
    Regularization", 2017.
    """

    def __init__(
        self,
        learning_rate: float = 0.001,
        beta1: float = 0.9,
        beta2: float = 0.999,
        eps: float = 1e-8,
        weight_decay: float = 0.01,
        **extras: Unpack[Extras],
    ) -> None:
        """Raises InvalidSetting unless weight_decay ≥ 0 and Adam's settings are possible."""
        super().__init__(learning_rate, beta1, beta2, eps, **extras)
        if not (isfinite(weight_decay) and weight_decay >= 0):
            raise InvalidSetting(
                f"A weight decay of {weight_decay} is not possible: it is how fast weights shrink, "
                "so take 0 or more, such as 0.01."
            )
        self.weight_decay = float(weight_decay)

    def step(self, rate: float, name: str, W: Array, dW: Array) -> None:
        W *= 1 - rate * self.weight_decay
        super().step(rate, name, W, dW)

"""Dropout: while the network learns, random outputs are left out."""

from __future__ import annotations

import numpy as np

from backprop_explorer.engine.errors import InvalidSetting
from backprop_explorer.engine.layers.layer import Layer
from backprop_explorer.engine.types import Array


class Dropout(Layer):
    """a = z · mask, element by element: (N, …) to (N, …).

    In training, a share `rate` of the mask, drawn at random, is 0: no unit can rely on another one
    being there. The rest is 1 / (1 − rate), so that the outputs are as large on average as in
    evaluation, where everything passes unchanged.

    The mask follows from `seed` and the shape alone: the same seed draws the same mask, which makes
    an iteration repeatable and its gradient checkable. `network.reseed(…)` makes the next one new.
    Source: Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov, "Dropout: A Simple Way to
    Prevent Neural Networks from Overfitting", 2014.
    """

    seed = (0,)

    def __init__(self, rate: float = 0.5) -> None:
        """`rate`: the share left out. Raises InvalidSetting unless 0 ≤ rate < 1."""
        if not 0 <= rate < 1:
            raise InvalidSetting(
                f"A dropout rate of {rate} is not possible: it is the share of outputs to leave "
                "out, so take 0 or more and less than 1, such as 0.5."
            )
        self.rate = float(rate)

    def forward(self, z: Array) -> Array:
        if not self.training:
            return z
        chance = np.random.default_rng(self.seed).random(z.shape)
        self.mask = (chance >= self.rate).astype(z.dtype) / (1 - self.rate)
        a = z * self.mask
        return a

    def backward(self, da: Array) -> Array:
        if not self.training:
            return da
        dz = da * self.mask
        return dz

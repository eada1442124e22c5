"""The twin of Sigmoid."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np

from backprop_explorer.engine.fast.layers.sloped import Sloped
from backprop_explorer.engine.fast.steps import Step
from backprop_explorer.engine.types import Array


class FastSigmoid(Sloped):
    """a = eᶻ⁻ / (1 + e⁻ᶻᐟ) with z⁻ = min(z, 0), and its slope a·(1 − a)."""

    def forward(self) -> Sequence[Step]:
        """As the function `sigmoid`: min(z, 0) and |z| keep every exponential at most 1."""
        z, zeros, ones = self.z, np.zeros_like(self.z), np.ones_like(self.z)
        numerator, decay = np.empty_like(z), np.empty_like(z)
        return [
            partial(np.minimum, z, zeros, out=numerator),
            partial(np.exp, numerator, numerator),
            partial(np.abs, z, decay),
            partial(np.negative, decay, decay),
            partial(np.exp, decay, decay),
            partial(np.add, ones, decay, decay),
            partial(np.divide, numerator, decay, self.y),
        ]

    @staticmethod
    def slopes(a: Array, slope: Array) -> Sequence[Step]:
        ones = np.ones_like(a)
        return [partial(np.subtract, ones, a, slope), partial(np.multiply, a, slope, slope)]

"""The twin of Tanh."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np

from backprop_explorer.engine.fast.layers.sloped import Sloped
from backprop_explorer.engine.fast.steps import Step
from backprop_explorer.engine.types import Array


class FastTanh(Sloped):
    """a = tanh(z), and its slope 1 − a²."""

    def forward(self) -> Sequence[Step]:
        return [partial(np.tanh, self.z, self.y)]

    @staticmethod
    def slopes(a: Array, slope: Array) -> Sequence[Step]:
        ones = np.ones_like(a)
        return [partial(np.multiply, a, a, slope), partial(np.subtract, ones, slope, slope)]

"""The twin of Flatten."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np

from backprop_explorer.engine.fast.steps import FastLayer, Step
from backprop_explorer.engine.layers import Flatten
from backprop_explorer.engine.types import Array


class FastFlatten(FastLayer):
    """The same numbers with all axes but the first in one."""

    def __init__(self, layer: Flatten, x: Array) -> None:
        self.x = x
        self.y = x.reshape(len(x), -1)

    def forward(self) -> Sequence[Step]:
        return filling(self.y, self.x)

    def backward(self, dy: Array, wanted: bool) -> Sequence[Step]:
        if not wanted:
            return []
        self.dx = dy.reshape(self.x.shape)
        return filling(self.dx, dy)


def filling(reshaped: Array, array: Array) -> Sequence[Step]:
    """No step for a window on the numbers of `array`; one that copies them to an array of its own.

    `reshape` gives the one or the other, as the numbers lie.
    """
    if np.may_share_memory(reshaped, array):
        return []
    return [partial(np.copyto, reshaped.reshape(array.shape), array)]

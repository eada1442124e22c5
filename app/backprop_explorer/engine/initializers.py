"""What parameters are before anything was learned.

An initializer is a function of a shape and a random generator. It draws in float64 whatever the
network's dtype, so that a float32 and a float64 network with one seed start alike.
"""

from __future__ import annotations

from collections.abc import Callable
from math import isfinite

import numpy as np

from backprop_explorer.engine.errors import InvalidSetting
from backprop_explorer.engine.types import Array, Shape

Initializer = Callable[[Shape, np.random.Generator], Array]


def normal(std: float = 0.01) -> Initializer:
    """Numbers from the bell curve with mean 0 and this standard deviation."""
    if not (isfinite(std) and std >= 0):
        raise InvalidSetting(f"A standard deviation of {std} is not possible: take 0 or more.")
    return lambda shape, rng: rng.normal(0.0, std, size=shape)


def constant(value: float) -> Initializer:
    """The same number everywhere."""
    if not isfinite(value):
        raise InvalidSetting(f"{value} is no number to start from: take a finite one.")
    return lambda shape, rng: np.full(shape, value, dtype=np.float64)


def zeros() -> Initializer:
    """Zero everywhere: right for a bias; in a weight matrix it makes all units learn the same."""
    return constant(0.0)

"""Bringing inputs to one scale: each column gets mean 0 and standard deviation 1.

Mean and deviation are those of the training examples alone: a network must not learn anything from
the test examples, not even how large they are.
"""

from typing import NamedTuple

import numpy as np

from .dataset import Array


class Standardization(NamedTuple):
    """x − mean, divided by deviation, column by column.

    mean: (D,) float64    deviation: (D,) float64, 1 for a column that is the same everywhere
    """

    mean: Array
    deviation: Array

    def apply(self, x: Array) -> Array:
        """x: (N, D), any numbers    returns: (N, D) float32"""
        return ((x - self.mean) / self.deviation).astype(np.float32)


def measure(x: Array) -> Standardization:
    """The standardization of the training examples x: (N, D)."""
    x = x.astype(np.float64)
    mean = x.mean(axis=0)
    deviation = x.std(axis=0)
    # A constant column's mean is off by a rounding error, which must not be blown up to a signal.
    constant = x.min(axis=0) == x.max(axis=0)
    return Standardization(np.where(constant, x[0], mean), np.where(constant, 1.0, deviation))


STANDARDIZED = (
    "Each input is standardized: its mean over the training examples is taken away, and the rest "
    "divided by its standard deviation over them."
)

"""Random numbers for data that is made up: the same for the same seed, on any machine.

The words come from Philox, as those of the batches do, and everything else is made from its raw
64-bit words right here: NumPy promises that the words stay the same from version to version, and
not what a `Generator` makes of them.
"""

from math import pi, sqrt
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from .dataset import Array

Rows = NDArray[np.int64]

# Batches have the key (seed, iteration), and no iteration is as large as this.
_DATA_KEY = 2**63


class Draws:
    """An endless row of random numbers that follows from a seed and the name of what is drawn."""

    def __init__(self, seed: int, name: str) -> None:
        key = np.array([seed, _DATA_KEY + crc32(name.encode())], dtype=np.uint64)
        self._philox = np.random.Philox(key=key)

    def uniform(self, low: float, high: float, count: int) -> Array:
        """(count,) numbers from `low` to below `high`, all equally likely."""
        fractions = (self._philox.random_raw(count) >> 11) * 2.0**-53
        return low + (high - low) * fractions

    def normal(self, mean: float, variance: float, count: int) -> Array:
        """(count,) numbers from the bell curve (Box and Muller, 1958)."""
        radius = np.sqrt(-2 * np.log(1 - self.uniform(0, 1, count)))
        drawn: Array = mean + sqrt(variance) * radius * np.cos(self.uniform(0, 2 * pi, count))
        return drawn

    def order(self, count: int) -> Rows:
        """The numbers from 0 to count − 1 in random order, every order equally likely."""
        return np.argsort(self._philox.random_raw(count), kind="stable").astype(np.int64)

    def split(self, count: int, training: int) -> tuple[Rows, Rows]:
        """`training` percent of the rows, rounded down, for training, and the others for testing.

        Neither part is ever empty. The order does not depend on the share: with a larger one, rows
        go over from the test to the training part, and none goes back.
        """
        order = self.order(count)
        place = min(max(1, count * training // 100), count - 1)
        return order[:place], order[place:]

"""Convolution, Relu and MaxPooling of a few pictures."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np

from backprop_explorer.engine.fast.steps import Step
from backprop_explorer.engine.types import Array, Shape

SMALL = 1_000_000
"""Multiplications in a product; before a larger one, OpenBLAS sorts the factors."""


class FewPictures:
    """Arrays for n pictures, so few that they all stay in the processor's cache.

    The windows of the convolution are sorted by their place in a pooling window: first all that are
    its first pixel, then all that are its second, and so on. The largest is then had by comparing a
    few large arrays, and Relu has fewer numbers to look at.

    windows: (size², C·FH·FW + 1, n·PH·PW), a window in a column, and below each of them a 1, for b
    z: (size², F, n·PH·PW)    largest: (F, n·PH·PW)
    """

    def __init__(self, size: int, grid: Shape, W_and_b: Array, n: int) -> None:
        """`size`: of a pooling window; `grid`: PH, PW; W_and_b: (F, C·FH·FW + 1)."""
        filters, features = W_and_b.shape
        down, across = grid
        dtype = W_and_b.dtype
        self.size, self.n, self.grid = size, n, grid
        self.W_and_b = W_and_b
        self.windows = np.ones((size * size, features, n * down * across), dtype)
        self.z = np.empty((size * size, filters, n * down * across), dtype)
        self.largest = np.empty(self.z.shape[1:], dtype)
        self.zeros = np.zeros((filters, n, down, across), dtype)
        self.missed = np.empty(self.largest.shape, bool)
        self.smaller = np.empty(self.largest.shape, bool)

    def steps(self, windows: Array, place: Array, a: Array) -> Iterator[Step]:
        """From windows (n, C, OH, OW, FH, FW) to a, (n, F, PH, PW).

        And to `place`, (F, n·PH·PW): which of its pooling window's pixels was the largest, the
        first of several.
        """
        z, largest, missed, smaller = self.z, self.largest, self.missed, self.smaller
        by_place = sorted_by_place(windows, self.size, self.grid)
        yield partial(np.copyto, self.windows[:, :-1].reshape(by_place.shape), by_place)
        yield partial(np.matmul, self.W_and_b, self.windows, z)
        yield partial(np.maximum, z[0], z[1], out=largest)
        for z_here in z[2:]:
            yield partial(np.maximum, largest, z_here, out=largest)
        yield partial(np.less, z[0], largest, missed)
        yield partial(np.copyto, place, missed)
        for z_here in z[1:-1]:
            yield partial(np.less, z_here, largest, smaller)
            yield partial(np.logical_and, missed, smaller, missed)
            yield partial(np.add, place, missed.view(np.uint8), place)
        largest_by_picture = largest.reshape(self.zeros.shape)
        yield partial(np.maximum, largest_by_picture, self.zeros, out=a.swapaxes(0, 1))


def sorted_by_place(windows: Array, size: int, grid: Shape) -> Array:
    """(n, C, OH, OW, FH, FW) to (size, size, C, FH, FW, n, PH, PW): a view."""
    n, channels, _, _, height, width = windows.shape
    down, across = grid
    pooled = windows[:, :, : down * size, : across * size]
    split = pooled.reshape(n, channels, down, size, across, size, height, width)
    return split.transpose(3, 5, 1, 6, 7, 0, 2, 4)


def how_many(W_and_b: Array, grid: Shape) -> int:
    """How many pictures to take at a time: as many as are small for OpenBLAS, or one."""
    down, across = grid
    return max(1, SMALL // (W_and_b.size * down * across))

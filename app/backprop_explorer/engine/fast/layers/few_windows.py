"""Convolution, Relu and MaxPooling at a few pooling windows of all pictures."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np

from backprop_explorer.engine.fast.layers.tournament import challenges, shares
from backprop_explorer.engine.fast.steps import Step
from backprop_explorer.engine.types import Array

CACHE = 500_000
"""Bytes that can be worked with and stay in the processor's cache; many have twice as many."""


class Room:
    """Arrays to work in, of K pooling windows side by side; each has size × size positions.

    columns: (size, size, K, C·FH·FW + 1, N), with a 1, for b, below every window
    z, later dz: (size, size, K, F, N)
    """

    def __init__(self, W_and_b: Array, size: int, K: int, n: int) -> None:
        filters, features = W_and_b.shape
        self.W_and_b = W_and_b
        self.size = size
        self.columns = np.ones((size, size, K, features, n), W_and_b.dtype)
        self.z = np.empty((size, size, K, filters, n), W_and_b.dtype)


class FewWindows:
    """K pooling windows side by side, and what belongs to their positions in larger arrays.

    windows: (size, K·size, C, FH, FW, N)    dW: (size, K·size, F, C·FH·FW)    db: (size, K·size, F)
    """

    def __init__(self, room: Room, windows: Array, dW: Array, db: Array) -> None:
        self.room = room
        self.windows, self.dW, self.db = (by_place(array, room.size) for array in (windows, dW, db))
        self.z = room.z.reshape(-1, *room.z.shape[2:])
        self.won = np.empty(self.z.shape, bool)

    def copy(self) -> Step:
        """Fills the columns."""
        pixels = self.room.columns[..., :-1, :].reshape(self.windows.shape)
        return partial(np.copyto, pixels, self.windows)

    def sums(self) -> Iterator[Step]:
        """From the windows to z."""
        yield self.copy()
        yield partial(np.matmul, self.room.W_and_b, self.room.columns, self.room.z)

    def largest(self, a: Array) -> Iterator[Step]:
        """From z to a, (K, F, N)."""
        yield from challenges(self.z, self.won, a)

    def gradients(self, da: Array) -> Iterator[Step]:
        """From da, (K, F, N), to dW and db at every position."""
        room = self.room
        yield from shares(da, self.won, self.z)
        yield self.copy()
        yield partial(np.matmul, room.z, room.columns[..., :-1, :].swapaxes(-1, -2), self.dW)
        yield partial(np.add.reduce, room.z, -1, None, self.db)


def by_place(positions: Array, size: int) -> Array:
    """(size, K·size, …) to (size, size, K, …): first all that are at a window's first place, …"""
    return positions.reshape(size, -1, size, *positions.shape[2:]).swapaxes(1, 2)


def how_many(W_and_b: Array, size: int, n: int) -> int:
    """How many pooling windows to take: as many as stay in the cache, or one."""
    numbers = size * size * sum(W_and_b.shape) * n
    return max(1, CACHE // (numbers * W_and_b.itemsize))

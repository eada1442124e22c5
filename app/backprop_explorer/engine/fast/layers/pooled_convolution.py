"""The twin of a Convolution, a Relu and a MaxPooling in a row, at the start of a network."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import product
from typing import Any, NamedTuple

import numpy as np

from backprop_explorer.engine.fast.layers.few_windows import FewWindows, Room, how_many
from backprop_explorer.engine.fast.layers.flatten import filling
from backprop_explorer.engine.fast.steps import FastLayer, Step
from backprop_explorer.engine.layers import Convolution, MaxPooling
from backprop_explorer.engine.types import Array, Shape


class Part(NamedTuple):
    """A few pooling windows of one row, and where they are."""

    windows: FewWindows
    in_a: tuple[slice, int, slice]
    """In arrays (F, PH, PW, N)."""
    in_z: tuple[slice, slice]
    """In arrays (OH, OW, …)."""


class PooledConvolution(FastLayer):
    """a = the largest max(W·window + b, 0) in every pooling window: three layers in one.

    x: (N, C, H, W)    windows: (OH, OW, C, FH, FW, N)    a: (N, F, PH, PW)

    It takes a few pooling windows at a time, of all pictures, so that z and dz never leave the
    cache. As in the plain layer, every position has its own products, and the sums of all are made
    at the end.

    b is a last column of W, and below every window is a 1 for it. As in FoldedAffine, that no bit
    changes has to be tried out.
    """

    wants_dy = True

    def __init__(
        self,
        layer: Convolution,
        pooling: MaxPooling,
        x_shape: Shape,
        dtype: np.dtype[Any],
        turned: bool = False,
    ) -> None:
        """For pooling windows that follow each other without a gap and do not overlap.

        `turned`: whether a number of all pictures lies together in y and dy, too.
        """
        self.layer = layer
        n, channels, height, width = x_shape
        around = 2 * layer.windows.padding
        pixels = np.zeros((channels, height + around, width + around, n), dtype)
        padded = pixels.transpose(3, 0, 1, 2)
        self.x = layer.windows.cropped(padded)
        self.windows = layer.windows.cut(padded).transpose(2, 3, 1, 4, 5, 0)

        filters, down, across = layer.output_shape(x_shape[1:])
        self.W_and_b = np.empty((filters, layer.W[0].size + 1), dtype)
        self.dW = np.zeros((down, across, filters, layer.W[0].size), dtype)
        self.db = np.zeros((down, across, filters), dtype)
        self.pooled = np.empty((*pooling.output_shape((filters, down, across)), n), dtype)
        y = self.pooled.transpose(3, 0, 1, 2)
        self.y = y if turned else np.empty(y.shape, dtype)
        self.size = pooling.windows.height
        self.parts = list(self.divided())

    def divided(self) -> Iterator[Part]:
        """All pooling windows, a few of a row at a time. Parts of one width share a room."""
        size = self.size
        _, down, across, n = self.pooled.shape
        few = how_many(self.W_and_b, size, n)
        rooms: dict[int, Room] = {}
        for row, start in product(range(down), range(0, across, few)):
            end = min(start + few, across)
            width = end - start
            if width not in rooms:
                rooms[width] = Room(self.W_and_b, size, width, n)
            in_z = slice(row * size, (row + 1) * size), slice(start * size, end * size)
            arrays = self.windows[in_z], self.dW[in_z], self.db[in_z]
            yield Part(
                FewWindows(rooms[width], *arrays), (slice(None), row, slice(start, end)), in_z
            )

    def forward(self) -> Sequence[Step]:
        steps = [*self.preparation()]
        for part in self.parts:
            steps += part.windows.sums()
            steps += part.windows.largest(self.pooled[part.in_a].swapaxes(0, 1))
        return [*steps, *filling(self.y, self.pooled.transpose(3, 0, 1, 2))]

    def preparation(self) -> Iterator[Step]:
        """W and b together."""
        layer = self.layer
        yield partial(np.copyto, self.W_and_b[:, :-1], layer.W.reshape(len(layer.W), -1))
        yield partial(np.copyto, self.W_and_b[:, -1], layer.b)

    def backward(self, dy: Array, wanted: bool) -> Sequence[Step]:
        layer = self.layer
        da = dy.transpose(1, 2, 3, 0)
        steps: list[Step] = []
        if not da.flags.c_contiguous:
            da = np.empty_like(self.pooled)
            steps.append(partial(np.copyto, da, dy.transpose(1, 2, 3, 0)))
        for part in self.parts:
            steps += part.windows.gradients(da[part.in_a].swapaxes(0, 1))
        return [
            *steps,
            partial(np.add.reduce, self.dW, (0, 1), None, layer.dW.reshape(self.dW.shape[2:])),
            partial(np.add.reduce, self.db, (0, 1), None, layer.db),
        ]

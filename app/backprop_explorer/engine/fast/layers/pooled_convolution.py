"""The twin of a Convolution, a Relu and a MaxPooling in a row, at the start of a network."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from operator import setitem
from typing import NamedTuple

import numpy as np

from backprop_explorer.engine.fast.layers import few_pictures
from backprop_explorer.engine.fast.layers.few_pictures import FewPictures
from backprop_explorer.engine.fast.steps import FastLayer, Step
from backprop_explorer.engine.layers import Convolution, MaxPooling
from backprop_explorer.engine.types import Array


class Part(NamedTuple):
    """A few of the pictures, and where they are worked on."""

    pictures: slice
    room: FewPictures
    place: Array


class PooledConvolution(FastLayer):
    """a = the largest max(W·window + b, 0) in every pooling window: three layers in one.

    x: (N, C, H, W)    z: (F, N, OH, OW)    a: (N, F, PH, PW)

    Forward takes a few pictures at a time. Backward, a gradient goes to the pixel of z that was the
    largest, and all others are 0. dz lies in memory as in the plain layer, and its product with the
    windows is the plain layer's.

    b is a last column of W. As in FoldedAffine, that no bit changes has to be tried out.
    """

    wants_dy = True

    def __init__(self, layer: Convolution, pooling: MaxPooling, x: Array) -> None:
        """For pooling windows that follow each other without a gap and do not overlap."""
        self.layer = layer
        self.x = x
        self.size = pooling.windows.height
        self.padded = layer.windows.padded(x)
        self.windows = layer.windows.cut(self.padded)
        n, _, rows, columns, _, _ = self.windows.shape
        filters = len(layer.W)
        self.y = np.empty((n, *pooling.output_shape((filters, rows, columns))), x.dtype)
        self.dz = np.empty((filters, n, rows, columns), x.dtype)
        self.columns = np.empty((*layer.W.shape[1:], n, rows, columns), x.dtype)
        self.W_and_b = np.empty((filters, layer.W[0].size + 1), x.dtype)
        self.parts = list(self.divided())

    def divided(self) -> Iterator[Part]:
        """The pictures, a few at a time. Parts of one length share a room."""
        n, grid = len(self.y), self.y.shape[2:]
        rooms: dict[int, FewPictures] = {}
        few = few_pictures.how_many(self.W_and_b, grid)
        for start in range(0, n, few):
            pictures = slice(start, min(start + few, n))
            number = pictures.stop - start
            if number not in rooms:
                rooms[number] = FewPictures(self.size, grid, self.W_and_b, number)
            place = np.empty(rooms[number].largest.shape, np.uint8)
            yield Part(pictures, rooms[number], place)

    def forward(self) -> Sequence[Step]:
        steps = [*self.preparation()]
        for part in self.parts:
            steps += self.pooling(part)
        return steps

    def preparation(self) -> Iterator[Step]:
        """W and b together, and all windows."""
        layer = self.layer
        if self.padded is not self.x:
            yield partial(np.copyto, layer.windows.cropped(self.padded), self.x)
        yield partial(np.copyto, self.columns, self.windows.transpose(1, 4, 5, 0, 2, 3))
        yield partial(np.copyto, self.W_and_b[:, :-1], layer.W.reshape(len(layer.W), -1))
        yield partial(np.copyto, self.W_and_b[:, -1], layer.b)

    def pooling(self, part: Part) -> Iterator[Step]:
        """From the windows of a few pictures to what is largest, and at which place."""
        return part.room.steps(self.windows[part.pictures], part.place, self.y[part.pictures])

    def backward(self, dy: Array, wanted: bool) -> Sequence[Step]:
        dz = self.dz.reshape(len(self.dz), -1)
        columns = self.columns.reshape(-1, dz.shape[1])
        dW = self.layer.dW.reshape(len(dz), -1)
        alive, zeros, da = np.empty_like(self.y, bool), np.zeros_like(self.y), np.empty_like(self.y)
        return [
            partial(np.greater, self.y, zeros, alive),
            partial(np.multiply, dy, alive, da),
            partial(self.dz.fill, 0),
            *self.put_back(da),
            partial(dz.dot, columns.T, dW),
            partial(np.add.reduce, dz, 1, None, self.layer.db),
        ]

    def put_back(self, da: Array) -> Iterator[Step]:
        """Every gradient to its pixel."""
        columns = self.dz.shape[3]
        from_corner = np.array(
            [row * columns + column for row, column in np.ndindex(self.size, self.size)]
        )
        dz = self.dz.reshape(-1)
        for part in self.parts:
            by_filter = da[part.pictures].swapaxes(0, 1)
            gradients = np.empty(by_filter.shape, da.dtype)
            corners = self.corners(part.pictures)
            pixels = np.empty_like(corners)
            yield partial(from_corner.take, part.place, None, pixels, "clip")
            yield partial(np.add, corners, pixels, pixels)
            yield partial(np.copyto, gradients, by_filter)
            yield partial(setitem, dz, pixels, gradients.reshape(pixels.shape))

    def corners(self, pictures: slice) -> Array:
        """(F, n·PH·PW): which number of dz is the first of each pooling window, for n pictures."""
        filters, n, rows, columns = self.dz.shape
        _, _, down, across = self.y.shape
        starts = np.arange(filters * n).reshape(filters, n, 1, 1)[:, pictures] * (rows * columns)
        picture = np.arange(rows * columns).reshape(rows, columns)
        first = picture[:: self.size, :: self.size][:down, :across]
        return (starts + first).reshape(filters, -1)

"""Convolution: the same small filters look at every part of a picture."""

from __future__ import annotations

import numpy as np

from backprop_explorer.engine.errors import ShapeMismatch
from backprop_explorer.engine.layers.layer import Layer
from backprop_explorer.engine.layers.windows import Windows
from backprop_explorer.engine.types import Array, Shape


class Convolution(Layer):
    """z = W·window + b at every window of the pictures, for each of F filters.

    x: (N, C, H, W)    W: (F, C, FH, FW)    b: (F,)    z: (N, F, OH, OW)

    OH is (H + 2·padding − FH) / stride + 1, rounded down, and OW alike. As everywhere in deep
    learning the filters are not flipped: to a mathematician this is a cross-correlation.

    Every window becomes a column of one large matrix (the textbook's im2col, transposed) and every
    filter a row of another, so that all weighted sums are one matrix product.
    """

    parameters = ("W", "b")

    def __init__(self, W: Array, b: Array, stride: int = 1, padding: int = 0) -> None:
        """W and b are kept, not copied: a change in place is a change of the layer.

        `stride`: pixels between windows; `padding`: zeros around the pictures.
        Raises ShapeMismatch if b does not have one number per filter, or InvalidSetting.
        """
        if W.ndim != 4 or b.shape != W.shape[:1]:
            raise ShapeMismatch(
                f"W of shape {W.shape} and b of shape {b.shape} do not make a convolution: W needs "
                "the shape (filters, channels, height, width) and b the shape (filters,)."
            )
        self.W = W
        self.b = b
        height, width = W.shape[2:]
        self.windows = Windows(height, width, stride, padding)

    def forward(self, x: Array) -> Array:
        self.x_shape = x.shape
        padded = self.windows.padded(x)
        windows = self.windows.cut(padded)
        n, _, rows, columns, _, _ = windows.shape
        self.columns = as_columns(windows)
        filters = self.W.reshape(len(self.W), -1)
        z = (filters @ self.columns + self.b.reshape(-1, 1)).reshape(-1, n, rows, columns)
        return z.swapaxes(0, 1)

    def backward(self, dz: Array) -> Array | None:
        dz_rows = dz.swapaxes(0, 1).reshape(len(self.W), -1)
        self.dW = (dz_rows @ self.columns.T).reshape(self.W.shape)
        self.db = dz_rows.sum(axis=1)
        if not self.needs_dx:
            return None
        return self.gradient_to_pixels(dz)

    def gradient_to_pixels(self, dz: Array) -> Array:
        """dx: a pixel was in up to FH · FW windows, each time under another weight.

        Around a pixel these windows lie the other way round: the one that begins furthest to the
        left has the pixel under its rightmost weight. So dx is a convolution too: of dz, spread
        out to where its windows began, with filters that are flipped.
        """
        n, channels, height, width = self.x_shape
        flipped = self.W[:, :, ::-1, ::-1].swapaxes(0, 1).reshape(channels, -1)
        windows = Windows(self.windows.height, self.windows.width).cut(self.spread(dz))
        dz_columns = as_columns(windows)
        dx = (flipped @ dz_columns).reshape(channels, n, height, width)
        return dx.swapaxes(0, 1)

    def spread(self, dz: Array) -> Array:
        """dz with zeros between, where the stride skipped pixels, and around.

        (N, F, OH, OW) to (N, F, H + FH − 1, W + FW − 1). The pixel in row h was in windows that
        begin in rows h + padding − FH + 1 to h + padding; here they are rows h to h + FH − 1.
        """
        n, filters, rows, columns = dz.shape
        height, width = self.x_shape[2:]
        stride, padding = self.windows.stride, self.windows.padding
        top, left = self.windows.height - 1, self.windows.width - 1
        spread = np.zeros(
            (n, filters, height + 2 * padding + top, width + 2 * padding + left), dz.dtype
        )
        down = slice(top, top + stride * rows, stride)
        across = slice(left, left + stride * columns, stride)
        spread[:, :, down, across] = dz
        return self.windows.cropped(spread)

    def output_shape(self, input_shape: Shape) -> Shape:
        filters, channels = self.W.shape[:2]
        grid = self.windows.grid(input_shape)
        if input_shape[0] != channels:
            raise ShapeMismatch(
                f"an input of shape {input_shape} has {input_shape[0]} channels, but the filters "
                f"of W, of shape {self.W.shape}, take {channels}: both need the same."
            )
        return (filters, *grid)


def as_columns(windows: Array) -> Array:
    """(N, C, OH, OW, FH, FW) to (C·FH·FW, N·OH·OW): each window in a column.

    In a row, as the textbook has it, a window would be copied a few pixels at a time; along the
    pictures whole rows are, which takes a quarter of the time.
    """
    channels, height, width = (windows.shape[axis] for axis in (1, 4, 5))
    return windows.transpose(1, 4, 5, 0, 2, 3).reshape(channels * height * width, -1)

"""Convolution: the same small filters look at every part of a picture."""

from __future__ import annotations

import numpy as np

from backprop_explorer.engine.errors import ShapeMismatch
from backprop_explorer.engine.layers.layer import Layer
from backprop_explorer.engine.layers.windows import Windows, side_by_side
from backprop_explorer.engine.types import Array, Shape


class Convolution(Layer):
    """z = W·window + b at every window of the pictures, for each of F filters.

    x: (N, C, H, W)    W: (F, C, FH, FW)    b: (F,)    z: (N, F, OH, OW)

    OH is (H + 2·padding − FH) / stride + 1, rounded down, and OW alike. As everywhere in deep
    learning the filters are not flipped: to a mathematician this is a cross-correlation.

    It is an Affine layer that looks at one window after the other. There, the window of every
    picture becomes a column of a matrix (the textbook's im2col, transposed and cut into positions)
    and every filter a row of another, so that all weighted sums are one matrix product.
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
        self.columns = as_columns(self.windows.cut(side_by_side(padded)))
        filters = self.W.reshape(len(self.W), -1)
        z = filters @ self.columns + self.b.reshape(-1, 1)
        return z.transpose(3, 2, 0, 1)

    def backward(self, dz: Array) -> Array | None:
        dz_by_position = np.ascontiguousarray(dz.transpose(2, 3, 1, 0))
        dW_by_position = dz_by_position @ self.columns.swapaxes(2, 3)
        self.dW = dW_by_position.sum(axis=(0, 1)).reshape(self.W.shape)
        self.db = dz_by_position.sum(axis=(0, 1, 3))
        if not self.needs_dx:
            return None
        return self.gradient_to_pixels(dz)

    def gradient_to_pixels(self, dz: Array) -> Array:
        """dx: a pixel was in up to FH · FW windows, each time under another weight.

        Around a pixel these windows lie the other way round: the one that begins furthest to the
        left has the pixel under its rightmost weight. So dx is a convolution too: of dz, spread
        out to where its windows began, with filters that are flipped.
        """
        flipped = self.W[:, :, ::-1, ::-1].swapaxes(0, 1).reshape(self.x_shape[1], -1)
        windows = Windows(self.windows.height, self.windows.width)
        dz_columns = as_columns(windows.cut(side_by_side(self.spread(dz))))
        dx = flipped @ dz_columns
        return dx.transpose(3, 2, 0, 1)

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
    """(N, C, OH, OW, FH, FW) to (OH, OW, C·FH·FW, N): at each position, a window in a column.

    In a row, as the textbook has it, a window would be copied a few pixels at a time. With the
    pictures side by side in memory, many are.
    """
    n, channels, down, across, height, width = windows.shape
    by_position = windows.transpose(2, 3, 1, 4, 5, 0)
    return by_position.reshape(down, across, channels * height * width, n)

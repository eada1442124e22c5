"""Pooling: every small window of a picture becomes one number, and the picture smaller."""

from __future__ import annotations

from math import inf, prod

import numpy as np

from backprop_explorer.engine.errors import InvalidSetting
from backprop_explorer.engine.layers.layer import Layer
from backprop_explorer.engine.layers.windows import Windows
from backprop_explorer.engine.types import Array, Shape


class Pooling(Layer):
    """What pooling layers have in common: windows on each channel of (N, C, H, W), on its own."""

    def __init__(self, size: int = 2, stride: int | None = None, padding: int = 0) -> None:
        """`size`: of a window, which is square; `stride`: pixels between windows, None for `size`.

        `padding`: pixels around the pictures, at most half a window, so that every window holds
        something of the picture. Raises InvalidSetting.
        """
        self.windows = Windows(size, size, size if stride is None else stride, padding)
        if padding > size // 2:
            raise InvalidSetting(
                f"A padding of {padding} around windows of {size} × {size} is not possible: some "
                f"windows would hold nothing else. Take at most half a window, {size // 2}."
            )

    def places(self, x: Array, fill: float = 0) -> Array:
        """(size², N, C, OH, OW): what stands at each place of every window, `fill` in padding.

        A window's numbers are first all windows' first, then all windows' second, …: NumPy compares
        and adds a few large arrays much faster than many small windows.
        """
        padded = self.windows.padded(x, fill)
        self.padded_shape = padded.shape
        return by_place(self.windows.cut(padded))

    def numbered_pixels(self) -> Array:
        """The windows of pictures whose pixels are their own numbers: 0, 1, 2, … on to the last."""
        return self.windows.cut(np.arange(prod(self.padded_shape)).reshape(self.padded_shape))

    def put_back(self, gradients: Array, pixels: Array) -> Array:
        """dx: each gradient is added to the pixel with its number; windows may share pixels."""
        pixels = pixels.reshape(-1)
        gradients = gradients.reshape(-1)
        dx = np.zeros(self.padded_shape, gradients.dtype)
        np.add.at(dx.reshape(-1), pixels, gradients)
        return self.windows.cropped(dx)

    def output_shape(self, input_shape: Shape) -> Shape:
        return (*input_shape[:1], *self.windows.grid(input_shape))


class MaxPooling(Pooling):
    """a = the largest number of every window: (N, C, H, W) to (N, C, OH, OW).

    OH is (H + 2·padding − size) / stride + 1, rounded down, and OW alike. The whole gradient goes
    to where that number stood, and where several were equal, to the first of them. In `place`, (N,
    C, OH, OW), is which of its window's size² numbers it was, counted row by row from 0.
    """

    def forward(self, x: Array) -> Array:
        places = self.places(x, fill=-inf)
        a = places.max(axis=0)
        self.place = places.argmax(axis=0)
        return a

    def backward(self, da: Array) -> Array:
        # A place is as far from its window's corner in all windows: 0, 1, width, width + 1.
        numbered = self.numbered_pixels()
        corner = numbered[..., 0, 0]
        from_corner = numbered[0, 0, 0, 0].reshape(-1)
        dx = self.put_back(da, corner + from_corner[self.place])
        return dx


class AveragePooling(Pooling):
    """a = the mean of every window: (N, C, H, W) to (N, C, OH, OW).

    OH is (H + 2·padding − size) / stride + 1, rounded down, and OW alike. Zeros that were put
    around count as numbers of the window. Each of the size² numbers gets an equal share of the
    gradient.
    """

    def forward(self, x: Array) -> Array:
        a = self.places(x).mean(axis=0)
        return a

    def backward(self, da: Array) -> Array:
        pixels = by_place(self.numbered_pixels())
        share = da / len(pixels)
        dx = self.put_back(np.broadcast_to(share, pixels.shape), pixels)
        return dx


def by_place(windows: Array) -> Array:
    """(N, C, OH, OW, size, size) to (size², N, C, OH, OW)."""
    return windows.transpose(4, 5, 0, 1, 2, 3).reshape(-1, *windows.shape[:4])

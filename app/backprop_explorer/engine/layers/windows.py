"""Windows: how convolution and pooling look at a picture, a small part of it at a time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from backprop_explorer.engine.errors import InvalidSetting, ShapeMismatch
from backprop_explorer.engine.types import Array, Shape


@dataclass(frozen=True)
class Windows:
    """A window of some size that is moved over a picture, `stride` pixels at a time.

    `padding`: how many pixels are put around the picture first. A window that would reach beyond
    the right or the lower edge is left out.
    """

    height: int
    width: int
    stride: int = 1
    padding: int = 0

    def __post_init__(self) -> None:
        """Raises InvalidSetting for windows that cannot be."""
        if not is_whole(self.height, least=1) or not is_whole(self.width, least=1):
            raise InvalidSetting(
                f"A window of {self.height} × {self.width} pixels is not possible: take whole "
                "numbers of 1 or more, such as 3 × 3."
            )
        if not is_whole(self.stride, least=1):
            raise InvalidSetting(
                f"A stride of {self.stride} is not possible: it is how many pixels the window is "
                "moved at a time, so take a whole number of 1 or more."
            )
        if not is_whole(self.padding, least=0):
            raise InvalidSetting(
                f"A padding of {self.padding} is not possible: it is how many pixels are put "
                "around the picture, so take a whole number of 0 or more."
            )

    def padded(self, pictures: Array, fill: float = 0) -> Array:
        """(N, C, H, W) with `padding` pixels of `fill` on each side; the same array if it is 0."""
        around = self.padding
        if not around:
            return pictures
        sides = ((0, 0), (0, 0), (around, around), (around, around))
        return np.pad(pictures, sides, constant_values=fill)

    def cropped(self, padded: Array) -> Array:
        """The pictures again, without the pixels around: a view."""
        height, width = padded.shape[2:]
        around = self.padding
        return padded[:, :, around : height - around, around : width - around]

    def cut(self, padded: Array) -> Array:
        """All windows of padded pictures: (N, C, OH, OW, height, width).

        They overlap, and none is copied: this is a view of the pictures.
        """
        windows = sliding_window_view(padded, (self.height, self.width), axis=(2, 3))
        return windows[:, :, :: self.stride, :: self.stride]

    def grid(self, input_shape: Shape) -> Shape:
        """(OH, OW): how many windows there are, down and across, in a picture (C, H, W).

        Raises ShapeMismatch for an input that is no picture, or smaller than one window.
        """
        if len(input_shape) != 3:
            raise ShapeMismatch(
                f"an input of shape {input_shape} is no picture: windows of {self.height} × "
                f"{self.width} are cut from the shape (channels, height, width), such as "
                "(1, 28, 28)."
            )
        height, width = (length + 2 * self.padding for length in input_shape[1:])
        if height < self.height or width < self.width:
            raise ShapeMismatch(
                f"an input of shape {input_shape} with a padding of {self.padding} is "
                f"{height} × {width} pixels, too small for a window of {self.height} × "
                f"{self.width}: the input has to be larger, or the window smaller."
            )
        return (
            (height - self.height) // self.stride + 1,
            (width - self.width) // self.stride + 1,
        )


def side_by_side(pictures: Array) -> Array:
    """The same (N, C, H, W), but in memory a pixel of all pictures comes before the next pixel.

    What is copied from a row of one picture is then copied from all of them at once.
    """
    pixels_first = pictures.transpose(1, 2, 3, 0).copy()
    return pixels_first.transpose(3, 0, 1, 2)


def is_whole(number: int, least: int) -> bool:
    return isinstance(number, int | np.integer) and number >= least

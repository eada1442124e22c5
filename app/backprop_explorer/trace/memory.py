"""Which arrays are windows on the same memory, and which version of it each of them shows.

A transpose, a slice or `x.reshape(…)` is not a new array but another window on memory that some
array owns. A write through any window changes what all of them show. So the recorder keeps one
`Memory` per block of numbers, with the value that is its present version, and one value per window
on that version. A write closes the version: its numbers are copied aside, every value of it is
pointed at the copy, and a new version begins.
"""

from __future__ import annotations

import ctypes
from typing import Any

import numpy as np
from numpy.lib.array_utils import byte_bounds
from numpy.lib.stride_tricks import as_strided

from backprop_explorer.trace.model import Array

# What stands between an array and its `as_strided` or `sliding_window_view`.
_Strided = type(as_strided(np.empty(1)).base)

Geometry = tuple[int, tuple[int, ...], tuple[int, ...], np.dtype[Any]]


class Memory:
    """A block of numbers, the array that spans it, and the values that show its present version.

    `maker` is the layer that last wrote it (None: it was there before the recording); `recording`
    is a token of the recording it belongs to; `released` once code beyond it may hold the array;
    `first` is the value that showed its first version.
    """

    __slots__ = "first maker owner recording released value views writes".split()

    def __init__(self, owner: Array, value: int, maker: str | None, recording: object) -> None:
        self.owner = owner
        self.value = self.first = value
        self.maker = maker
        self.recording = recording
        self.released = False
        self.views: dict[Geometry, int] = {}
        self.writes = 0

    def spans(self, array: Array) -> bool:
        """Whether all of `array`, which has the same root as the owner, lies in this block."""
        if self.owner.base is None:
            return True
        (low, high), (first, end) = byte_bounds(self.owner), byte_bounds(array)
        return low <= first and end <= high

    def is_all_of(self, array: Array) -> bool:
        """Whether `array` is the owner's own window: the same numbers in the same shape."""
        owner = self.owner
        if array is owner:
            return True
        same = array.shape == owner.shape and array.strides == owner.strides
        return same and geometry(array) == geometry(owner)

    def begin_version(self, value: int, maker: str) -> None:
        self.value = value
        self.maker = maker
        self.views.clear()
        self.writes += 1

    def copies(self) -> dict[int, Array]:
        """The present version's values by id, each as the same window on a copy of the numbers."""
        if not self.views:
            return {self.value: self.owner.copy(order="K")}
        windows = {self.value: geometry(self.owner)}
        windows.update((value, window) for window, value in self.views.items())
        if self.owner.dtype.hasobject:  # references must be counted, so no copying of bytes
            return dict.fromkeys(windows, self.owner.copy())
        low, high = byte_bounds(self.owner)
        block = ctypes.string_at(low, high - low)
        return {
            value: np.ndarray(shape, dtype, block, address - low, strides)
            for value, (address, shape, strides, dtype) in windows.items()
        }


def geometry(array: Array) -> Geometry:
    """Where a window begins, its shape, its strides and its type: equal for equal windows."""
    return array.__array_interface__["data"][0], array.shape, array.strides, array.dtype


def root(array: Array) -> Array:
    """The array at the end of the chain of views: the one that owns the memory."""
    base: Any = array.base
    while base is not None:
        if isinstance(base, np.ndarray):
            array = base
        elif not isinstance(base, _Strided):  # foreign memory: a buffer, a file
            break
        base = base.base
    return array

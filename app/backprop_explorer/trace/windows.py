"""Windows on a block of numbers, and the same windows on a copy of the block."""

from __future__ import annotations

import ctypes
from typing import Any

import numpy as np
from numpy.lib.array_utils import byte_bounds
from numpy.lib.stride_tricks import as_strided

from backprop_explorer.trace.model import Array

# Where a window begins, its shape, its strides and its type.
Geometry = tuple[int, tuple[int, ...], tuple[int, ...], np.dtype[Any]]


def geometry(array: Array) -> Geometry:
    """Equal for equal windows."""
    return array.__array_interface__["data"][0], array.shape, array.strides, array.dtype


def extent(owner: Array) -> tuple[int, int]:
    """Where the block begins that an array spans, and how many bytes it has."""
    low, high = byte_bounds(owner)
    return low, high - low


def copied(owner: Array, low: int, size: int) -> Array:
    """A copy of a block as a row of bytes, or of objects, whose references must be counted."""
    if owner.dtype.hasobject:
        block = np.empty(size // owner.itemsize, owner.dtype)
        window_on(block, low, geometry(owner))[...] = owner
    else:
        block = np.empty(size, np.uint8)
        ctypes.memmove(block.__array_interface__["data"][0], low, size)
    return block


def window_on(block: Array, low: int, window: Geometry) -> Array:
    address, shape, strides, dtype = window
    if dtype.hasobject:
        return as_strided(block[(address - low) // dtype.itemsize :], shape, strides)
    return np.ndarray(shape, dtype, block, address - low, strides)

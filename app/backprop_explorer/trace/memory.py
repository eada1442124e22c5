"""Which arrays are windows on the same memory, and which version of it each of them shows.

A transpose, a slice or `x.reshape(…)` is not a new array but another window on memory that some
array owns. A write through any window changes what all of them show. So the recorder keeps one
`Memory` per block of numbers, with the value that is its present version, and one value per window
on that version. A write begins a new version; how the old one stays readable is the business of
`versions.py`.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.lib.array_utils import byte_bounds
from numpy.lib.stride_tricks import as_strided

from backprop_explorer.trace.model import Array
from backprop_explorer.trace.versions import Past, Replaced, Stretch
from backprop_explorer.trace.windows import Geometry, extent, geometry

# What stands between an array and its `as_strided` or `sliding_window_view`.
_Strided = type(as_strided(np.empty(1)).base)


class Memory:
    """A block of numbers, the array that spans it, and the values that show its present version.

    `maker` is the layer that last wrote it (None: it was there before the recording); `recording`
    is a token of the recording it belongs to; `released` once code beyond it may hold the array;
    `first` is the value that showed its first version. `stretches` keep its old versions, and when
    it is `settled` they or its `copy` the present one too.
    """

    __slots__ = (
        *("_geometry", "copy", "first", "maker", "owner", "recording", "released", "settled"),
        *("stretches", "value", "views", "whole_only", "writes"),
    )

    def __init__(self, owner: Array, value: int, maker: str | None, recording: object) -> None:
        self.owner = owner
        self.value = self.first = value
        self.maker = maker
        self.recording = recording
        self.released = False
        self.views: dict[Geometry, int] = {}
        self.writes = 0
        self.stretches: list[Stretch] = []
        self.settled = self.whole_only = False
        self.copy: Array | None = None
        self._geometry: Geometry | None = None

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
        return same and geometry(array) == self._whole()

    def about_to_write(self, window: Array, key: Any) -> Replaced | None:
        """What is to be given to `begin_version` once the write has been done."""
        stretch = self._stretch()
        before = None if self.whole_only else stretch.about_to_write(window, key)
        if before is None:
            stretch.close()
        return before

    def begin_version(self, before: Replaced | None, value: int, maker: str) -> None:
        """A write has been done, which replaced `before`."""
        if before is not None:
            self._stretch().writes.append(before)
        self.value = value
        self.maker = maker
        self.views.clear()
        self.writes += 1

    def keep_whole(self) -> None:
        """Undoing the writes that are seen may not lead back to what was."""
        self._stretch().close()
        self.whole_only = True

    def settle(self) -> None:
        """Keep the present version too: the recording is over, and others go on writing."""
        goes_on = bool(self.stretches) and self.stretches[-1].owner is not None
        if self.views or goes_on or not self.owner.flags.forc:
            self._stretch().close()
        else:  # most arrays are not looked at in parts and never written to
            self.copy = self.owner.copy("K")
        self.settled = True

    def numbers(self, version: int, window: Array) -> Array | Past:
        """The numbers of a version in this window, whatever has been written since."""
        if version == self.writes:
            if not self.settled:
                return window
            if self.copy is not None:
                return self.copy
        place = self._whole() if window is self.owner else geometry(window)
        for stretch in reversed(self.stretches):
            if stretch.first <= version:
                return Past(stretch, version, place)
        raise AssertionError("the first stretch begins with the first version")

    def _stretch(self) -> Stretch:
        """The one that goes on to the present."""
        stretches = self.stretches
        if not stretches or stretches[-1].owner is None:
            owner = self.owner
            whole = (self._whole()[0], owner.nbytes) if owner.flags.forc else extent(owner)
            stretches.append(Stretch(owner, self.writes, *whole))
        return stretches[-1]

    def _whole(self) -> Geometry:
        """The owner's own window: asked for often, and slow to find out."""
        if self._geometry is None:
            self._geometry = geometry(self.owner)
        return self._geometry


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

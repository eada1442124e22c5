"""The versions of a block of numbers: what each write replaced, so that it can be undone.

A loop that fills an array writes into it thousands of times, a few numbers at a time, and to copy
the whole block before each write would cost a thousand times what is written. So only the numbers
that a write replaces are put aside, with the place where they stood. An old version is found when
somebody looks at it: a copy of the block is led back, write by write, to what it was then.

Undoing a write exchanges numbers: the block gets the old ones, the note of the write the new ones.
So the same copy can be led forth again, and stepping through a loop, back or forth, costs one
exchange for each step and not the whole way from the end. What is given out is a copy of that copy
and never changes. It lives for as long as somebody holds it, and the last few a little longer,
since who looks at one number mostly looks at its neighbours next.

A write that replaces most of the block (`W -= lr * dW`) is not worth an undo: the block is copied
whole, as it stands. That ends a *stretch*: the versions that are led back from one copy.
"""

from __future__ import annotations

from collections import deque
from copy import deepcopy
from threading import Lock
from types import EllipsisType, NoneType
from typing import Any, NamedTuple
from weakref import WeakValueDictionary

import numpy as np

from backprop_explorer.trace.model import Array
from backprop_explorer.trace.windows import Geometry, copied, geometry, window_on

_UNCHANGING = (int, slice, EllipsisType, NoneType, np.generic)
_one_at_a_time = Lock()  # a stretch has one copy that is led to and fro
_looked_at_last: deque[Array] = deque(maxlen=4)


class Replaced(NamedTuple):
    """The numbers that stood at `window[key]` before a write (after it, once it is undone)."""

    window: Geometry
    key: Any
    numbers: Any


class Stretch:
    """Versions of a block from `first` on, each made from the one before by a note in `writes`.

    While `owner` spans the last of them, that is still the present; when the stretch is over, the
    last version's numbers are in `_end`.
    """

    __slots__ = "_copy _end _given _stands first low owner size writes".split()

    def __init__(self, owner: Array, first: int, low: int, size: int) -> None:
        self.owner: Array | None = owner
        self.first = first
        self.low, self.size = low, size
        self._end = owner
        self.writes: list[Replaced] = []
        self._copy: Array | None = None
        self._stands = -1  # the version that the copy has been led to
        self._given: WeakValueDictionary[int, Array] | None = None

    def about_to_write(self, window: Array, key: Any) -> Replaced | None:
        """What a write to `window[key]` is going to replace; None if that is most of the block."""
        if window.dtype.hasobject or (key is ... and window.nbytes * 2 >= self.size):
            return None
        try:
            part = window[key]
        except IndexError:  # the write itself is about to say so
            return None
        if part.nbytes * 2 >= self.size:
            return None
        numbers = part if part.base is None else part.copy()
        return Replaced(geometry(window), _kept(key), numbers)

    def close(self) -> None:
        """The block is going to change beyond what can be undone: keep it as it is."""
        if self.owner is not None:
            # Its bytes are needed only when somebody looks at them, and to copy is quicker.
            whole = self.owner.flags.forc
            self._end = self.owner.copy("K") if whole else copied(self.owner, self.low, self.size)
            self.owner = None

    def numbers(self, version: int) -> Array:
        """The block as it was in a version; it never changes."""
        version -= self.first
        if version == len(self.writes) and self.owner is None:
            return self._last()
        with _one_at_a_time:
            if self._given is None:
                self._given = WeakValueDictionary()
            block = self._given.get(version)
            if block is None:
                block = self._given[version] = self._led_to(version).copy()
                block.setflags(write=False)
            if not any(block is other for other in _looked_at_last):
                _looked_at_last.append(block)
            return block

    def _led_to(self, version: int) -> Array:
        if self._copy is None:
            self._copy = self._last().copy()
            self._stands = len(self.writes)
        while self._stands > version:
            self._stands -= 1
            self._exchange(self._copy, self._stands)
        while self._stands < version:
            self._exchange(self._copy, self._stands)
            self._stands += 1
        return self._copy

    def _last(self) -> Array:
        if self.owner is not None:
            return copied(self.owner, self.low, self.size)
        row = self._end.ravel("K")
        return row if row.dtype.hasobject else row.view(np.uint8)

    def _exchange(self, block: Array, write: int) -> None:
        window, key, numbers = self.writes[write]
        there = window_on(block, self.low, window)
        others = there[key]
        self.writes[write] = Replaced(window, key, others if others.base is None else others.copy())
        there[key] = numbers


class Past(NamedTuple):
    """A window on an old version. Its numbers are there when somebody asks for them."""

    stretch: Stretch
    version: int
    window: Geometry

    @property
    def shape(self) -> tuple[int, ...]:
        return self.window[1]

    @property
    def dtype(self) -> np.dtype[Any]:
        return self.window[3]

    def array(self) -> Array:
        """Windows on the same version share its numbers for as long as one of them is held."""
        return window_on(self.stretch.numbers(self.version), self.stretch.low, self.window)


def _kept(key: Any) -> Any:
    """A key that stays as it is: the mask or the list in it may change before it is used again."""
    if isinstance(key, _UNCHANGING):
        return key
    if type(key) is tuple:
        return tuple([_kept(part) for part in key])
    return key.copy() if type(key) is np.ndarray else deepcopy(key)

"""Reaches the arrays that a layer, a network or an optimizer holds, however it keeps them.

Only plain ndarrays: a matrix or a masked array has rules of its own that recording would break.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from functools import lru_cache
from operator import is_not
from types import BuiltinFunctionType, FunctionType, MethodType, ModuleType
from typing import Any

import numpy as np

from backprop_explorer.trace.array import RecordedArray
from backprop_explorer.trace.model import Array

Change = Callable[[Array], Any]
_PLAIN = frozenset((np.ndarray, np.memmap, RecordedArray))
# What holds no arrays, told by the exact type, which is quick: most of what layers hold is this.
_LEAVES = frozenset((str, int, float, bool, type(None), np.dtype, range))
_CONTAINERS = (list, dict, deque)
_CODE = (
    type,
    ModuleType,
    FunctionType,
    BuiltinFunctionType,
    MethodType,
    np.generic,
    np.ndarray,
    np.random.Generator,
)


def change_arrays(holders: Iterable[Any], change: Change) -> None:
    """Put `change(array)` in the place of every array that the holders hold as an attribute.

    Lists, dicts, tuples and the attributes of other objects are gone through.
    """
    visited: set[int] = set()
    for holder in holders:
        _changed(holder, change, visited)


def _inside(container: Any, change: Change, visited: set[int]) -> None:
    if id(container) in visited:
        return
    visited.add(id(container))
    items = container.items() if isinstance(container, dict) else enumerate(container)
    for place, item in list(items):
        if type(item) not in _LEAVES:
            changed = _changed(item, change, visited)
            if changed is not item:
                container[place] = changed


def _changed(item: Any, change: Change, visited: set[int]) -> Any:
    if type(item) in _PLAIN:
        return change(item)
    if type(item) in _LEAVES:
        return item
    if isinstance(item, _CONTAINERS):
        _inside(item, change, visited)
    elif isinstance(item, tuple):
        parts = tuple([_changed(part, change, visited) for part in item])
        if any(map(is_not, parts, item)):
            return type(item)(*parts) if hasattr(item, "_fields") else parts
    elif not isinstance(item, _CODE) and id(item) not in visited:
        visited.add(id(item))
        _attributes(item, change, visited)
    return item


def _attributes(thing: Any, change: Change, visited: set[int]) -> None:
    if hasattr(thing, "__dict__"):
        _inside(vars(thing), change, visited)
    for name in slots(thing):
        held = getattr(thing, name)
        changed = _changed(held, change, visited)
        if changed is not held:
            setattr(thing, name, changed)


def slots(thing: Any) -> list[str]:
    """The names of the slots of an object that are filled."""
    named = _slot_names(thing.__class__)
    return [name for name in named if hasattr(thing, name)] if named else []


@lru_cache(maxsize=256)  # not more: a notebook makes its classes anew again and again
def _slot_names(kind: type) -> list[str]:
    return [
        word
        for base in kind.__mro__
        for words in [getattr(base, "__slots__", ())]
        for word in ([words] if isinstance(words, str) else words)
    ]

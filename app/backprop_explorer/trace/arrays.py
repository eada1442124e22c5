"""Reaches the arrays that a layer, a network or an optimizer holds, however it keeps them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from backprop_explorer.trace.anatomy import is_layer
from backprop_explorer.trace.model import Array

Change = Callable[[Array], Any]
_LEAVES = (str, int, float, type(None))


def change_arrays(holders: Iterable[Any], change: Change) -> None:
    """Put `change(array)` in the place of every array that the holders hold as an attribute.

    Lists, dicts and tuples are gone through, and layers within layers; other objects are not.
    """
    visited: set[int] = set()
    for holder in holders:
        if hasattr(holder, "__dict__"):
            _inside(vars(holder), change, visited)


def _inside(container: Any, change: Change, visited: set[int]) -> None:
    if id(container) in visited:
        return
    visited.add(id(container))
    items = enumerate(container) if isinstance(container, list) else container.items()
    for place, item in list(items):
        if not isinstance(item, _LEAVES):
            changed = _changed(item, change, visited)
            if changed is not item:
                container[place] = changed


def _changed(item: Any, change: Change, visited: set[int]) -> Any:
    if isinstance(item, np.ndarray):
        return change(item)
    if isinstance(item, list | dict):
        _inside(item, change, visited)
    elif type(item) is tuple:
        if any(isinstance(part, np.ndarray | tuple | list | dict) for part in item):
            return tuple([_changed(part, change, visited) for part in item])
    elif is_layer(item):
        _inside(vars(item), change, visited)
    return item

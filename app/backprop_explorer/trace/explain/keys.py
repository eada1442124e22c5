"""The numbers in a key that led to an element: the mask of x[mask], the label of y[n, t]."""

from __future__ import annotations

from typing import Any

import numpy as np

from backprop_explorer.trace.explain.call import Call
from backprop_explorer.trace.explain.explanation import Factor
from backprop_explorer.trace.model import Array, Index, Ref


def key_factors(call: Call, key: Any, place: Index | None, element: Index) -> tuple[Factor, ...]:
    """The elements of the key's own arrays that stand for `element` of the indexed array.

    `place` is where the element stands in the result of the indexing, None if it is not in it.
    """
    parts = list(key) if isinstance(key, tuple) else [key]
    arrays = [call.plain(part) for part in parts]
    if any(_is_mask(array) for array in arrays):
        return _mask_factors(call, parts, arrays, element)
    return () if place is None else _integer_factors(call, parts, arrays, place)


def _mask_factors(
    call: Call, parts: list[Any], arrays: list[Any], element: Index
) -> tuple[Factor, ...]:
    axis = 0
    for part, array in zip(parts, arrays, strict=True):
        if array is Ellipsis:
            return ()
        if _is_mask(array):
            operand = call.operand(part)
            return (operand.factor(element[axis : axis + operand.array.ndim]),)
        axis += array is not None
    return ()


def _integer_factors(
    call: Call, parts: list[Any], arrays: list[Any], place: Index
) -> tuple[Factor, ...]:
    """Integer arrays are broadcast together; their axes come where the first stands, or in front
    of all if a slice stands between them."""
    if any(array is Ellipsis for array in arrays):
        return ()
    advanced = [n for n, array in enumerate(arrays) if not isinstance(array, (slice, type(None)))]
    if not advanced:
        return ()
    together = advanced == list(range(advanced[0], advanced[-1] + 1))
    start = advanced[0] if together else 0
    dimensions = max(np.ndim(arrays[n]) for n in advanced)
    at = place[start : start + dimensions]
    factors = []
    for n in advanced:
        if isinstance(parts[n], Ref):
            operand = call.operand(parts[n])
            factors.append(operand.factor(operand.broadcast(at)))
    return tuple(factors)


def _is_mask(part: Any) -> bool:
    return isinstance(part, np.ndarray) and part.dtype == bool


def places(array: Array) -> Array:
    """An array of this shape in which every element holds its own position."""
    return np.arange(array.size).reshape(array.shape)

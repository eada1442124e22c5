"""The numbers in a key that led to an element: the mask of x[mask], the label of y[n, t]."""

from __future__ import annotations

from typing import Any

import numpy as np

from backprop_explorer.trace.explain.call import Call
from backprop_explorer.trace.explain.explanation import Factor
from backprop_explorer.trace.model import Array, Index, Ref

Parts = list[tuple[Any, Any]]  # as recorded, and with the arrays they stand for


def key_factors(call: Call, key: Any, place: Index | None, element: Index) -> tuple[Factor, ...]:
    """The elements of the key's own arrays that stand for `element` of the indexed array.

    `place` is where the element stands in the result of the indexing, None if it is not in it.
    """
    parts = _spelled_out(call, key, len(element))
    if any(_is_mask(array) for _, array in parts):
        return _mask_factors(call, parts, element)
    return () if place is None else _integer_factors(call, parts, place)


def is_basic(key: Any) -> bool:
    """Whether indexing with this key gives a window on the array: slices and whole numbers."""
    parts = key if isinstance(key, tuple) else (key,)
    return all(
        part is None
        or part is Ellipsis
        or isinstance(part, slice)
        or (isinstance(part, (int, np.integer)) and not isinstance(part, bool))
        for part in parts
    )


def window(array: Array, key: Any) -> Array:
    """array[key] for such a key, as a view also where it is a single number."""
    parts = key if isinstance(key, tuple) else (key,)
    return array[parts if Ellipsis in parts else (*parts, Ellipsis)]


def places(array: Array) -> Array:
    """An array of this shape in which every element holds its own position."""
    return np.arange(array.size).reshape(array.shape)


def _spelled_out(call: Call, key: Any, dimensions: int) -> Parts:
    """The parts of a key, with a slice for every axis that `...` stands for."""
    parts = list(key) if isinstance(key, tuple) else [key]
    pairs = [(part, call.plain(part)) for part in parts]
    spoken_for = sum(_axes_taken(array) for _, array in pairs)
    whole = (slice(None), slice(None))
    return [
        spelled
        for part, array in pairs
        for spelled in (
            [whole] * (dimensions - spoken_for) if array is Ellipsis else [(part, array)]
        )
    ]


def _axes_taken(part: Any) -> int:
    if part is None or part is Ellipsis:
        return 0
    return part.ndim if _is_mask(part) else 1


def _mask_factors(call: Call, parts: Parts, element: Index) -> tuple[Factor, ...]:
    axis = 0
    for part, array in parts:
        if _is_mask(array):
            operand = call.operand(part)
            return (operand.factor(element[axis : axis + operand.array.ndim]),)
        axis += _axes_taken(array)
    return ()


def _integer_factors(call: Call, parts: Parts, place: Index) -> tuple[Factor, ...]:
    """Integer arrays are broadcast together; their axes come where the first stands, or in front
    of all if a slice stands between them."""
    arrays = [array for _, array in parts]
    advanced = [n for n, array in enumerate(arrays) if not isinstance(array, (slice, type(None)))]
    if not advanced:
        return ()
    together = advanced == list(range(advanced[0], advanced[-1] + 1))
    start = advanced[0] if together else 0
    dimensions = max(np.ndim(arrays[n]) for n in advanced)
    at = place[start : start + dimensions]
    factors = []
    for n in advanced:
        if isinstance(parts[n][0], Ref):
            operand = call.operand(parts[n][0])
            factors.append(operand.factor(operand.broadcast(at)))
    return tuple(factors)


def _is_mask(part: Any) -> bool:
    return isinstance(part, np.ndarray) and part.dtype == bool

"""The numbers along some axes of an operand: what sum, max, median and norm make one number of."""

from __future__ import annotations

from typing import Any

import numpy as np

from backprop_explorer.trace.explain.call import Call
from backprop_explorer.trace.explain.grid import Along, Column, Grid, grid
from backprop_explorer.trace.explain.operand import Operand
from backprop_explorer.trace.model import Index

_UNGIVEN = object()


def axes_of(axis: Any, dimensions: int) -> tuple[int, ...]:
    """What `axis=` says, in order and counted from the front; None is all of them."""
    if axis is None:
        return tuple(range(dimensions))
    axes = axis if isinstance(axis, (tuple, list)) else (axis,)
    return tuple(sorted(int(a) % max(dimensions, 1) for a in axes)) if dimensions else ()


def reduced_axes(call: Call, operand: Operand) -> tuple[int, ...]:
    """The axes that a reduction reduced."""
    axis = call.option("axis", 1, _UNGIVEN)
    if axis is _UNGIVEN:
        # np.sum(a) reduces every axis, np.add.reduce(a) the first: the result's shape tells which.
        axis = 0 if call.result.size != 1 else None
    return axes_of(axis, operand.array.ndim)


def column(operand: Operand, axes: tuple[int, ...], at: Index) -> Column:
    """The operand's numbers that were reduced to the one at this place."""
    kept = list(at)
    if len(at) == operand.array.ndim:  # keepdims: reduced axes are still there, with length 1
        kept = [i for axis, i in enumerate(at) if axis not in axes]
    rest = iter(kept)
    return Column(
        operand,
        tuple(
            Along(axes.index(axis)) if axis in axes else next(rest)
            for axis in range(operand.array.ndim)
        ),
    )


def along(call: Call, at: Index, axis: Any) -> Grid:
    """The numbers of the first argument along these axes."""
    [operand] = call.operands(1)
    axes = axes_of(axis, operand.array.ndim)
    lengths = [operand.array.shape[a] for a in axes]
    return grid(lengths, [column(operand, axes, at)])


def aligned(operand: Operand, column: Column) -> Column:
    """The numbers that broadcasting pairs with those of a column: its mask, its weights."""
    shape = operand.array.shape
    places = zip(shape, column.index[len(column.index) - len(shape) :], strict=True)
    return Column(operand, tuple(0 if length == 1 else i for length, i in places))


def masked(terms: Grid) -> np.ndarray[Any, np.dtype[np.intp]]:
    """Which terms their mask, the second column, leaves in."""
    return np.flatnonzero(terms.columns[1].numbers(terms.shape))

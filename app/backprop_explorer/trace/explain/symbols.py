"""A column of a sum as a symbol: a1 with the index (n, 14), whatever view the code went through."""

from __future__ import annotations

from collections.abc import Sequence

from backprop_explorer.trace.explain.formula import label
from backprop_explorer.trace.explain.grid import Along, Axis, Column
from backprop_explorer.trace.explain.mathml import Math
from backprop_explorer.trace.explain.mathwords import name, subscripted
from backprop_explorer.trace.explain.operand import owned
from backprop_explorer.trace.model import Index, Value


def column_symbol(column: Column, axes: Sequence[Axis]) -> Math:
    """The column's operand with its index in letters, in the terms of the value that owns it.

    Where a step along a letter is no step along the axes of the owner (after a reshape), it is
    written in the terms of the view.
    """
    value = column.operand.value
    if value is not None and (found := _in_owner(column, value, axes)):
        owner, subscripts = found
        return subscripted(name(label(owner)), subscripts)
    own = [
        _running(i.start, [(i.step, axes[i.axis])]) if isinstance(i, Along) else str(i)
        for i in column.index
    ]
    return subscripted(name(column.operand.text if value is None else label(value)), own)


def _in_owner(column: Column, value: Value, axes: Sequence[Axis]) -> tuple[Value, list[str]] | None:
    """The owner of the column's numbers, and its index in letters.

    Both are windows on one memory, so a letter's steps in the view are steps in the owner, unless
    they run over the end of one of its axes.
    """
    if any(axis.length == 0 for axis in axes):
        return None
    facts = column.operand.facts

    def standing(position: Sequence[int]) -> tuple[Value, Index]:
        return owned(facts, value, column.at(tuple(position)))

    owner, start = standing([0] * len(axes))
    steps: list[list[tuple[int, Axis]]] = [[] for _ in start]
    for number, axis in enumerate(axes):
        used = any(isinstance(i, Along) and i.axis == number for i in column.index)
        if not used or axis.length == 1:
            continue
        _, there = standing([int(other == number) for other in range(len(axes))])
        for place, (to, since) in enumerate(zip(there, start, strict=True)):
            if to != since:
                steps[place].append((to - since, axis))
    for since, length, along in zip(start, owner.shape, steps, strict=True):
        reach = [step * (axis.length - 1) for step, axis in along]
        lowest, highest = (since + sum(f(0, r) for r in reach) for f in (min, max))
        if lowest < 0 or highest >= length:
            return None
    return owner, [_running(*place) for place in zip(start, steps, strict=True)]


def _running(start: int, steps: Sequence[tuple[int, Axis]]) -> str:
    """ "n", "n+2", "4−i", "2i+j": where letters lead to from a start."""
    parts = [(step > 0, f"{abs(step) if abs(step) > 1 else ''}{axis.name}") for step, axis in steps]
    rising = [text for up, text in parts if up]
    since = [str(start)] if start or not rising else []
    return "−".join(["+".join([*rising, *since]), *(text for up, text in parts if not up)])

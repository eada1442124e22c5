"""A column of a sum as a symbol: a1 with the index (n, 14), whatever view the code went through."""

from __future__ import annotations

from collections.abc import Sequence

from backprop_explorer.trace.explain.call import owned
from backprop_explorer.trace.explain.formula import label
from backprop_explorer.trace.explain.mathml import Math, name, subscripted
from backprop_explorer.trace.explain.terms import Along, Axis, Column
from backprop_explorer.trace.model import Index, Value


def column_symbol(column: Column, axes: Sequence[Axis]) -> Math:
    """The column's operand with its index in letters, in the terms of the value that owns it.

    Where a step along a letter is no step along one axis of the owner (after a reshape), it is
    written in the terms of the view.
    """
    value = column.operand.value
    own = [axes[i.axis].name if isinstance(i, Along) else str(i) for i in column.index]
    if value is None:
        return subscripted(name(column.operand.text), own)
    found = _in_owner(column, value, axes)
    if found is None:
        return subscripted(name(label(value)), own)
    owner, subscripts = found
    return subscripted(name(label(owner)), subscripts)


def _in_owner(column: Column, value: Value, axes: Sequence[Axis]) -> tuple[Value, list[str]] | None:
    if any(axis.length == 0 for axis in axes):
        return None
    facts = column.operand.facts

    def standing(position: list[int]) -> tuple[Value, Index]:
        return owned(facts, value, column.at(tuple(position)))

    owner, start = standing([0] * len(axes))
    subscripts = [str(i) for i in start]
    moving: set[int] = set()
    for number, axis in enumerate(axes):
        if Along(number) not in column.index or axis.length == 1:
            continue
        position = [0] * len(axes)
        position[number] = 1
        one = _difference(standing(position)[1], start)
        position[number] = axis.length - 1
        last = _difference(standing(position)[1], start)
        if last != [step * (axis.length - 1) for step in one] or set(one) - {-1, 0, 1}:
            return None
        for place, step in enumerate(one):
            if step and place in moving:
                return None
            if step:
                moving.add(place)
                subscripts[place] = _moving(start[place], step, axis.name)
    return owner, subscripts


def _moving(start: int, step: int, letter: str) -> str:
    if step < 0:
        return f"{start}−{letter}"
    return f"{letter}+{start}" if start else letter


def _difference(one: Index, other: Index) -> list[int]:
    return [a - b for a, b in zip(one, other, strict=True)]

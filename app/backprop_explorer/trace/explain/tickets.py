"""Follows numbers through operations that only move them.

Give every element of the operands a number of its own (its *ticket*), do to the tickets what was
done to the numbers, and look at which ticket stands in the asked place. Ticket 0 is nobody's: it
marks what the operation filled in, such as the border of `np.pad`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from backprop_explorer.trace.explain.call import Call
from backprop_explorer.trace.explain.explanation import Factor, Reason
from backprop_explorer.trace.explain.operand import NoRule, Operand
from backprop_explorer.trace.explain.terms import Made, listed
from backprop_explorer.trace.model import Array, Index, Ref


class Tickets:
    """Hands out the tickets of some operands, and knows whose each is."""

    def __init__(self, call: Call) -> None:
        self._call = call
        self._operands: list[tuple[int, Operand]] = []  # with the first of its tickets
        self._next = 1

    def of(self, argument: Any) -> Array:
        """The tickets of one operand, in its shape."""
        operand = self._call.operand(argument)
        first, size = self._next, operand.array.size
        self._operands.append((first, operand))
        self._next += size
        return np.arange(first, first + size).reshape(operand.array.shape)

    def of_parts(self, argument: Any) -> Any:
        """The tickets of the arrays in a list, which may hold lists of arrays in its turn."""
        if isinstance(argument, (list, tuple)) and _holds_arrays(argument):
            return [self.of_parts(part) for part in argument]
        return self.of(argument)

    def owner(self, ticket: int) -> Factor | None:
        for first, operand in reversed(self._operands):
            if ticket >= first:
                index = np.unravel_index(ticket - first, operand.array.shape)
                return operand.factor(tuple(int(i) for i in index))
        return None


def _holds_arrays(argument: Any) -> bool:
    if isinstance(argument, (list, tuple)):
        return any(_holds_arrays(part) for part in argument)
    return isinstance(argument, (Ref, np.ndarray))


def picked(call: Call, at: Index, tickets: Tickets, result: Any) -> Made:
    """The number whose ticket stands in the asked place."""
    standing = np.asarray(result)
    if standing.shape != call.result.shape:
        raise NoRule(call.operation)
    factor = tickets.owner(int(standing[at]))
    if factor is not None:
        return chosen(call, factor)
    reason = Reason(f"{call.operation} put it here: it is none of the numbers that were moved.")
    return replace(chosen(call, filled(call, at)), because=(reason,))


def chosen(call: Call, factor: Factor) -> Made:
    """A number taken over as it is, or, where the result holds another kind, converted."""
    kinds = "buifc"
    narrowed = kinds.index(call.result.dtype.kind) < kinds.index(factor.number.dtype.kind)
    return listed("function" if narrowed else "select", factor)


def filled(call: Call, at: Index) -> Factor:
    """A number that the operation itself filled in."""
    number = call.output.array[at] if call.target is None else call.result.dtype.type(0)
    return Factor(call.operation, (), number, None, f"{number:g}")

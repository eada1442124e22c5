"""Operations that go by size or by truth: sort, argsort, median, quantile, nonzero, …"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from backprop_explorer.trace.explain.axes import along
from backprop_explorer.trace.explain.call import Call
from backprop_explorer.trace.explain.explanation import Factor, Label, Reason
from backprop_explorer.trace.explain.operand import NoRule
from backprop_explorer.trace.explain.terms import Listed, Made, term
from backprop_explorer.trace.explain.text import ordinal
from backprop_explorer.trace.explain.tickets import Tickets, picked
from backprop_explorer.trace.explain.wording import equation, place
from backprop_explorer.trace.model import Index


def ordered(call: Call, at: Index) -> Made:
    """sort and partition move the numbers along an axis into another order."""
    call.only("axis", "kind", "stable", "kth")
    [operand] = call.operands(1)
    numbers, tickets = operand.array, Tickets(call)
    handed = tickets.of(call.event.arguments[0])
    axis = _axis(call)
    if axis is None:
        handed, numbers, axis = handed.ravel(), numbers.ravel(), 0
    if call.operation == "partition":
        order = np.argpartition(numbers, call.plain(call.argument("kth", 1)), axis=axis)
    else:
        order = np.argsort(numbers, axis=axis, kind="stable")
    return picked(call, at, tickets, np.take_along_axis(handed, order, axis))


def _axis(call: Call) -> int | None:
    """The axis of sort, or of partition, which has its kth before it; None for all numbers."""
    axis = call.option("axis", 2 if "partition" in call.operation else 1, -1)
    return None if axis is None else int(axis)


def argsort(call: Call, at: Index) -> Made:
    """Where the number stands that comes k-th in ascending order."""
    call.only("axis", "kind", "stable", "kth")
    [operand] = call.operands(1)
    axis = _axis(call)
    stands = int(call.result[at])
    if axis is None:
        index = tuple(int(i) for i in np.unravel_index(stands, operand.array.shape))
        row, rank = operand.array.ravel(), at[0]
    else:
        axis %= operand.array.ndim
        index = tuple(stands if a == axis else i for a, i in enumerate(at))
        row, rank = np.moveaxis(operand.array, axis, -1)[(*at[:axis], *at[axis + 1 :])], at[axis]
    factor = operand.factor(index)
    if "partition" in call.operation:
        text = f"{equation(factor)} belongs to this side of the partition of {row.size} numbers."
    else:
        if not _same(np.sort(row)[rank], factor.number):
            raise NoRule(call.operation)
        text = f"{equation(factor)} is the {ordinal(rank)} of {row.size} in ascending order."
    made = Made("position", Listed((term(factor, label=Label("i", stands)),)))
    return replace(made, because=(Reason(text, factor),))


def _same(a: Any, b: Any) -> bool:
    return bool(a == b or (a != a and b != b))


def quantile(call: Call, at: Index) -> Made:
    """np.quantile and np.percentile: between the two numbers that stand around that place."""
    call.only("q", "axis", "keepdims", "method")
    if call.option("method", None, "linear") != "linear":
        raise NoRule("another method than linear")
    asked = np.asarray(call.plain(call.argument("q", 1)))
    share = float(asked[at[: asked.ndim]]) / (100 if call.operation == "percentile" else 1)
    return _between(call, at[asked.ndim :], share, call.option("axis", 2))


def median(call: Call, at: Index) -> Made:
    call.only("axis", "keepdims")
    return _between(call, at, 0.5, call.option("axis", 1))


def _between(call: Call, at: Index, share: float, axis: Any) -> Made:
    """The number that has this share of the others below it."""
    terms = along(call, at, axis)
    order = np.argsort(terms.numbers, kind="stable")  # what is not a number comes last
    last = terms.term(int(order[-1])).factors[0]
    if last.number != last.number:
        text = f"{place(last)} is not a number, and nor is what is made of it."
        return Made("select", Listed((term(last),)), because=(Reason(text, last),))
    below = share * (len(order) - 1)
    first, part = int(below), below - int(below)
    weights = {first: 1 - part, first + 1: part} if part else {first: 1}
    found = [(terms.term(int(order[rank])), weight) for rank, weight in weights.items()]
    listed = Listed(tuple(term(t.factors[0], weight, t.label) for t, weight in found))
    ranks = " and ".join(ordinal(rank) for rank in weights)
    text = f"In ascending order, the {ranks} of {len(order)} numbers count here."
    return Made("sum" if part else "select", listed, because=(Reason(text),))


def standing(call: Call, at: Index) -> Made:
    """np.nonzero and its kind: where the numbers stand that are not 0."""
    operand = call.operands(1)[0]
    found = np.argwhere(operand.array)
    row, axis = at if call.operation == "argwhere" else (at[0], call.which)
    index = tuple(int(i) for i in found[row])
    factor = operand.factor(index)
    if call.operation == "flatnonzero":
        label = Label("i", int(np.ravel_multi_index(index, operand.array.shape)))
    else:
        label = Label("ijklmp"[axis], index[axis])
    text = f"{place(factor)} is the {ordinal(row)} that is {_not_zero(factor)}."
    made = Made("position", Listed((term(factor, label=label),)))
    return replace(made, because=(Reason(text, factor),))


def _not_zero(factor: Factor) -> str:
    return "True" if factor.number.dtype == bool else "not 0"


RULES = {
    "sort": ordered,
    "partition": ordered,
    "argsort": argsort,
    "argpartition": argsort,
    "median": median,
    "quantile": quantile,
    "percentile": quantile,
    **dict.fromkeys("nonzero flatnonzero argwhere".split(), standing),
}
SEVERAL = frozenset(["nonzero", "where"])

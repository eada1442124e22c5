"""Answers "where does this number come from?" for one number of a trace."""

from __future__ import annotations

import operator
from collections.abc import Sequence

import numpy as np

from backprop_explorer.trace.errors import BadIndex, BadPosition
from backprop_explorer.trace.explain.adding_up import COMBINED, combined
from backprop_explorer.trace.explain.because import reasons
from backprop_explorer.trace.explain.equation import formula
from backprop_explorer.trace.explain.examples import with_examples
from backprop_explorer.trace.explain.explanation import Combine, Explanation, Rest, Term
from backprop_explorer.trace.explain.grid import Grid
from backprop_explorer.trace.explain.operand import Facts, owned
from backprop_explorer.trace.explain.origin import origin
from backprop_explorer.trace.explain.rules import made
from backprop_explorer.trace.explain.terms import Listed, Made
from backprop_explorer.trace.model import Array, Index, Value


def explain(
    facts: Facts, value: Value, index: Sequence[int], limit: int | None = 10
) -> Explanation:
    """Where `value[index]` comes from, with at most `limit` terms (None: all), largest first.

    Raises BadIndex if the index does not fit the value's shape, BadPosition for a negative limit.
    """
    if limit is not None and limit < 0:
        raise BadPosition(f"limit is {limit}; how many terms to list is 0 or more.")
    value, at = owned(facts, value, checked(value, index))
    call, answer = made(facts, value, at)
    terms, rest = _listed(answer, limit)
    if isinstance(answer.terms, Grid):
        terms = with_examples(facts, answer.terms, terms)
    return Explanation(
        name=value.name,
        index=at,
        value=f"v{value.id}",
        number=value.array[at],
        event=value.event,
        operation=call.operation if call else None,
        combine=answer.combine,
        formula=formula(value, at, answer, call, terms, rest),
        terms=terms,
        rest=rest,
        because=reasons(facts, call, answer) if call else (),
        origin=None if terms or rest.count else origin(value, at, call, facts.examples),
    )


def checked(value: Value, index: Sequence[int]) -> Index:
    """The index as plain ints. Raises BadIndex with the shape it should fit."""
    shape = value.shape
    try:
        at = tuple(operator.index(i) for i in index)
    except TypeError:
        raise BadIndex(
            f"The index {index!r} of {value.name} is not made of whole numbers; {_fitting(value)}"
        ) from None
    if len(at) != len(shape):
        raise BadIndex(
            f"{value.name} has {len(shape)} axes and the index {list(at)} has {len(at)}; "
            f"{_fitting(value)}"
        )
    for axis, (i, length) in enumerate(zip(at, shape, strict=True)):
        if not 0 <= i < length:
            raise BadIndex(f"{i} is out of range on axis {axis} of {value.name}; {_fitting(value)}")
    return at


def _fitting(value: Value) -> str:
    shape = value.shape
    if not shape:
        return "it is a single number, so its index is empty: []."
    if 0 in shape:
        return f"its shape is {shape}: it holds no numbers."
    ranges = " × ".join(f"0…{length - 1}" for length in shape)
    return f"its shape is {shape}, so an index such as {[n - 1 for n in shape]} does ({ranges})."


def _listed(answer: Made, limit: int | None) -> tuple[tuple[Term, ...], Rest]:
    """The terms to show, and the rest of them counted and combined."""
    numbers = answer.terms.numbers
    count = len(numbers)
    cut = limit is not None and limit < count
    few = isinstance(answer.terms, Listed) and count <= 3  # these stay in the order of the code
    if answer.combine not in COMBINED or (few and not cut):
        return tuple(answer.terms.term(n) for n in range(count)), Rest(0, None)
    order = np.argsort(_rank(answer.combine, numbers), kind="stable")
    shown = order[:limit]
    left_out = numbers[order[len(shown) :]]
    rest = Rest(len(left_out), combined(answer.combine, left_out))
    return tuple(answer.terms.term(int(n)) for n in shown), rest


def _rank(combine: Combine, numbers: Array) -> Array:
    """Sorts what matters most to the front: the largest, or for a minimum the smallest.

    NaN comes first: it is what the reader is looking for.
    """
    if numbers.dtype.kind in "c":
        rank = -np.abs(numbers)
    elif combine in ("maximum", "argmax"):
        rank = -numbers
    elif combine in ("minimum", "argmin"):
        rank = numbers
    else:
        rank = -np.abs(numbers)
    return np.where(np.isnan(numbers), -np.inf, rank)

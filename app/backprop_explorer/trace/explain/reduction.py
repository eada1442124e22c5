"""Operations that make one number from all the numbers along some axes: sum, max, argmax, …"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from backprop_explorer.trace.explain.axes import aligned, column, masked, reduced_axes
from backprop_explorer.trace.explain.call import Call
from backprop_explorer.trace.explain.explanation import Combine, Reason
from backprop_explorer.trace.explain.grid import Grid, grid
from backprop_explorer.trace.explain.operand import NoRule
from backprop_explorer.trace.explain.terms import Listed, Made, term
from backprop_explorer.trace.explain.wording import place
from backprop_explorer.trace.model import Index

_MANY = 100  # numbers of one call; more are a list nobody reads


def over(call: Call, at: Index) -> Grid:
    """The numbers along the reduced axes, and their mask where `where=` gave one."""
    call.only("axis", "keepdims", "dtype", "where", "ddof", "correction", "initial", "mean")
    [operand] = call.operands(1)
    axes = reduced_axes(call, operand)
    columns = [column(operand, axes, at)]
    where = call.event.options.get("where")
    if where is not None and where is not True:
        columns.append(aligned(call.operand(where), columns[0]))
    return grid([operand.array.shape[axis] for axis in axes], columns)


def unmasked(call: Call, at: Index) -> Grid:
    terms = over(call, at)
    if len(terms.columns) > 1:
        raise NoRule("where=")
    return terms


def reduced(combine: Combine) -> Callable[[Call, Index], Made]:
    """A sum, product, maximum or minimum; its `initial=` is one term more."""

    def rule(call: Call, at: Index) -> Made:
        terms = over(call, at)
        initial = call.event.options.get("initial")
        if initial is None and (combine == "sum" or len(terms.columns) == 1):
            logical = combine == "sum" and call.result.dtype == bool  # the sum of booleans
            return Made("maximum" if logical else combine, terms)
        numbers = Grid(terms.axes, terms.columns[:1])
        kept = masked(terms) if len(terms.columns) > 1 else range(len(terms.numbers))
        listed = [numbers.term(int(n)) for n in kept]
        if initial is not None:
            listed.insert(0, term(call.operand(initial).factor(())))
        return Made(combine, Listed(tuple(listed)))

    return rule


def truth(combine: Combine) -> Callable[[Call, Index], Made]:
    """any and all are the maximum and the minimum of booleans; count_nonzero is their sum."""

    def rule(call: Call, at: Index) -> Made:
        terms = unmasked(call, at)
        if terms.columns[0].operand.array.dtype != bool:
            return fold(call, at)
        return Made(combine, terms)

    return rule


def standing(combine: Combine) -> Callable[[Call, Index], Made]:
    """argmax and argmin: where the largest or smallest number stands."""

    def rule(call: Call, at: Index) -> Made:
        terms = unmasked(call, at)
        if len(terms.axes) < 2:
            return Made(combine, terms)
        best = terms.term(int(call.result[at])).factors[0]
        text = f"The places are counted row by row: {place(best)} is number {call.result[at]}."
        return Made(combine, terms, because=(Reason(text, best),))

    return rule


def folded(terms: Grid, what: str) -> Made:
    """What has no better rule: one function of all the numbers along some axes."""
    if len(terms.numbers) > _MANY:
        raise NoRule(f"{what} of {len(terms.numbers)} numbers")
    return Made("function", Listed(tuple(terms.term(n) for n in range(len(terms.numbers)))))


def fold(call: Call, at: Index) -> Made:
    """Any other reduction: logaddexp.reduce, hypot.reduce, …"""
    if call.event.options.get("initial") is not None:
        raise NoRule("initial=")
    return folded(unmasked(call, at), call.operation)


def subtracted(call: Call, at: Index) -> Made:
    """subtract.reduce: the first number less all the others."""
    terms = unmasked(call, at)
    factors = [terms.term(n).factors[0] for n in range(len(terms.numbers))]
    return Made("sum", Listed(tuple(term(f, -1 if n else 1) for n, f in enumerate(factors))))


def peak_to_peak(call: Call, at: Index) -> Made:
    """The largest number less the smallest."""
    terms = unmasked(call, at)
    largest, smallest = (terms.term(int(f(terms.numbers))) for f in (np.argmax, np.argmin))
    parts = term(largest.factors[0]), term(smallest.factors[0], -1)
    return Made("sum", Listed(parts))


RULES = {
    "sum": reduced("sum"),
    "prod": reduced("product"),
    "max": reduced("maximum"),
    "amax": reduced("maximum"),
    "min": reduced("minimum"),
    "amin": reduced("minimum"),
    "any": truth("maximum"),
    "all": truth("minimum"),
    "count_nonzero": truth("sum"),
    "argmax": standing("argmax"),
    "argmin": standing("argmin"),
    "subtract.reduce": subtracted,
    "ptp": peak_to_peak,
}

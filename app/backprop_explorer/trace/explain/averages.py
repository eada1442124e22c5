"""Means and how far numbers lie from them: mean, average, var, std."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from backprop_explorer.trace.explain.axes import column, masked, reduced_axes
from backprop_explorer.trace.explain.call import Call
from backprop_explorer.trace.explain.explanation import Combine
from backprop_explorer.trace.explain.grid import Along, Column, Grid, grid
from backprop_explorer.trace.explain.operand import NoRule
from backprop_explorer.trace.explain.reduction import over, unmasked
from backprop_explorer.trace.explain.terms import Made
from backprop_explorer.trace.model import Index


def mean(call: Call, at: Index) -> Made:
    terms = over(call, at)
    count = len(masked(terms)) if len(terms.columns) > 1 else len(terms.numbers)
    if count == 0:
        raise NoRule("the mean of nothing")
    return Made("sum", replace(terms, coefficient=1 / count))


def average(call: Call, at: Index) -> Made:
    """The weighted mean: Σ weight · number / Σ weight."""
    weights = call.event.options.get("weights")
    if weights is None and len(call.event.arguments) < 3:
        return mean(call, at)
    weight = call.operand(call.argument("weights", 2))
    [operand] = call.operands(1)
    axes = reduced_axes(call, operand)
    numbers = column(operand, axes, at)
    if weight.array.shape == operand.array.shape:
        own = Column(weight, numbers.index)
    else:  # weights for the reduced axes alone
        own = Column(weight, tuple(Along(number) for number in range(len(axes))))
    terms = grid([operand.array.shape[axis] for axis in axes], [own, numbers])
    return Made("sum", replace(terms, coefficient=1 / float(own.numbers(terms.shape).sum())))


def spread(combine: Combine) -> Callable[[Call, Index], Made]:
    """var, and std as its root: the mean of the squared deviations from the mean."""

    def rule(call: Call, at: Index) -> Made:
        terms = unmasked(call, at)
        freedom = len(terms.numbers) - call.option("ddof", 4, call.option("correction", None, 0))
        [numbers] = terms.columns
        if freedom <= 0 or numbers.operand.array.dtype.kind == "c":
            raise NoRule("the spread of too few numbers")
        deviation = Column(numbers.operand, numbers.index, _mean_of(call, terms))
        return Made(combine, Grid(terms.axes, (deviation, deviation), 1 / freedom))

    return rule


def _mean_of(call: Call, terms: Grid) -> float:
    """The mean that the deviations are from, rounded as NumPy rounds it.

    Where all numbers are equal, their spread is nothing but that rounding.
    """
    [numbers] = terms.columns
    if "mean" in call.event.options:
        means = call.operand(call.event.options["mean"])
        return float(means.array[means.broadcast(numbers.at((0,) * len(terms.axes)))])
    array = numbers.operand.array
    axes = reduced_axes(call, numbers.operand)
    means_of_all = array.mean(axis=axes, keepdims=True, dtype=call.option("dtype"))
    index = (0 if isinstance(i, Along) else i for i in numbers.index)
    return float(means_of_all[tuple(index)])


RULES = {
    "mean": mean,
    "average": average,
    "var": spread("sum"),
    "std": spread("root of sum"),
}

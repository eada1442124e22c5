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
        [deviation] = terms.columns
        numbers = deviation.numbers(terms.shape)
        if freedom <= 0 or numbers.dtype.kind == "c":
            raise NoRule("the spread of too few numbers")
        minus = float(numbers.mean())
        if "mean" in call.event.options:
            given = call.operand(call.event.options["mean"])
            first = deviation.at((0,) * len(terms.axes))
            minus = float(given.array[given.broadcast(first)])
        deviation = Column(deviation.operand, deviation.index, minus)
        return Made(combine, Grid(terms.axes, (deviation, deviation), 1 / freedom))

    return rule


RULES = {
    "mean": mean,
    "average": average,
    "var": spread("sum"),
    "std": spread("root of sum"),
}

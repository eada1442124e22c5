"""Operations that make one number from all the numbers along some axes: sum, mean, max, std, …"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from backprop_explorer.trace.explain.call import Call, NoRule, Operand
from backprop_explorer.trace.explain.explanation import Combine
from backprop_explorer.trace.explain.terms import Along, Column, Grid, Made, grid
from backprop_explorer.trace.model import Index

_UNGIVEN = object()


def reduced_axes(call: Call, operand: Operand) -> tuple[int, ...]:
    """The axes that were reduced, in order and counted from the front."""
    dimensions = operand.array.ndim
    axis = call.option("axis", 1, _UNGIVEN)
    if axis is _UNGIVEN:
        # np.sum(a) reduces every axis, np.add.reduce(a) the first: the result's shape tells which.
        axis = 0 if call.result.size != 1 else None
    if axis is None:
        return tuple(range(dimensions))
    axes = axis if isinstance(axis, tuple) else (axis,)
    return tuple(sorted(int(a) % max(dimensions, 1) for a in axes)) if dimensions else ()


def column(call: Call, operand: Operand, axes: tuple[int, ...], at: Index) -> Column:
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


def over(call: Call, at: Index) -> Grid:
    """The numbers along the reduced axes, and their mask where `where=` gave one."""
    call.only("axis", "keepdims", "dtype", "where", "ddof", "correction", "ord")
    [operand] = call.operands(1)
    axes = reduced_axes(call, operand)
    lengths = [operand.array.shape[axis] for axis in axes]
    columns = [column(call, operand, axes, at)]
    where = call.event.options.get("where")
    if where is not None and where is not True:
        mask = call.operand(where)
        aligned = columns[0].index[operand.array.ndim - mask.array.ndim :]
        index = tuple(0 if n == 1 else i for n, i in zip(mask.array.shape, aligned, strict=True))
        columns.append(Column(mask, index))
    return grid(lengths, columns)


def unmasked(call: Call, at: Index) -> Grid:
    terms = over(call, at)
    if len(terms.columns) > 1:
        raise NoRule("where=")
    return terms


def plain(combine: Combine) -> Callable[[Call, Index], Made]:
    return lambda call, at: Made(combine, unmasked(call, at))


def total(call: Call, at: Index) -> Made:
    logical = call.result.dtype == bool  # the sum of booleans, as booleans
    return Made("maximum" if logical else "sum", over(call, at))


def mean(call: Call, at: Index) -> Made:
    terms = over(call, at)
    count = len(terms.numbers)
    if len(terms.columns) > 1:
        count = int(terms.columns[1].numbers(terms.shape).sum())
    if count == 0:
        raise NoRule("the mean of nothing")
    return Made("sum", Grid(terms.axes, terms.columns, 1 / count))


def spread(combine: Combine) -> Callable[[Call, Index], Made]:
    """var, and std as its root: the mean of the squared deviations from the mean."""

    def rule(call: Call, at: Index) -> Made:
        terms = unmasked(call, at)
        freedom = len(terms.numbers) - call.option("ddof", 4, call.option("correction", None, 0))
        [deviation] = terms.columns
        numbers = deviation.numbers(terms.shape)
        if freedom <= 0 or numbers.dtype.kind == "c":
            raise NoRule("the spread of too few numbers")
        deviation = Column(deviation.operand, deviation.index, float(numbers.mean()))
        return Made(combine, Grid(terms.axes, (deviation, deviation), 1 / freedom))

    return rule


def norm(call: Call, at: Index) -> Made:
    """The length of a vector, or of a matrix as one long vector: √Σ xᵢ²."""
    axis = call.option("axis", 2)
    order = call.option("ord", 1)
    array = call.operands(1)[0].array
    is_vector = array.ndim == 1 or isinstance(axis, int)
    if array.dtype.kind == "c" or order not in ((None, 2) if is_vector else (None, "fro")):
        raise NoRule("another norm")
    operand = call.operands(1)[0]
    axes = tuple(range(array.ndim)) if axis is None else np.atleast_1d(axis).tolist()
    axes = tuple(sorted(a % array.ndim for a in axes))
    numbers = column(call, operand, axes, at)
    return Made("root of sum", grid([array.shape[a] for a in axes], (numbers, numbers)))


def truth(combine: Combine) -> Callable[[Call, Index], Made]:
    """any and all are the maximum and the minimum of booleans."""

    def rule(call: Call, at: Index) -> Made:
        terms = unmasked(call, at)
        if terms.columns[0].operand.array.dtype != bool:
            raise NoRule("the truth of numbers")
        return Made(combine, terms)

    return rule


def count(call: Call, at: Index) -> Made:
    return Made("sum", truth("sum")(call, at).terms)


def running(combine: Combine) -> Callable[[Call, Index], Made]:
    """cumsum and cumprod: everything along one axis, up to this place."""

    def rule(call: Call, at: Index) -> Made:
        call.only("axis", "dtype")
        [operand] = call.operands(1)
        axis = call.option("axis", 1)
        if axis is None and operand.array.ndim > 1:
            raise NoRule("cumulative over the flattened array")
        axis = 0 if axis is None else axis % operand.array.ndim
        index = tuple(Along(0) if a == axis else i for a, i in enumerate(at))
        return Made(combine, grid([at[axis] + 1], [Column(operand, index)]))

    return rule


def standing(combine: Combine) -> Callable[[Call, Index], Made]:
    """argmax and argmin: where the largest or smallest number stands."""

    def rule(call: Call, at: Index) -> Made:
        return Made(combine, unmasked(call, at))

    return rule


RULES = {
    "sum": total,
    "mean": mean,
    "average": mean,
    "prod": plain("product"),
    "max": plain("maximum"),
    "amax": plain("maximum"),
    "min": plain("minimum"),
    "amin": plain("minimum"),
    "any": truth("maximum"),
    "all": truth("minimum"),
    "count_nonzero": count,
    "var": spread("sum"),
    "std": spread("root of sum"),
    "norm": norm,
    "linalg.norm": norm,
    "argmax": plain("argmax"),
    "argmin": plain("argmin"),
    "cumsum": running("sum"),
    "cumprod": running("product"),
}

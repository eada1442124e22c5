"""Operations along a row of numbers: cumsum, reduceat, diff, convolve."""

from __future__ import annotations

from collections.abc import Callable
from math import comb

import numpy as np

from backprop_explorer.trace.explain.call import Call
from backprop_explorer.trace.explain.explanation import Combine
from backprop_explorer.trace.explain.grid import Along, Column, grid
from backprop_explorer.trace.explain.operand import NoRule
from backprop_explorer.trace.explain.terms import Listed, Made, term
from backprop_explorer.trace.model import Index


def running(combine: Combine) -> Callable[[Call, Index], Made]:
    """cumsum, cumprod, maximum.accumulate: everything along one axis, up to this place."""

    def rule(call: Call, at: Index) -> Made:
        call.only("axis", "dtype")
        [operand] = call.operands(1)
        axis = call.option("axis", 1)
        if axis is None and operand.array.ndim > 1:
            shape = operand.array.shape
            indices = (np.unravel_index(n, shape) for n in range(at[0] + 1))  # row by row
            factors = (operand.factor(tuple(int(i) for i in index)) for index in indices)
            return Made(combine, Listed(tuple(map(term, factors))))
        axis = 0 if axis is None else axis % operand.array.ndim
        index = tuple(Along(0) if a == axis else i for a, i in enumerate(at))
        return Made(combine, grid([at[axis] + 1], [Column(operand, index)]))

    return rule


def cumulative(combine: Combine) -> Callable[[Call, Index], Made]:
    """np.cumulative_sum and np.cumulative_prod, which may begin with the sum of nothing."""

    def rule(call: Call, at: Index) -> Made:
        call.only("axis", "dtype", "include_initial")
        [operand] = call.operands(1)
        axis = call.option("axis") or 0
        axis %= operand.array.ndim
        count = at[axis] + (0 if call.option("include_initial") else 1)
        if count == 0:
            return Made("function")
        index = tuple(Along(0) if a == axis else i for a, i in enumerate(at))
        return Made(combine, grid([count], [Column(operand, index)]))

    return rule


def by_segments(combine: Combine) -> Callable[[Call, Index], Made]:
    """np.add.reduceat: from each index to the next, or one number where the next is no larger."""

    def rule(call: Call, at: Index) -> Made:
        call.only("axis", "dtype")
        [operand] = call.operands(1)
        axis = int(call.option("axis", 2, 0)) % operand.array.ndim
        starts = np.asarray(call.plain(call.argument("indices", 1))).tolist()
        here = at[axis]
        start = starts[here]
        end = starts[here + 1] if here + 1 < len(starts) else operand.array.shape[axis]
        index = tuple(Along(0, start) if a == axis else i for a, i in enumerate(at))
        return Made(combine, grid([max(end - start, 1)], [Column(operand, index)]))

    return rule


def difference(call: Call, at: Index) -> Made:
    """np.diff: each number less the one before; with n, that n times over."""
    call.only("n", "axis")
    [operand] = call.operands(1)
    times, axis = call.option("n", 1, 1), call.option("axis", 2, -1) % operand.array.ndim
    if operand.array.dtype == bool:
        raise NoRule("the difference of truths")
    terms = []
    for step in range(times, -1, -1):
        index = tuple(i + step if a == axis else i for a, i in enumerate(at))
        sign = -1 if (times - step) % 2 else 1
        terms.append(term(operand.factor(index), sign * comb(times, step)))
    return Made("sum", Listed(tuple(terms)))


def convolve(call: Call, at: Index) -> Made:
    """np.convolve(a, v): Σ aᵢ · vₘ₋ᵢ."""
    return _slid(call, at, "full", -1)


def correlate(call: Call, at: Index) -> Made:
    """np.correlate(a, v): Σ aₘ₊ᵢ · vᵢ, for an a that is no shorter than v."""
    return _slid(call, at, "valid", 1)


def _slid(call: Call, at: Index, usual: str, direction: int) -> Made:
    """v slides over a; the two of them meet in some of their numbers."""
    call.only("mode")
    a, v = call.operands(2)
    long, short = a.array.size, v.array.size
    if long < short or a.array.dtype.kind == "c" or v.array.dtype.kind == "c":
        raise NoRule(f"{call.operation} with the longer one behind")
    skipped = {"full": 0, "same": (short - 1) // 2, "valid": short - 1}
    end = at[0] + skipped[call.option("mode", 2, usual)]  # where the last of v stands over a
    first, last = max(0, end - short + 1), min(long - 1, end)
    in_v = end - first if direction < 0 else first - (end - short + 1)
    columns = [Column(a, (Along(0, first),)), Column(v, (Along(0, in_v, direction),))]
    return Made("sum", grid([last - first + 1], columns))


RULES = {
    "cumsum": running("sum"),
    "cumprod": running("product"),
    "maximum.accumulate": running("maximum"),
    "minimum.accumulate": running("minimum"),
    "cumulative_sum": cumulative("sum"),
    "cumulative_prod": cumulative("product"),
    "add.reduceat": by_segments("sum"),
    "multiply.reduceat": by_segments("product"),
    "maximum.reduceat": by_segments("maximum"),
    "minimum.reduceat": by_segments("minimum"),
    "diff": difference,
    "convolve": convolve,
    "correlate": correlate,
}

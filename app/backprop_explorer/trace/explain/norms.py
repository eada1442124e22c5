"""Lengths of vectors and sizes of matrices: np.linalg.norm in all its orders.

The norms of a matrix that need its singular values (2, −2, "nuc") have no rule.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from backprop_explorer.trace.explain.axes import axes_of, column
from backprop_explorer.trace.explain.call import Call
from backprop_explorer.trace.explain.explanation import Combine, Reason
from backprop_explorer.trace.explain.grid import Along, Column, grid
from backprop_explorer.trace.explain.operand import NoRule, Operand
from backprop_explorer.trace.explain.reduction import folded
from backprop_explorer.trace.explain.terms import Made
from backprop_explorer.trace.model import Index

_EXTREMES: dict[float, Combine] = {np.inf: "maximum", -np.inf: "minimum"}


def norm(call: Call, at: Index) -> Made:
    """np.linalg.norm: of vectors or of matrices, as the axes and the order have it."""
    call.only("axis", "keepdims", "ord")
    [operand] = call.operands(1)
    order, axis = call.option("ord", 1), call.option("axis", 2)
    dimensions = operand.array.ndim
    if order is None:
        return _of_vector(operand, 2, axes_of(axis, dimensions), at)
    axes = tuple(range(dimensions)) if axis is None else np.atleast_1d(axis).tolist()
    if len(axes) == 2:
        return _of_matrix(operand, order, [a % dimensions for a in axes], at)
    return _of_vector(operand, order, axes_of(axis, dimensions), at)


def vector_norm(call: Call, at: Index) -> Made:
    call.only("axis", "keepdims", "ord")
    [operand] = call.operands(1)
    axes = axes_of(call.option("axis"), operand.array.ndim)
    return _of_vector(operand, call.option("ord", None, 2), axes, at)


def matrix_norm(call: Call, at: Index) -> Made:
    call.only("keepdims", "ord")
    [operand] = call.operands(1)
    dimensions = operand.array.ndim
    order = call.option("ord", None, "fro")
    return _of_matrix(operand, order, [dimensions - 2, dimensions - 1], at)


def _of_vector(operand: Operand, order: Any, axes: tuple[int, ...], at: Index) -> Made:
    """(Σ |x|ᵖ)^(1/p): the p-th root of a sum; for p = ∞ the largest |x|."""
    if operand.array.dtype.kind == "c":
        raise NoRule("the norm of complex numbers")
    numbers = column(operand, axes, at)
    lengths = [operand.array.shape[a] for a in axes]
    if order in _EXTREMES:
        return Made(_EXTREMES[order], grid(lengths, [numbers], sizes=True))
    if isinstance(order, str):
        raise NoRule(f"the norm of order {order}")
    if order < 1 or order != int(order):
        return folded(grid(lengths, [numbers]), f"the norm of order {order}")
    terms = grid(lengths, [numbers] * int(order), sizes=int(order) % 2 == 1)
    return Made("sum" if order == 1 else "root of sum", terms)


def _of_matrix(operand: Operand, order: Any, axes: list[int], at: Index) -> Made:
    """The Frobenius norm, or the largest or smallest sum of sizes of a column or a row."""
    if order == "fro":
        return _of_vector(operand, 2, (min(axes), max(axes)), at)
    if isinstance(order, str) or abs(order) not in (1, np.inf):
        raise NoRule(f"the norm of order {order}")
    summed, chosen = axes if abs(order) == 1 else axes[::-1]
    within = column(operand, (min(axes), max(axes)), at).index
    lines = np.abs(operand.array[tuple(slice(None) if isinstance(i, Along) else i for i in within)])
    sums = lines.sum(axis=int(summed > chosen))
    winner = int(sums.argmax() if order > 0 else sums.argmin())
    index = list(within)
    index[chosen], index[summed] = winner, Along(0)
    line = "column" if abs(order) == 1 else "row"
    which = "largest" if order > 0 else "smallest"
    reason = Reason(f"Of the sums of sizes, that of {line} {winner} is the {which}.")
    terms = grid([operand.array.shape[summed]], [Column(operand, tuple(index))], sizes=True)
    return Made("sum", terms, because=(reason,))


RULES = {
    "norm": norm,
    "linalg.norm": norm,
    "vector_norm": vector_norm,
    "matrix_norm": matrix_norm,
}

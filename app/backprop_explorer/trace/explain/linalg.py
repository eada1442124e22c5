"""More products of matrices and vectors: outer, kron, multi_dot, and the sum of a diagonal."""

from __future__ import annotations

import numpy as np

from backprop_explorer.trace.explain.call import Call
from backprop_explorer.trace.explain.contraction import products
from backprop_explorer.trace.explain.grid import Along, Column, grid
from backprop_explorer.trace.explain.operand import NoRule
from backprop_explorer.trace.explain.terms import Made, listed
from backprop_explorer.trace.model import Index


def outer(call: Call, at: Index) -> Made:
    """Every number of the one times every number of the other, both flattened."""
    factors = []
    for operand, position in zip(call.operands(2), at, strict=True):
        index = np.unravel_index(position, operand.array.shape) if operand.array.ndim else ()
        factors.append(operand.factor(tuple(int(i) for i in index)))
    return listed("product", *factors)


def trace(call: Call, at: Index) -> Made:
    """The sum of a diagonal, of a matrix with two axes."""
    call.only("offset", "dtype")
    [operand] = call.operands(1)
    offset = call.option("offset", 1, 0)
    if operand.array.ndim != 2:
        raise NoRule("trace of more than a matrix")
    rows, columns = operand.array.shape
    first = max(-offset, 0)
    length = max(0, min(rows - first, columns - first - offset))
    diagonal = Column(operand, (Along(0, first), Along(0, first + offset)))
    return Made("sum", grid([length], [diagonal]))


def multi_dot(call: Call, at: Index) -> Made:
    """A chain of matrix products: every path from the first to the last."""
    operands = [call.operand(part) for part in call.event.arguments[0]]
    letters = [(f"k{n}", f"k{n + 1}") for n in range(len(operands))]
    if any(operand.array.ndim != 2 for operand in operands):
        raise NoRule("multi_dot with a vector")
    return products(call, operands, (letters, (letters[0][0], letters[-1][1])), at)


def kron(call: Call, at: Index) -> Made:
    """Every number of the one times all of the other, in blocks."""
    a, b = call.operands(2)
    if a.array.ndim != b.array.ndim:
        raise NoRule("kron of different numbers of axes")
    blocks = tuple(i // n for i, n in zip(at, b.array.shape, strict=True))
    inside = tuple(i % n for i, n in zip(at, b.array.shape, strict=True))
    return listed("product", a.factor(blocks), b.factor(inside))


RULES = {
    "outer": outer,
    "kron": kron,
    "multi_dot": multi_dot,
    "trace": trace,
}

"""Sums of products: x @ W, np.dot, einsum and their family.

All of them are one idea: give every axis of every operand a letter, as einsum does; a letter that
is not in the result is summed over. So each function here only says which letters its axes get.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from backprop_explorer.trace.explain.call import Call
from backprop_explorer.trace.explain.grid import Along, Column, grid
from backprop_explorer.trace.explain.operand import NoRule, Operand
from backprop_explorer.trace.explain.terms import Made, listed
from backprop_explorer.trace.model import Index

Letters = tuple[str, ...]
Subscripts = tuple[Sequence[Letters], Letters]  # of the operands, of the result


def contraction(
    subscripts: Callable[[Call, Sequence[Operand]], Subscripts], count: int = 2
) -> Callable[[Call, Index], Made]:
    """The rule of an operation whose axes are lettered like this."""

    def rule(call: Call, at: Index) -> Made:
        call.only("axes", "dtype")
        operands = call.operands(count)
        return products(call, operands, subscripts(call, operands), at)

    return rule


def products(call: Call, operands: Sequence[Operand], lettered: Subscripts, at: Index) -> Made:
    """Σ Π operands over every letter that is not fixed by the place in the result."""
    letters, result = lettered
    if len(result) != len(at):
        raise NoRule(call.operation)
    fixed = dict(zip(result, at, strict=True))
    lengths: dict[str, int] = {}
    for operand, own in zip(operands, letters, strict=True):
        for letter, length in zip(own, operand.array.shape, strict=True):
            if letter not in fixed:
                lengths[letter] = max(lengths.get(letter, length), length) if length else 0
    order = {letter: Along(axis) for axis, letter in enumerate(lengths)}
    columns = []
    for operand, own in zip(operands, letters, strict=True):
        places = zip(own, operand.array.shape, strict=True)
        index = tuple(0 if n == 1 else order.get(i, fixed.get(i, 0)) for i, n in places)
        columns.append(Column(operand, index))
    if not lengths:
        return listed("product", *(column.operand.factor(column.at(())) for column in columns))
    logical = call.result.dtype == bool  # or of ands
    return Made("maximum" if logical else "sum", grid(list(lengths.values()), columns))


def batch(count: int) -> Letters:
    """Letters for broadcast axes, lettered from the right so that they line up."""
    return tuple(f"batch{i}" for i in range(count, 0, -1))


def matmul(call: Call, operands: Sequence[Operand]) -> Subscripts:
    left, right = (operand.array.ndim for operand in operands)
    if left == 0 or right == 0:
        raise NoRule("matmul of a scalar")
    a = ("k",) if left == 1 else (*batch(left - 2), "i", "k")
    b = ("k",) if right == 1 else (*batch(right - 2), "k", "j")
    result = (*batch(max(left, right, 2) - 2), *("i",) * (left > 1), *("j",) * (right > 1))
    return (a, b), result


def matvec(call: Call, operands: Sequence[Operand]) -> Subscripts:
    left, right = (operand.array.ndim for operand in operands)
    broadcast = batch(max(left - 2, right - 1))
    return ((*batch(left - 2), "i", "k"), (*batch(right - 1), "k")), (*broadcast, "i")


def vecmat(call: Call, operands: Sequence[Operand]) -> Subscripts:
    left, right = (operand.array.ndim for operand in operands)
    if operands[0].array.dtype.kind == "c":
        raise NoRule("vecmat of complex numbers")
    broadcast = batch(max(left - 1, right - 2))
    return ((*batch(left - 1), "k"), (*batch(right - 2), "k", "j")), (*broadcast, "j")


def dot(call: Call, operands: Sequence[Operand]) -> Subscripts:
    left, right = (operand.array.ndim for operand in operands)
    if left == 0 or right == 0:  # a scalar times an array
        axes = tuple(f"i{axis}" for axis in range(max(left, right)))
        return (axes[:left], axes[:right]), axes
    a = tuple(f"a{axis}" for axis in range(left - 1))
    b = tuple(f"b{axis}" for axis in range(right - 1))
    lettered = (*b[:-1], "k", *b[-1:]) if right > 1 else ("k",)
    return ((*a, "k"), lettered), (*a, *b)


def inner(call: Call, operands: Sequence[Operand]) -> Subscripts:
    left, right = (operand.array.ndim for operand in operands)
    if left == 0 or right == 0:
        return dot(call, operands)
    a = tuple(f"a{axis}" for axis in range(left - 1))
    b = tuple(f"b{axis}" for axis in range(right - 1))
    return ((*a, "k"), (*b, "k")), (*a, *b)


def vdot(call: Call, operands: Sequence[Operand]) -> Subscripts:
    left, right = (operand.array for operand in operands)
    if left.shape != right.shape or left.dtype.kind == "c":
        raise NoRule("vdot of different shapes")
    axes = tuple(f"i{axis}" for axis in range(left.ndim))
    return (axes, axes), ()


def vecdot(call: Call, operands: Sequence[Operand]) -> Subscripts:
    left, right = (operand.array.ndim for operand in operands)
    if call.event.options.get("axis") is not None or operands[0].array.dtype.kind == "c":
        raise NoRule("vecdot along another axis")
    return ((*batch(left - 1), "k"), (*batch(right - 1), "k")), batch(max(left, right) - 1)


def tensordot(call: Call, operands: Sequence[Operand]) -> Subscripts:
    left, right = (operand.array.ndim for operand in operands)
    axes = call.option("axes", 2, 2)
    if isinstance(axes, (int, np.integer)):
        summed = (list(range(left - int(axes), left)), list(range(int(axes))))
    else:
        first, second = (np.atleast_1d(part).tolist() for part in axes)
        summed = ([axis % left for axis in first], [axis % right for axis in second])
    pairs = {f"k{n}": pair for n, pair in enumerate(zip(*summed, strict=True))}
    of_left = {pair[0]: letter for letter, pair in pairs.items()}
    of_right = {pair[1]: letter for letter, pair in pairs.items()}
    a = tuple(of_left.get(axis, f"a{axis}") for axis in range(left))
    b = tuple(of_right.get(axis, f"b{axis}") for axis in range(right))
    return (a, b), tuple(letter for letter in (*a, *b) if letter not in pairs)


RULES = {
    "matmul": contraction(matmul),
    "matvec": contraction(matvec),
    "vecmat": contraction(vecmat),
    "dot": contraction(dot),
    "inner": contraction(inner),
    "vdot": contraction(vdot),
    "vecdot": contraction(vecdot),
    "tensordot": contraction(tensordot),
}

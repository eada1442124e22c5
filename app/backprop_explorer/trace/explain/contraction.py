"""Sums of products: x @ W, np.dot, einsum and their family.

All of them are one idea: give every axis of every operand a letter, as einsum does; a letter that
is not in the result is summed over. So each function here only says which letters its axes get.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from backprop_explorer.trace.explain.call import Call, NoRule, Operand
from backprop_explorer.trace.explain.terms import Along, Column, Made, grid, listed
from backprop_explorer.trace.model import Index

Letters = tuple[str, ...]
Subscripts = tuple[Sequence[Letters], Letters]  # of the operands, of the result


def contraction(
    subscripts: Callable[[Call, Sequence[Operand]], Subscripts], count: int | None = 2
) -> Callable[[Call, Index], Made]:
    """The rule of an operation whose axes are lettered like this."""

    def rule(call: Call, at: Index) -> Made:
        call.only("axes", "dtype")
        given = call.event.arguments
        operands = (
            call.operands(count)
            if count
            else [call.operand(argument) for argument in given if not isinstance(argument, str)]
        )
        letters, result = subscripts(call, operands)
        if len(result) != len(at):
            raise NoRule(call.operation)
        return products(call, operands, letters, dict(zip(result, at, strict=True)))

    return rule


def products(
    call: Call, operands: Sequence[Operand], letters: Sequence[Letters], fixed: dict[str, int]
) -> Made:
    """Σ Π operands over every letter that is not fixed by the place in the result."""
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


def _batch(count: int) -> Letters:
    """Letters for broadcast axes, lettered from the right so that they line up."""
    return tuple(f"batch{i}" for i in range(count, 0, -1))


def matmul(call: Call, operands: Sequence[Operand]) -> Subscripts:
    left, right = (operand.array.ndim for operand in operands)
    if left == 0 or right == 0:
        raise NoRule("matmul of a scalar")
    a = ("k",) if left == 1 else (*_batch(left - 2), "i", "k")
    b = ("k",) if right == 1 else (*_batch(right - 2), "k", "j")
    result = (*_batch(max(left, right, 2) - 2), *("i",) * (left > 1), *("j",) * (right > 1))
    return (a, b), result


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
    return ((*_batch(left - 1), "k"), (*_batch(right - 1), "k")), _batch(max(left, right) - 1)


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


def trace(call: Call, operands: Sequence[Operand]) -> Subscripts:
    if len(call.event.arguments) > 1 or call.event.options or operands[0].array.ndim != 2:
        raise NoRule("trace of another diagonal")
    rows, columns = operands[0].array.shape
    if rows != columns:
        raise NoRule("trace of a matrix that is not square")
    return [("i", "i")], ()


def einsum(call: Call, operands: Sequence[Operand]) -> Subscripts:
    given = call.event.arguments[0]
    if not isinstance(given, str):
        raise NoRule("einsum with axis lists")
    inputs, arrow, output = given.replace(" ", "").partition("->")
    parts = inputs.split(",")
    if len(parts) != len(operands):
        raise NoRule("einsum")
    ranks = [operand.array.ndim for operand in operands]
    spare = [n - len(p.replace("...", "")) for n, p in zip(ranks, parts, strict=True)]
    letters = [_spell(part, n) for part, n in zip(parts, spare, strict=True)]
    if not arrow:  # every letter that stands once, in alphabetical order
        named = inputs.replace("...", "").replace(",", "")
        once = "".join(sorted(letter for letter in set(named) if named.count(letter) == 1))
        output = ("..." if "..." in inputs else "") + once
    broadcast = max((n for n, p in zip(spare, parts, strict=True) if "..." in p), default=0)
    return letters, _spell(output, broadcast)


def _spell(part: str, broadcast: int) -> Letters:
    """ "n...i" → ("n", "batch2", "batch1", "i") for two broadcast axes."""
    before, dots, after = part.partition("...")
    return (*before, *(_batch(broadcast) if dots else ()), *after)


def outer(call: Call, at: Index) -> Made:
    """Every number of the one times every number of the other, both flattened."""
    factors = []
    for operand, position in zip(call.operands(2), at, strict=True):
        index = np.unravel_index(position, operand.array.shape) if operand.array.ndim else ()
        factors.append(operand.factor(tuple(int(i) for i in index)))
    return listed("product", *factors)


RULES = {
    "matmul": contraction(matmul),
    "dot": contraction(dot),
    "inner": contraction(inner),
    "vdot": contraction(vdot),
    "vecdot": contraction(vecdot),
    "tensordot": contraction(tensordot),
    "trace": contraction(trace, 1),
    "einsum": contraction(einsum, None),
    "outer": outer,
}

"""Operations that make each number from the numbers in the same place: z1 + b1, exp(x), x > 0.

Broadcasting pairs `b1[7]` with every `z1[n, 7]`; an operand's own index is found from the result's.
`np.add.outer(a, b)` pairs every number of `a` with every number of `b` instead, and then does the
same with the two.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from backprop_explorer.trace.explain.call import Call
from backprop_explorer.trace.explain.explanation import Combine, Factor
from backprop_explorer.trace.explain.operand import NoRule
from backprop_explorer.trace.explain.terms import Made, listed
from backprop_explorer.trace.model import Index

Pair = Callable[[Call, Index, int], list[Factor]]


def broadcast(call: Call, at: Index, count: int) -> list[Factor]:
    """The numbers that broadcasting brings together at this place of the result."""
    call.only("where", "dtype")
    if len(call.event.arguments) > count:
        raise NoRule(f"{call.operation} with {len(call.event.arguments)} arguments")
    return [operand.factor(operand.broadcast(at)) for operand in call.operands(count)]


def crossed(call: Call, at: Index, count: int) -> list[Factor]:
    """The two numbers that meet at this place of an outer operation."""
    call.only("dtype")
    left, right = call.operands(count)
    split = left.array.ndim
    return [left.factor(at[:split]), right.factor(at[split:])]


def listing(
    combine: Combine, pair: Pair = broadcast, *, signs: tuple[int, ...] = (1, 1)
) -> Callable[[Call, Index], Made]:
    """The rule of an operation whose numbers combine like this, each with its sign."""

    def rule(call: Call, at: Index) -> Made:
        factors = pair(call, at, len(signs))
        truths = all(factor.number.dtype == bool for factor in factors)
        logical = combine == "sum" and truths and "dtype" not in call.event.options
        # True + True is True
        return listed("maximum" if logical else combine, *factors, coefficients=signs)

    return rule


def square(call: Call, at: Index) -> Made:
    return listed("product", *broadcast(call, at, 1) * 2)


def ignoring_nan(combine: Combine) -> Callable[[Call, Index], Made]:
    """fmax and fmin: the number where the other one is NaN."""

    def rule(call: Call, at: Index) -> Made:
        factors = broadcast(call, at, 2)
        nan = any(factor.number != factor.number for factor in factors)
        return listed("function" if nan else combine, *factors)

    return rule


def clip(call: Call, at: Index) -> Made:
    """Between two bounds; with one of them it is a maximum or a minimum."""
    call.only("a_min", "a_max", "min", "max")
    [x] = call.operands(1)
    low, high = _bound(call, 1, "a_min", "min"), _bound(call, 2, "a_max", "max")
    bounds = [call.operand(bound) for bound in (low, high) if bound is not None]
    factors = [operand.factor(operand.broadcast(at)) for operand in (x, *bounds)]
    if len(bounds) == 2:
        return listed("function", *factors)
    return listed("minimum" if low is None else "maximum", *factors)


def _bound(call: Call, position: int, *names: str) -> Any:
    arguments, options = call.event.arguments, call.event.options
    named = [options[name] for name in names if options.get(name) is not None]
    return next(iter([*named, *arguments[position : position + 1]]), None)


def rounded(call: Call, at: Index) -> Made:
    """round(x), or round(x, decimals)."""
    call.only("decimals")
    [x] = call.operands(1)
    factors = [x.factor(x.broadcast(at))]
    if call.option("decimals", 1, 0) != 0:
        factors.append(call.operand(call.argument("decimals", 1)).factor(()))
    return listed("function", *factors)


def function(call: Call, at: Index) -> Made:
    """Any other NumPy function of the numbers in one place: exp, tanh, >, logical_and, …"""
    name, _, method = call.operation.partition(".")
    ufunc = getattr(np, name, None)
    if not isinstance(ufunc, np.ufunc) or ufunc.nout != 1 or ufunc.signature is not None:
        raise NoRule(call.operation)
    if method not in ("", "outer"):
        raise NoRule(call.operation)
    return listed("function", *(crossed if method else broadcast)(call, at, ufunc.nin))


_COMBINED: dict[str, tuple[Combine, tuple[int, ...]]] = {
    "add": ("sum", (1, 1)),
    "subtract": ("sum", (1, -1)),
    "multiply": ("product", (1, 1)),
    "divide": ("quotient", (1, 1)),
    "maximum": ("maximum", (1, 1)),
    "minimum": ("minimum", (1, 1)),
}
# No ufuncs, but functions of the numbers in one place all the same.
_PLAIN = "angle fix i0 imag nan_to_num real sinc".split()

RULES = {
    **{name: listing(combine, signs=signs) for name, (combine, signs) in _COMBINED.items()},
    **{
        f"{name}.outer": listing(combine, crossed, signs=signs)
        for name, (combine, signs) in _COMBINED.items()
    },
    "negative": listing("sum", signs=(-1,)),
    "positive": listing("select", signs=(1,)),
    "square": square,
    "fmax": ignoring_nan("maximum"),
    "fmin": ignoring_nan("minimum"),
    "clip": clip,
    "round": rounded,
    "around": rounded,
    **dict.fromkeys(_PLAIN, listing("function", signs=(1,))),
    "isclose": listing("function"),
}

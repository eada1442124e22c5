"""Operations that make each number from the numbers in the same place: z1 + b1, exp(x), x > 0.

Broadcasting pairs `b1[7]` with every `z1[n, 7]`; an operand's own index is found from the result's.
"""

from __future__ import annotations

import numpy as np

from backprop_explorer.trace.explain.call import Call, NoRule
from backprop_explorer.trace.explain.explanation import Factor
from backprop_explorer.trace.explain.terms import Made, listed
from backprop_explorer.trace.model import Index


def factors(call: Call, at: Index, count: int) -> list[Factor]:
    """The numbers that broadcasting brings together at this place of the result."""
    call.only("where", "dtype")
    return [operand.factor(operand.broadcast(at)) for operand in call.operands(count)]


def add(call: Call, at: Index) -> Made:
    logical = call.result.dtype == bool  # True + True is True
    return listed("maximum" if logical else "sum", *factors(call, at, 2))


def subtract(call: Call, at: Index) -> Made:
    return listed("sum", *factors(call, at, 2), coefficients=(1, -1))


def negative(call: Call, at: Index) -> Made:
    return listed("sum", *factors(call, at, 1), coefficients=(-1,))


def multiply(call: Call, at: Index) -> Made:
    return listed("product", *factors(call, at, 2))


def square(call: Call, at: Index) -> Made:
    return listed("product", *factors(call, at, 1) * 2)


def divide(call: Call, at: Index) -> Made:
    return listed("quotient", *factors(call, at, 2))


def maximum(call: Call, at: Index) -> Made:
    return listed("maximum", *factors(call, at, 2))


def minimum(call: Call, at: Index) -> Made:
    return listed("minimum", *factors(call, at, 2))


def positive(call: Call, at: Index) -> Made:
    return listed("select", *factors(call, at, 1))


def clip(call: Call, at: Index) -> Made:
    call.only("a_min", "a_max", "min", "max")
    options = call.event.options
    bounds = []
    for position, names in ((1, ("a_min", "min")), (2, ("a_max", "max"))):
        given = [options[name] for name in names if name in options]
        given += call.event.arguments[position : position + 1]
        if not given or given[0] is None:
            raise NoRule("clip on one side only")
        bounds.append(call.operand(given[0]))
    operands = [*call.operands(1), *bounds]
    return listed("function", *(operand.factor(operand.broadcast(at)) for operand in operands))


def rounded(call: Call, at: Index) -> Made:
    call.only("decimals")
    if call.option("decimals", 1, 0) != 0:
        raise NoRule("round to decimals")
    return listed("function", *(o.factor(o.broadcast(at)) for o in call.operands(1)))


def function(call: Call, at: Index) -> Made:
    """Any other NumPy function of the numbers in one place: exp, tanh, >, logical_and, …"""
    ufunc = getattr(np, call.operation, None)
    if not isinstance(ufunc, np.ufunc) or ufunc.nout != 1 or ufunc.signature is not None:
        raise NoRule(call.operation)
    return listed("function", *factors(call, at, ufunc.nin))


RULES = {
    "add": add,
    "subtract": subtract,
    "negative": negative,
    "positive": positive,
    "multiply": multiply,
    "square": square,
    "divide": divide,
    "maximum": maximum,
    "fmax": maximum,
    "minimum": minimum,
    "fmin": minimum,
    "clip": clip,
    "round": rounded,
    "around": rounded,
}

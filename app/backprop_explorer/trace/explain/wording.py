"""One number of an explanation in words: "z1[3, 7]", "z1[3, 7] = −0.2", "mask1[3, 7] is True"."""

from __future__ import annotations

from backprop_explorer.trace.explain.explanation import Factor
from backprop_explorer.trace.explain.formula import ATOM, bracket
from backprop_explorer.trace.explain.text import number_text
from backprop_explorer.trace.model import value_id


def place(factor: Factor) -> str:
    """The number's name with its index: "z1[3, 7]", "(x · W1)[3, 7]"."""
    if not factor.index:
        return factor.label or factor.name
    unnamed = value_id(factor.name) is not None
    name = bracket(factor.label, ATOM) if unnamed and factor.label else factor.name
    return f"{name}[{', '.join(map(str, factor.index))}]"


def equation(factor: Factor) -> str:
    """ "z1[3, 7] = −0.2", or just "0" for a number that stands in the code."""
    if factor.value is None:
        return place(factor)
    return f"{place(factor)} = {number_text(factor.number)}"


def stated(factor: Factor) -> str:
    """ "mask1[3, 7] is True", "t[3] = 7"."""
    if factor.number.dtype == bool:
        return f"{place(factor)} is {bool(factor.number)}"
    return equation(factor)

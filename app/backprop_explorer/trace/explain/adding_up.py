"""Combining terms into their number, and the promise that they make it.

An explanation that does not add up would teach something false. So every answer of a rule is
checked against the array before it is shown; one that fails (an option no rule knows, a subclass
with its own arithmetic) is withdrawn, and the operation is shown as opaque.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from backprop_explorer.trace.explain.explanation import Combine
from backprop_explorer.trace.explain.operand import NoRule
from backprop_explorer.trace.explain.terms import Made
from backprop_explorer.trace.model import Array

COMBINED: dict[Combine, Any] = {
    "sum": np.sum,
    "root of sum": np.sum,
    "product": np.prod,
    "maximum": np.max,
    "minimum": np.min,
    "argmax": np.max,
    "argmin": np.min,
}


def combined(combine: Combine, numbers: Array) -> Any:
    """What these terms make together, as a Python number; None for no terms at all."""
    if not numbers.size:
        return None
    with np.errstate(all="ignore"):
        return COMBINED[combine](numbers).item()


def adds_up(made: Made, number: Any) -> None:
    """Raises NoRule unless the terms make the number, to the rounding of its dtype."""
    numbers = made.terms.numbers
    with np.errstate(all="ignore"):
        match made.combine:
            case "sum" | "product" | "maximum" | "minimum" if numbers.size:
                result = COMBINED[made.combine](numbers)
            case "root of sum" if numbers.size:
                result = np.sum(numbers) ** (1 / made.terms.degree)
            case "quotient":
                result = np.true_divide(*numbers)
            case "select":
                result = numbers[0]
            case "argmax" | "argmin":
                # The first of equals; NaN counts as both the largest and the smallest.
                result = getattr(np, made.combine)(numbers)
            case "position":
                label = made.terms.term(0).label
                result = -1 if label is None else label.at
            case _:
                return
        parts = numbers if made.combine == "sum" else np.array([result])
        if not _same(result, number, parts, _coarsest(made, number)):
            raise NoRule(f"its terms make {result:.6g}")


def _same(result: Any, number: Any, terms: Array, computed: np.dtype[Any]) -> bool:
    if number.dtype.kind in "biu":
        # Integers wrap around where they do not fit their type.
        return bool(np.array(result).astype(number.dtype) == number)
    if np.isnan(result) or np.isnan(number):
        return bool(np.isnan(number)) or not np.all(np.isfinite(terms))
    limits = np.finfo(computed)
    if np.isinf(number):
        return bool(result == number or abs(result) >= float(limits.max) * 0.99)
    rounding = float(limits.eps) * (4 + terms.size) * float(np.sum(np.abs(terms)))
    return bool(abs(result - number) <= 4 * rounding + float(limits.tiny))


def _coarsest(made: Made, number: Any) -> np.dtype[Any]:
    """The float type with the fewest digits that took part: NumPy computes in the operands' type,
    and only then writes the result into an `out=` that may have more."""
    types = [number.dtype, *made.terms.dtypes]
    floats = [dtype for dtype in types if dtype.kind in "fc"]
    return max(floats, key=lambda dtype: float(np.finfo(dtype).eps), default=np.dtype(np.float64))

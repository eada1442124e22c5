"""Numbers and shapes as text: four significant digits and a real minus sign."""

from __future__ import annotations

from typing import Any

import numpy as np


def number_text(number: Any) -> str:
    """ "−0.2", "3.378", "7", "True", "1.2e−5", "∞", "NaN"."""
    return _written(number, 4)


def constant_text(number: Any) -> str:
    """A number that stands in the code: in full if it is short (0.044715), else as any other."""
    number = np.asarray(number)[()]
    short = number.dtype.kind == "f" and number.dtype.type(f"{number:.6g}") == number
    return _written(number, 6 if short else 4)


def _written(number: Any, digits: int) -> str:
    number = np.asarray(number)[()]
    kind = number.dtype.kind
    if kind == "b":
        return str(bool(number))
    if number == 0:
        return "0"  # −0.0 too: its sign is of no interest here
    if kind in "iu":
        return str(number).replace("-", "−")
    if kind == "c":
        return f"{number:.{digits}g}".replace("-", "−")
    if np.isnan(number):
        return "NaN"
    if np.isinf(number):
        return "∞" if number > 0 else "−∞"
    text = f"{float(number):.{digits}g}"
    mantissa, e, exponent = text.partition("e")
    if e:
        text = f"{mantissa}e{int(exponent)}"
    return text.replace("-", "−")


def ordinal(place: int) -> str:
    """ "1st", "2nd", "3rd", "4th", "11th", counted from 0 as arrays are."""
    number = place + 1
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10)
    return f"{number}{ending or 'th'}"


def shape_text(shape: tuple[int, ...]) -> str:
    """ "(100 × 50)", "(50)", "(a single number)"."""
    return f"({' × '.join(map(str, shape))})" if shape else "(a single number)"

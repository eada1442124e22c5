"""Numbers and shapes as text: four significant digits and a real minus sign."""

from __future__ import annotations

from typing import Any

import numpy as np


def number_text(number: Any) -> str:
    """ "−0.2", "3.378", "7", "True", "1.2e−5", "∞", "NaN"."""
    number = np.asarray(number)[()]
    kind = number.dtype.kind
    if kind == "b":
        return str(bool(number))
    if number == 0:
        return "0"  # −0.0 too: its sign is of no interest here
    if kind in "iu":
        return str(number).replace("-", "−")
    if kind == "c":
        return f"{number:.4g}".replace("-", "−")
    if np.isnan(number):
        return "NaN"
    if np.isinf(number):
        return "∞" if number > 0 else "−∞"
    text = f"{float(number):.4g}"
    mantissa, e, exponent = text.partition("e")
    if e:
        text = f"{mantissa}e{int(exponent)}"
    return text.replace("-", "−")


def shape_text(shape: tuple[int, ...]) -> str:
    """ "(100 × 50)", "(50)", "(a single number)"."""
    return f"({' × '.join(map(str, shape))})" if shape else "(a single number)"

"""Arithmetic in double precision, so that nothing is rounded on the way to a term."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from backprop_explorer.trace.explain.explanation import Factor


def exact(numbers: Any) -> Any:
    """Numbers in the widest type of their kind."""
    widest = {"f": np.float64, "c": np.complex128}.get(numbers.dtype.kind, np.int64)
    return numbers.astype(widest)


def product(factors: Sequence[Factor], coefficient: float = 1) -> Any:
    """coefficient · Π (factor − minus), as a Python number."""
    number: Any = np.int64(1)
    for factor in factors:
        number = number * (exact(factor.number) - (factor.minus or 0))
    return (number if coefficient == 1 else number * coefficient).item()

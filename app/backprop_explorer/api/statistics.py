"""An array in a few numbers."""

from __future__ import annotations

from typing import Any

import numpy as np

from backprop_explorer.trace.model import Array

BINS = 32


def statistics(array: Array) -> dict[str, Any]:
    """Computed over the finite elements, in float64; None where there are none.

    min, max, mean, std, norm (Euclidean), zeros and nonfinite (counts), and a histogram of up to 32
    bins of equal width: `counts`, and `edges`, one more than the counts.
    """
    flat = array.ravel()
    if flat.dtype.kind != "f":
        flat = flat.astype(np.float64)
    finite = np.isfinite(flat)
    nonfinite = int(flat.size - np.count_nonzero(finite))
    numbers = (flat[finite] if nonfinite else flat).astype(np.float64)
    counted = {"count": flat.size, "zeros": int(np.count_nonzero(numbers == 0))}
    if not numbers.size:
        empty = dict.fromkeys(("min", "max", "mean", "std", "norm", "histogram"))
        return {**empty, **counted, "nonfinite": nonfinite}
    low, high = flat.dtype.type(numbers.min()), flat.dtype.type(numbers.max())
    return {
        "min": low,
        "max": high,
        "mean": numbers.mean(),
        "std": numbers.std(),
        "norm": np.sqrt(np.dot(numbers, numbers)),
        **counted,
        "nonfinite": nonfinite,
        "histogram": histogram(numbers, float(low), float(high)),
    }


def histogram(numbers: Array, low: float, high: float) -> dict[str, Any]:
    """Counts in bins of equal width; one bin where all numbers are the same."""
    width = high - low
    if width == 0 or not np.isfinite(width):
        return {"counts": [numbers.size], "edges": [low, high]}
    bins = np.minimum(((numbers - low) / width * BINS).astype(np.intp), BINS - 1)
    edges = np.linspace(low, high, BINS + 1)
    return {"counts": np.bincount(bins, minlength=BINS), "edges": edges}

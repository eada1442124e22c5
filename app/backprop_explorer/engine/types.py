"""The words every file of the engine shares."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
"""Floats in practice: float32 to train, float64 to check."""

Shape = tuple[int, ...]
"""The shape of one example, without the batch axis: (784,)."""

Parameters = dict[str, Array]
"""Arrays by the textbook's names: W1, b1, W2, … or, for gradients, the same names."""

Scalar = Any
"""One number: a NumPy scalar or an array without axes (they compute alike)."""

DType = type[np.float32] | type[np.float64]

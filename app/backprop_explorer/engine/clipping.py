"""Gradients that are too large, made smaller before they change anything."""

from __future__ import annotations

from abc import ABC, abstractmethod
from math import isfinite

import numpy as np

from backprop_explorer.engine.errors import InvalidSetting
from backprop_explorer.engine.types import Parameters

SMALL = 1e-6
"""Added to the norm, as in PyTorch: gradients that are all 0 have a norm to divide by."""


class Clipping(ABC):
    """One steep place can throw the parameters far away; a limit keeps the step short.

    Every iteration runs the same operations, whether there is anything to clip or not.
    """

    def __init__(self, limit: float) -> None:
        """Raises InvalidSetting unless the limit is positive and finite."""
        if not (isfinite(limit) and limit > 0):
            raise InvalidSetting(
                f"A limit of {limit} is not possible: it is the largest that gradients may be, so "
                "take a positive number, such as 1."
            )
        self.limit = float(limit)

    @abstractmethod
    def clipped(self, grads: Parameters) -> Parameters:
        """New gradients within the limit; the given ones stay as they are."""


class ClipNorm(Clipping):
    """All gradients, as one long vector, are scaled down to the limit where they are longer.

        norm = sqrt(sum of dW * dW over all parameters)
        dW = dW * min(1, limit / (norm + 1e-6))

    Their direction stays. As PyTorch's `clip_grad_norm_`.
    """

    def clipped(self, grads: Parameters) -> Parameters:
        squares = np.stack([(dW * dW).sum() for dW in grads.values()])
        norm = np.sqrt(squares.sum())
        factor = np.minimum(self.limit / (norm + SMALL), 1)
        return {name: dW * factor for name, dW in grads.items()}


class ClipValue(Clipping):
    """Every single number of a gradient is cut off at the limit, above and below.

        dW = clip(dW, -limit, limit)

    Simpler, but it changes the direction. As PyTorch's `clip_grad_value_`.
    """

    def clipped(self, grads: Parameters) -> Parameters:
        return {name: np.clip(dW, -self.limit, self.limit) for name, dW in grads.items()}

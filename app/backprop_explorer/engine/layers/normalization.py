"""What the layers that normalize have in common: learned scale and shift, and their refusals."""

from __future__ import annotations

from math import isfinite

from backprop_explorer.engine.errors import InvalidSetting, ShapeMismatch
from backprop_explorer.engine.layers.layer import Layer
from backprop_explorer.engine.types import Array


class Normalization(Layer):
    """y = gamma·x̂ + beta, where x̂ is x with mean 0 and variance 1 over some of its axes.

    `eps` is added to the variance, for numbers that are all alike.
    """

    parameters = ("gamma", "beta")

    def __init__(self, gamma: Array, beta: Array, eps: float) -> None:
        """gamma (D,) and beta (D,) are kept, not copied.

        Raises ShapeMismatch if they are not of one shape, InvalidSetting unless eps > 0.
        """
        if gamma.ndim != 1 or gamma.shape != beta.shape:
            raise ShapeMismatch(
                f"gamma of shape {gamma.shape} and beta of shape {beta.shape} do not scale and "
                "shift the same features: both need the shape (features,)."
            )
        if not (isfinite(eps) and eps > 0):
            raise InvalidSetting(
                f"An eps of {eps} is not possible: it keeps the division by the standard deviation "
                "from being one by 0, so take a small positive number, such as 1e-5."
            )
        self.gamma = gamma
        self.beta = beta
        self.eps = float(eps)

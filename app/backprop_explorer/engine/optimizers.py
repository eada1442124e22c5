"""How gradients change the parameters."""

from __future__ import annotations

from math import isfinite

from backprop_explorer.engine.errors import InvalidSetting
from backprop_explorer.engine.types import Parameters


class SGD:
    """Stochastic gradient descent: W ← W − learning_rate · dW."""

    def __init__(self, learning_rate: float = 0.1) -> None:
        """Raises InvalidSetting for a rate that is negative or not finite."""
        if not (isfinite(learning_rate) and learning_rate >= 0):
            raise InvalidSetting(
                f"A learning rate of {learning_rate} is not possible: take 0 or more, such as 0.1."
            )
        # A plain Python float leaves float32 parameters float32; a NumPy float64 would not.
        self.learning_rate = float(learning_rate)

    def update(self, params: Parameters, grads: Parameters) -> None:
        """Change every parameter in place, by the gradient of the same name."""
        for key in params:
            params[key] -= self.learning_rate * grads[key]

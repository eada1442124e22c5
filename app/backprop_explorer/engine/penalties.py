"""What makes large weights cost something, so that a network keeps to simple answers."""

from __future__ import annotations

from abc import ABC, abstractmethod
from math import isfinite

import numpy as np

from backprop_explorer.engine.errors import InvalidSetting
from backprop_explorer.engine.types import Array, Parameters, Scalar


class Penalty(ABC):
    """A term of the loss that depends on the parameters alone.

    Its gradient needs no backpropagation, so the optimizer adds it. By default only weights pay,
    which are the arrays with two or more axes: matrices and filters. Biases, and gamma and beta of
    a normalization, do not multiply inputs, and the textbook spares them; PyTorch's `weight_decay`
    does not, which is `weights_only=False`.
    """

    def __init__(self, strength: float, weights_only: bool = True) -> None:
        """Raises InvalidSetting unless the strength is 0 or more and finite."""
        if not (isfinite(strength) and strength >= 0):
            raise InvalidSetting(
                f"A strength of {strength} is not possible: it is what a large weight costs, so "
                "take 0 or more, such as 0.001."
            )
        self.strength = float(strength)
        self.weights_only = weights_only

    @abstractmethod
    def loss_of(self, W: Array) -> Scalar:
        """What one parameter costs."""

    @abstractmethod
    def gradient_of(self, W: Array) -> Array:
        """The gradient of that, in the shape of W."""

    def loss(self, params: Parameters) -> Scalar:
        """What is added to the loss, for all parameters together."""
        return sum(self.loss_of(W) for W in params.values() if self.concerns(W))

    def added(self, params: Parameters, grads: Parameters) -> Parameters:
        """The gradients of the loss with its penalty; the given ones stay as they are."""
        total = dict(grads)
        for name, W in params.items():
            if self.concerns(W):
                total[name] = grads[name] + self.gradient_of(W)
        return total

    def concerns(self, W: Array) -> bool:
        """Whether a parameter is one that pays."""
        return W.ndim > 1 or not self.weights_only


class L1(Penalty):
    """strength · Σ |W|: the same pull for every weight, so those of no use become 0."""

    def loss_of(self, W: Array) -> Scalar:
        return self.strength * np.abs(W).sum()

    def gradient_of(self, W: Array) -> Array:
        return self.strength * np.sign(W)


class L2(Penalty):
    """strength/2 · Σ W²: a pull that grows with the weight, so none becomes very large.

    Also called weight decay, because its gradient, strength · W, takes the same share of every
    weight in each step of SGD.
    """

    def loss_of(self, W: Array) -> Scalar:
        return self.strength / 2 * (W * W).sum()

    def gradient_of(self, W: Array) -> Array:
        return self.strength * W

"""Layer normalization: every example on its own gets mean 0 and variance 1."""

from __future__ import annotations

import numpy as np

from backprop_explorer.engine.errors import ShapeMismatch
from backprop_explorer.engine.layers.normalization import Normalization
from backprop_explorer.engine.types import Array, Shape


class LayerNorm(Normalization):
    """y = gamma·x̂ + beta with x̂ = (x − mean) / √(variance + eps), over the last axis.

    x: (N, …, D)    gamma, beta: (D,)    y: (N, …, D)

    An example is normalized by its own D numbers, so training and evaluation are the same, and so
    is a batch of one. A change of one number moves the mean and the variance under all D of them,
    which is what the two means in `backward` take back. Source: Ba, Kiros and Hinton, "Layer
    Normalization", 2016.
    """

    def __init__(self, gamma: Array, beta: Array, eps: float = 1e-5) -> None:
        super().__init__(gamma, beta, eps)

    def forward(self, x: Array) -> Array:
        mean = x.mean(axis=-1, keepdims=True)
        variance = x.var(axis=-1, keepdims=True)
        self.std = np.sqrt(variance + self.eps)
        self.x_hat = (x - mean) / self.std
        y = self.gamma * self.x_hat + self.beta
        return y

    def backward(self, dy: Array) -> Array:
        all_but_last = tuple(range(dy.ndim - 1))
        self.dgamma = (dy * self.x_hat).sum(axis=all_but_last)
        self.dbeta = dy.sum(axis=all_but_last)
        dx_hat = dy * self.gamma
        through_mean = dx_hat.mean(axis=-1, keepdims=True)
        through_variance = self.x_hat * (dx_hat * self.x_hat).mean(axis=-1, keepdims=True)
        dx = (dx_hat - through_mean - through_variance) / self.std
        return dx

    def output_shape(self, input_shape: Shape) -> Shape:
        if input_shape[-1:] != self.gamma.shape:
            raise ShapeMismatch(
                f"an input of shape {input_shape} does not end in the {len(self.gamma)} features "
                f"of gamma, of shape {self.gamma.shape}: the last axis needs that length."
            )
        return input_shape

"""Batch normalization: every feature gets mean 0 and variance 1 over the batch."""

from __future__ import annotations

import numpy as np

from backprop_explorer.engine.errors import InvalidSetting, ShapeMismatch
from backprop_explorer.engine.layers.normalization import Normalization
from backprop_explorer.engine.types import Array, Shape


class BatchNorm(Normalization):
    """y = gamma·x̂ + beta with x̂ = (x − mean) / √(variance + eps), feature by feature.

    x: (N, D), one mean for each of the D features; or images (N, D, H, W), one mean for each of
    the D channels, over all examples and places    gamma, beta: (D,)    y: as x

    In training, mean and variance are those of the batch, and the running statistics follow them:
    running ← running + momentum · (batch − running), with N − 1 in the variance's denominator, as
    in PyTorch. In evaluation the running statistics are used, so that an example's output does not
    depend on who else is in its batch. Source: Ioffe and Szegedy, "Batch Normalization", 2015.
    """

    statistics = ("running_mean", "running_var")
    mixes_examples = True

    def __init__(self, gamma: Array, beta: Array, momentum: float = 0.1, eps: float = 1e-5) -> None:
        """`momentum`: how far the running statistics move towards each batch, 0 to 1.

        Raises ShapeMismatch or InvalidSetting.
        """
        super().__init__(gamma, beta, eps)
        if not 0 <= momentum <= 1:
            raise InvalidSetting(
                f"A momentum of {momentum} is not possible: it is how far the running statistics "
                "move towards those of each batch, so take 0 to 1, such as 0.1."
            )
        self.momentum = float(momentum)
        self.running_mean = np.zeros_like(gamma)
        self.running_var = np.ones_like(gamma)

    def forward(self, x: Array) -> Array:
        # Channels last, so that arrays with a number for each channel, such as gamma, fit.
        x = x.swapaxes(1, -1)
        if self.training:
            mean, variance = self.batch_statistics(x)
        else:
            mean, variance = self.running_mean, self.running_var
        self.std = np.sqrt(variance + self.eps)
        self.x_hat = (x - mean) / self.std
        y = self.gamma * self.x_hat + self.beta
        return y.swapaxes(1, -1)

    def backward(self, dy: Array) -> Array:
        dy = dy.swapaxes(1, -1)
        all_but_last = tuple(range(dy.ndim - 1))
        self.dgamma = (dy * self.x_hat).sum(axis=all_but_last)
        self.dbeta = dy.sum(axis=all_but_last)
        if self.training:
            # Every example moves the mean and the variance under all the others.
            n = dy.size // len(self.gamma)
            through_batch = (self.dbeta + self.x_hat * self.dgamma) / n
            dy = dy - through_batch
        dx = dy * (self.gamma / self.std)
        return dx.swapaxes(1, -1)

    def batch_statistics(self, x: Array) -> tuple[Array, Array]:
        """Mean and variance, (D,), over all axes but the last; the running ones move along."""
        n = x.size // len(self.gamma)
        if n < 2:
            raise ShapeMismatch(
                f"A batch of shape {x.swapaxes(1, -1).shape} has one number per feature, and one "
                "number has no variance: BatchNorm learns from 2 or more examples in a batch."
            )
        all_but_last = tuple(range(x.ndim - 1))
        mean = x.mean(axis=all_but_last)
        variance = x.var(axis=all_but_last)
        self.running_mean += self.momentum * (mean - self.running_mean)
        self.running_var += self.momentum * (variance * (n / (n - 1)) - self.running_var)
        return mean, variance

    def output_shape(self, input_shape: Shape) -> Shape:
        if input_shape[:1] != self.gamma.shape:
            raise ShapeMismatch(
                f"an input of shape {input_shape} does not start with the {len(self.gamma)} "
                f"features or channels of gamma, of shape {self.gamma.shape}: the first axis of an "
                "example needs that length."
            )
        return input_shape

"""The last layer of a classifier: softmax and cross-entropy, together."""

from __future__ import annotations

import numpy as np

from backprop_explorer.engine.errors import InvalidSetting, ShapeMismatch
from backprop_explorer.engine.functions import (
    cross_entropy_error,
    is_one_hot,
    refuse_misfit,
    softmax,
)
from backprop_explorer.engine.losses.loss import Loss
from backprop_explorer.engine.losses.targets import fitted, one_hot, refuse_strangers, rows
from backprop_explorer.engine.types import Array, DType, Scalar, Shape


class SoftmaxWithLoss(Loss):
    """y = softmax(x), L = mean of −log y[t]: from scores to one number, the loss.

    x: (N, C) scores    t: (N,) class indices, or (N, C) one-hot rows    L: one number

    Together they have the simplest gradient there is: (y − t) / N, t as one-hot rows.
    After forward, `y`, `t` and `loss` can be looked at.

    With label smoothing, that share of every label is spread evenly over all classes, so that the
    network is never rewarded for being certain; `t` is then the smoothed rows. Source: Szegedy,
    Vanhoucke, Ioffe, Shlens and Wojna, "Rethinking the Inception Architecture for Computer
    Vision", 2015.
    """

    def __init__(self, label_smoothing: float = 0.0) -> None:
        """`label_smoothing`: the share spread. Raises InvalidSetting unless it is 0 to below 1."""
        if not 0 <= label_smoothing < 1:
            raise InvalidSetting(
                f"A label smoothing of {label_smoothing} is not possible: it is the share of a "
                "label that is spread over all classes, so take 0 or more and less than 1, such "
                "as 0.1."
            )
        self.label_smoothing = float(label_smoothing)

    def forward(self, x: Array, t: Array) -> Scalar:
        if self.label_smoothing:
            t = self.smoothed(t, x)
        self.t = t
        self.y = softmax(x)
        self.loss = cross_entropy_error(self.y, t)
        return self.loss

    def backward(self, dout: float = 1) -> Array:
        """The gradient with respect to the scores, (N, C), scaled by `dout`."""
        n = len(self.y)
        # "K" keeps y's layout in memory, a row per class, which is quick to sum over examples.
        dz = self.y.copy(order="K")
        if is_one_hot(self.y, self.t):
            dz -= self.t
        else:
            dz[np.arange(n), self.t] -= 1
        dz *= dout / n
        return dz

    def smoothed(self, t: Array, x: Array) -> Array:
        """Rows for the scores x, (N, C): most of the label, and the rest over all classes."""
        classes = x.shape[-1]
        if is_one_hot(x, t):
            t = fitted(t, x)
        else:
            refuse_misfit(x, t)
            t = one_hot(t, classes, x.dtype.type)
        smooth_t = t * (1 - self.label_smoothing) + self.label_smoothing / classes
        return smooth_t

    def output_shape(self, input_shape: Shape) -> Shape:
        """The loss has no axes. Raises ShapeMismatch unless an example is one row of scores."""
        if len(input_shape) != 1:
            raise ShapeMismatch(
                f"an input of shape {input_shape} is not one row of scores per example: the "
                "layer before has to give the shape (classes,)."
            )
        return ()

    def targets(self, labels: Array, outputs: int, dtype: DType) -> Array:
        """Class indices stay; rows become numbers of this type. Raises LabelMismatch."""
        if labels.ndim == 1:
            refuse_strangers(labels, outputs)
            return labels
        return rows(labels, outputs, dtype)

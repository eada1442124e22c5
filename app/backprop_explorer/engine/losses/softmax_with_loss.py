"""The last layer of a classifier: softmax and cross-entropy, together."""

from __future__ import annotations

import numpy as np

from backprop_explorer.engine.errors import ShapeMismatch
from backprop_explorer.engine.functions import cross_entropy_error, is_one_hot, softmax
from backprop_explorer.engine.types import Array, Scalar, Shape


class SoftmaxWithLoss:
    """y = softmax(x), L = mean of −log y[t]: from scores to one number, the loss.

    x: (N, C) scores    t: (N,) class indices, or (N, C) one-hot rows    L: one number

    Together they have the simplest gradient there is: (y − t) / N, t as one-hot rows.
    After forward, `y`, `t` and `loss` can be looked at.
    """

    def forward(self, x: Array, t: Array) -> Scalar:
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

    def output_shape(self, input_shape: Shape) -> Shape:
        """The loss has no axes. Raises ShapeMismatch unless an example is one row of scores."""
        if len(input_shape) != 1:
            raise ShapeMismatch(
                f"an input of shape {input_shape} is not one row of scores per example: the "
                "layer before has to give the shape (classes,)."
            )
        return ()

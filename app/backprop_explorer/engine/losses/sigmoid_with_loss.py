"""The last layer where every output answers a question of its own with yes or no."""

from __future__ import annotations

import numpy as np

from backprop_explorer.engine.errors import LabelMismatch
from backprop_explorer.engine.functions import sigmoid
from backprop_explorer.engine.losses.loss import Loss
from backprop_explorer.engine.losses.targets import fitted, rows
from backprop_explorer.engine.types import Array, DType, Scalar


class SigmoidWithLoss(Loss):
    """y = sigmoid(x), L = mean of −t·log y − (1 − t)·log(1 − y): binary cross-entropy.

    x: (N, 1) scores, one yes or no per example, or (N, K), K independent ones
    t: as x, 1 for yes and 0 for no, or a probability    L: one number

    As with softmax, the gradient is the difference: (y − t) divided by how many numbers there are.
    The loss is had from the scores, because a y that was rounded to 1 has no log(1 − y):
    −t·log y − (1 − t)·log(1 − y) = max(x, 0) − x·t + log(1 + e^(−|x|)), where nothing overflows
    and −|x| is the smaller of x and −x.
    """

    def forward(self, x: Array, t: Array) -> Scalar:
        self.t = fitted(t, x)
        refuse_no_probability(self.t)
        self.y = sigmoid(x)
        decay = np.exp(np.minimum(x, -x))
        losses = np.maximum(x, 0) - x * self.t + np.log1p(decay)
        self.loss = losses.mean()
        return self.loss

    def backward(self, dout: float = 1) -> Array:
        dz = self.y - self.t
        dz *= dout / dz.size
        return dz

    def targets(self, labels: Array, outputs: int, dtype: DType) -> Array:
        """Labels 0 and 1 for one output; for more, one-hot rows or the labels' own.

        Raises LabelMismatch.
        """
        t = rows(labels, outputs, dtype)
        refuse_no_probability(t)
        return t


def refuse_no_probability(t: Array) -> None:
    """Raise LabelMismatch unless every target is 0 to 1."""
    t = t.view(np.ndarray)
    if t.size and (t.min() < 0 or t.max() > 1):
        raise LabelMismatch(
            f"Targets from {t.min():g} to {t.max():g} are no probabilities: take 0 for no and 1 "
            "for yes, or what is between. More than two classes need an output for each."
        )

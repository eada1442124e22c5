"""The loss of support vector machines: right is not enough, it has to be right by a margin."""

from __future__ import annotations

import numpy as np

from backprop_explorer.engine.errors import LabelMismatch, ShapeMismatch
from backprop_explorer.engine.losses.loss import Loss
from backprop_explorer.engine.losses.targets import fitted, refuse_strangers, two_classes
from backprop_explorer.engine.types import Array, DType, Scalar, Shape


class Hinge(Loss):
    """L = mean of max(0, 1 − t·x) for one score per example: its sign is the answer.

    x: (N, 1) scores    t: (N, 1), −1 or +1
    x: (N, C) scores    t: (N,) class indices    L: one number

    With a score for each of C > 1 classes, that of the right class has to be larger by 1 than every
    other one: L = mean over examples of Σ max(0, 1 + x[c] − x[t]) / C over the others c, as
    PyTorch's multi_margin_loss. Whoever is right by the margin gives no gradient. Source: Crammer
    and Singer, "On the Algorithmic Implementation of Multiclass Kernel-based Vector Machines",
    2001, who count only the worst of the others.
    """

    def forward(self, x: Array, t: Array) -> Scalar:
        self.y = x
        if x.shape[1:] == (1,):
            self.t = fitted(t, x)
            refuse_no_sign(self.t)
            missing = 1 - self.t * x
        else:
            self.t = t
            missing = missing_margins(x, t)
        self.shortfall = np.maximum(missing, 0)
        self.loss = self.shortfall.mean()
        return self.loss

    def backward(self, dout: float = 1) -> Array:
        short = (self.shortfall > 0).astype(self.y.dtype)
        if self.y.shape[1:] == (1,):
            dx = -self.t * short
        else:
            dx = short
            dx[np.arange(len(dx)), self.t] = -short.sum(axis=1)
        dx *= dout / dx.size
        return dx

    def output_shape(self, input_shape: Shape) -> Shape:
        """The loss has no axes. Raises ShapeMismatch unless an example is one row of scores."""
        if len(input_shape) != 1:
            raise ShapeMismatch(
                f"an input of shape {input_shape} is not one row of scores per example: the "
                "layer before has to give the shape (1,) or (classes,)."
            )
        return ()

    def targets(self, labels: Array, outputs: int, dtype: DType) -> Array:
        """−1 for class 0 and +1 for class 1; class indices where there is a score for each.

        Raises LabelMismatch.
        """
        if outputs == 1:
            return 2 * two_classes(labels, dtype) - 1
        refuse_strangers(labels, outputs)
        return labels


def missing_margins(x: Array, t: Array) -> Array:
    """1 + x[c] − x[t] for every score of every example, and 0 for the right class itself."""
    if t.shape != x.shape[:1]:
        raise LabelMismatch(
            f"Labels of shape {t.shape} do not fit scores of shape {x.shape}: give class indices "
            f"of shape {x.shape[:1]}."
        )
    refuse_strangers(t, x.shape[1])
    examples = np.arange(len(x))
    right = x[examples, t]
    missing = 1 + x - right[:, None]
    missing[examples, t] = 0
    return missing


def refuse_no_sign(t: Array) -> None:
    """Raise LabelMismatch unless every target is −1 or +1."""
    t = t.view(np.ndarray)
    strangers = t[np.abs(t) != 1]
    if strangers.size:
        raise LabelMismatch(
            f"A target of {strangers[0]:g} is neither −1 nor +1, which the sign of a score is "
            "compared with: make them of labels 0 and 1 by 2 * t - 1."
        )

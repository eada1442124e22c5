"""The functions a classifier is made of: sigmoid, softmax, cross-entropy.

Each is written so that no intermediate number can overflow, and so that float32 stays float32.
Underflow is left alone: a number too small to write is 0, and here 0 is the right answer.
"""

from __future__ import annotations

import numpy as np

from backprop_explorer.engine.errors import LabelMismatch
from backprop_explorer.engine.types import Array, Scalar

SMALLEST_PROBABILITY = float(np.finfo(np.float32).tiny)
"""About 1.2e-38, the smallest normal float32. A Python float, so that it changes no dtype."""


def sigmoid(x: Array) -> Array:
    """1 / (1 + e⁻ˣ), for an array of any shape.

    e⁻ˣ overflows for very negative x, so the fraction is multiplied by eˣ / eˣ there, and every
    exponential is at most 1: 1 / (1 + e⁻ˣ) where x ≥ 0 and eˣ / (1 + eˣ) where x < 0. Of x and −x
    the smaller one is −|x|, and unlike |x| it is right for the complex steps of a gradient check.
    """
    numerator = np.exp(np.minimum(x, 0))
    decay = np.exp(np.minimum(x, -x))
    y = numerator / (1 + decay)
    return y


def softmax(x: Array) -> Array:
    """eˣ / Σ eˣ over the last axis: scores become probabilities that sum to 1.

    x: (C,) for one example or (N, …, C) for a batch; the result has the same shape.
    Adding a constant to every score of an example changes nothing, so the largest is brought
    to 0 first: no exponential exceeds 1.
    """
    # A row per class: NumPy compares and adds whole rows much faster than along them.
    logits = x.T.copy()
    largest = logits.max(axis=0)
    exponentials = np.exp(logits - largest)
    total = exponentials.sum(axis=0)
    y = (exponentials / total).T
    return y


def cross_entropy_error(y: Array, t: Array | int) -> Scalar:
    """−log y[t], averaged over the batch: how surprised the probabilities y are by the labels t.

    y: (N, C) probabilities, t: (N,) class indices or (N, C) one-hot rows (any rows that sum to
    1 will do); or y: (C,) and t: an index or (C,), for one example.

    Raises LabelMismatch if t is none of these.

    The logarithm of 0 is −∞, so probabilities are first raised to at least 1.2e-38: the error
    stays finite, at most 87.3. Every probability above that is used as it is, which the
    customary log(y + 1e-7) cannot say. The gradient (SoftmaxWithLoss) does not pass through
    here and is exact even at 0.
    """
    t = t if isinstance(t, np.ndarray) else np.array(t)
    if y.ndim == 1:
        y, t = y.reshape(1, -1), t.reshape(1, -1) if t.shape == y.shape else t.reshape(-1)
    n = len(y)
    if is_one_hot(y, t):
        log_y = np.log(np.maximum(y, SMALLEST_PROBABILITY))
        return -(t.astype(y.dtype, copy=False) * log_y).sum() / n
    refuse_misfit(y, t)
    p = y[np.arange(n), t]
    log_p = np.log(np.maximum(p, SMALLEST_PROBABILITY))
    return -log_p.sum() / n


def is_one_hot(y: Array, t: Array) -> bool:
    """Whether t holds a row per example, as y does, rather than an index per example."""
    return t.shape == y.shape


def refuse_misfit(y: Array, t: Array) -> None:
    """Raise LabelMismatch unless t is (N,) class indices for the probabilities y (N, C)."""
    if t.shape != y.shape[:1]:
        raise LabelMismatch(
            f"Labels of shape {t.shape} do not fit probabilities of shape {y.shape}: give class "
            f"indices of shape {y.shape[:1]} or one-hot rows of shape {y.shape}."
        )
    if t.dtype.kind not in "iu":
        raise LabelMismatch(
            f"Labels of shape {t.shape} are class indices and have to be whole numbers, not "
            f"{t.dtype}: convert them with t.astype(int), or give one-hot rows of shape {y.shape}."
        )
    refuse_unknown_classes(t, y.shape[1])


def refuse_unknown_classes(labels: Array, classes: int) -> None:
    """Raise LabelMismatch unless each of the indices (N,) is one of so many classes.

    NumPy would take −1 for the last class.
    """
    labels = labels.view(np.ndarray)  # so that a recording does not show the check as a step
    if not len(labels) or (labels.min() >= 0 and labels.max() < classes):
        return
    example = int(np.argmax((labels < 0) | (labels >= classes)))
    raise LabelMismatch(
        f"The label {labels[example]} is not the index of one of {classes} classes: take 0 to "
        f"{classes - 1}, or let the network have more outputs. It is that of example {example}."
    )

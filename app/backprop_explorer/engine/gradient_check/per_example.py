"""The loss of every example on its own."""

from __future__ import annotations

import numpy as np

from backprop_explorer.engine.functions import is_one_hot
from backprop_explorer.engine.losses import SoftmaxWithLoss
from backprop_explorer.engine.losses.loss import Loss
from backprop_explorer.engine.types import Array


def per_example(loss: Loss, x: Array, t: Array) -> Array:
    """(N,): what the loss of the batch is the mean of, for outputs x (N, …) and targets t.

    A loss may have a quick method for it, `per_example(x, t)`; for others every example is a batch
    of its own.
    """
    own = getattr(loss, "per_example", None)
    if own is not None:
        return np.asarray(own(x, t))
    if type(loss) is SoftmaxWithLoss:
        return surprise(x, loss.smoothed(t, x) if loss.label_smoothing else t)
    return np.array([loss.forward(x[n : n + 1], t[n : n + 1]) for n in range(len(x))])


def surprise(x: Array, t: Array) -> Array:
    """−log softmax(x)[t] for each row of scores: log Σ eˣ − x[t], with the largest score taken out.

    x: (N, C), t: (N,) class indices or (N, C) rows that say how much each class counts.

    That is what SoftmaxWithLoss.forward means and its backward is the gradient of, also where a
    probability is so small that forward raises it to the smallest it can tell from 0.
    """
    scores = x.T.copy()  # a row per class, as in softmax
    scores -= scores.max(axis=0)
    log_total = np.log(np.exp(scores).sum(axis=0))
    if is_one_hot(x, t):
        return np.asarray((t.T * (log_total - scores)).sum(axis=0))
    right = scores[t, np.arange(len(x))]
    return np.asarray(log_total - right)

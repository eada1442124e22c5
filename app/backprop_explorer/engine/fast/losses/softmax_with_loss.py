"""The twin of SoftmaxWithLoss, for labels that are class indices."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np

from backprop_explorer.engine.fast.steps import Batch, FastLoss, Step
from backprop_explorer.engine.functions import SMALLEST_PROBABILITY, refuse_unknown_classes
from backprop_explorer.engine.losses import SoftmaxWithLoss
from backprop_explorer.engine.types import Array


class FastSoftmaxWithLoss(FastLoss):
    """y = softmax(x), L = mean of −log y[t], and the gradient (y − t) / N, t as one-hot rows.

    Arrays have a row per class, as in `softmax`. So the number of example n for class t is number
    t·N + n of all; only those of the labels are not just y / N.
    """

    def __init__(self, loss: SoftmaxWithLoss, x: Array, batch: Batch) -> None:
        self.loss = loss
        self.x = x
        self.batch = batch
        self.probabilities = np.empty_like(x.T, order="C")
        self.gradients = np.empty_like(self.probabilities)
        self.dx = self.gradients.T

    def steps(self) -> Sequence[Step]:
        y = self.probabilities
        logits = np.empty_like(y)
        largest, total = np.empty_like(y[0]), np.empty_like(y[0])
        return [
            partial(np.copyto, logits, self.x.T),
            partial(np.maximum.reduce, logits, 0, None, largest),
            partial(np.subtract, logits, largest, logits),
            partial(np.exp, logits, logits),
            partial(np.add.reduce, logits, 0, None, total),
            partial(np.divide, logits, total, y),
            partial(np.multiply, y, np.array(1 / len(self.x), y.dtype), self.gradients),
            self.at_the_labels(),
        ]

    def at_the_labels(self) -> Step:
        """The loss, and the gradients of the scores that should have been the highest."""
        loss, batch, y = self.loss, self.batch, self.probabilities.T
        (n, classes), number = y.shape, y.dtype.type
        probabilities, gradients = self.probabilities.reshape(-1), self.gradients.reshape(-1)
        examples, labelled = np.arange(n), np.empty(n, np.intp)
        misses, log_p = np.empty(n, number), np.empty(n, number)
        count, one, share = np.array(n), np.array(1, number), np.array(1 / n, number)
        smallest = np.full(n, SMALLEST_PROBABILITY, number)
        copyto, add, subtract, multiply = np.copyto, np.add, np.subtract, np.multiply
        maximum, log, sum_of = np.maximum, np.log, np.add.reduce

        def step() -> None:
            loss.y = y
            loss.t = t = batch.t
            refuse_unknown_classes(t, classes)
            copyto(labelled, t)
            multiply(labelled, count, labelled)
            add(labelled, examples, labelled)
            p = probabilities[labelled]
            subtract(p, one, misses)
            multiply(misses, share, misses)
            gradients[labelled] = misses
            maximum(p, smallest, out=p)
            log(p, log_p)
            loss.loss = -sum_of(log_p) / n

        return step

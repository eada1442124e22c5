"""Steps of the input: each changes one example and no other."""

from __future__ import annotations

import numpy as np

from backprop_explorer.engine.gradient_check.probe import Probe
from backprop_explorer.engine.gradient_check.tail import Tail
from backprop_explorer.engine.types import Array


class InputProbe(Probe):
    """Runs the changed examples through all layers, many at once."""

    def __init__(self, tail: Tail, features: int) -> None:
        """`tail`: all layers    features: the numbers of an example of x"""
        self.tail = tail
        self.features = features
        self.at_once = tail.copies_at_once * (1 if tail.whole_copies else len(tail.t))

    def some_changes(self, elements: Array, step: complex) -> Array:
        stepped, feature = np.divmod(elements, self.features)
        element, example = self.tail.rows_of(stepped)
        rows = self.tail.arriving.take(example, axis=0)
        # Where whole copies run, the other examples of a copy take no step.
        steps = step * (example == stepped.take(element))
        self.make_steps(rows, feature.take(element), steps)
        return self.tail.changes(rows, element, example, len(elements))

    def make_steps(self, rows: Array, feature: Array, steps: Array) -> None:
        """Add `steps[r]` to the number `feature[r]` of row r, in place."""
        rows.reshape(len(rows), -1)[np.arange(len(rows)), feature] += steps


class AffineInputProbe(InputProbe):
    """Where the first layer is affine, it need not run: a step of x[n, i] adds step · W[i] to z[n].

    `tail` is then what comes after it.
    """

    def __init__(self, tail: Tail, W: Array) -> None:
        super().__init__(tail, len(W))
        self.W = W

    def make_steps(self, rows: Array, feature: Array, steps: Array) -> None:
        rows += steps[:, None] * self.W.take(feature, axis=0)

"""Steps of W and b of an affine layer, which change little, and in a known way."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from backprop_explorer.engine.gradient_check.affine_way import AffineWay
from backprop_explorer.engine.gradient_check.probe import Probe
from backprop_explorer.engine.types import Array


class AffineProbe(Probe):
    """A step of W[i, j] changes column j of z by step · x[:, i], and nothing else.

    Activations work element by element, so column j of a is still all that differs after them.
    Where the next layer is affine too, its sums change by that difference times row j of its W.

    An example whose x[:, i] is 0, or whose unit j is off before and after the step, is not changed
    at all and its loss need not be computed again: the loss provably does not depend on a weight
    that sees only zeros. Its slope is exactly 0, and is compared with backward's number like any
    other.
    """

    def __init__(self, inputs: Array, way: AffineWay) -> None:
        """`inputs`: (D, N), the x of each row of W, or ones for b"""
        self.inputs = np.ascontiguousarray(inputs)
        self.felt = np.array(self.inputs.any(axis=1))
        self.way = way
        self.units = way.z.shape[1]
        self.z = np.ascontiguousarray(way.z.T)
        self.a = np.ascontiguousarray(way.a.T)
        self.at_once = way.tail.copies_at_once

    def mean_slopes(self, elements: Array, steps: Sequence[complex]) -> Array:
        felt = self.felt.take(elements // self.units)
        slopes = np.zeros(len(elements), type(steps[0]))
        slopes[felt] = super().mean_slopes(elements[felt], steps)
        return slopes

    def some_changes(self, elements: Array, step: complex) -> Array:
        # `take` gathers rows in half the time that an index does.
        feature, column = np.divmod(elements, self.units)
        z = self.z.take(column, axis=0) + step * self.inputs.take(feature, axis=0)
        da = self.way.activated(z) - self.a.take(column, axis=0)
        tail = self.way.tail
        element, example = tail.rows_to_run(da != 0)
        rows = self.way.rows(example, column[element], da[element, example])
        return tail.changes(rows, element, example, len(elements))

"""Steps of W and b of an affine layer, which change little, and in a known way."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from backprop_explorer.engine.gradient_check.probe import Probe
from backprop_explorer.engine.gradient_check.tail import Tail
from backprop_explorer.engine.layers import Affine, Layer
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

    def __init__(
        self,
        inputs: Array,
        z: Array,
        activations: Sequence[Layer],
        a: Array,
        after: Affine | None,
        tail: Tail,
    ) -> None:
        """`inputs`: (D, N), the x of each row of W, or ones for b    z, a: (N, M)

        z goes through the `activations` to become a. `tail` is what comes after the affine layer
        `after`, or what receives a if that is None.
        """
        self.inputs = np.ascontiguousarray(inputs)
        self.felt = np.array(self.inputs.any(axis=1))
        self.z = np.ascontiguousarray(z.T)
        self.activations = activations
        self.a = np.ascontiguousarray(a.T)
        self.after = after
        self.tail = tail
        self.at_once = tail.copies_at_once

    def two_slopes(self, elements: Array, h: float) -> tuple[Array, Array]:
        felt = self.felt.take(elements // len(self.z))
        right, left = np.zeros((2, len(elements)))
        right[felt], left[felt] = super().two_slopes(elements[felt], h)
        return right, left

    def some_changes(self, elements: Array, step: float) -> Array:
        # `take` gathers rows in half the time that an index does.
        feature, column = np.divmod(elements, len(self.z))
        a = self.z.take(column, axis=0) + step * self.inputs.take(feature, axis=0)
        for activation in self.activations:
            a = activation.forward(a)
        da = a - self.a.take(column, axis=0)
        element, example = self.tail.rows_to_run(da != 0)
        rows = self.rows(example, column[element], da[element, example])
        return self.tail.changes(rows, element, example, len(elements))

    def rows(self, example: Array, column: Array, da: Array) -> Array:
        """What arrives at the tail of each example when a[example, column] changes by da."""
        rows = self.tail.arriving.take(example, axis=0)
        if self.after is None:
            rows[np.arange(len(rows)), column] += da
        else:
            rows += self.after.W.take(column, axis=0) * da[:, None]
        return rows

"""The way from an affine layer's output to the loss."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from backprop_explorer.engine.gradient_check.tail import Tail
from backprop_explorer.engine.layers import Affine, Layer
from backprop_explorer.engine.types import Array


@dataclass(frozen=True, slots=True)
class AffineWay:
    """z, (N, M), goes through activations to become a, then through an affine layer if one follows.

    `tail`: what comes after that affine layer, or what receives a if there is none.
    """

    z: Array
    activations: Sequence[Layer]
    a: Array
    after: Affine | None
    tail: Tail

    def activated(self, z: Array) -> Array:
        """What becomes of numbers z, in any place and number: activations treat each by itself."""
        for activation in self.activations:
            z = activation.forward(z)
        return z

    def rows(self, examples: Array, columns: Array, da: Array) -> Array:
        """What arrives at the tail of `examples[r]` when its a[columns[r]] changes by da[r]."""
        rows = self.tail.arriving.take(examples, axis=0)
        if self.after is None:
            rows[np.arange(len(rows)), columns] += da
        else:
            rows += self.after.W.take(columns, axis=0) * da[:, None]
        return rows

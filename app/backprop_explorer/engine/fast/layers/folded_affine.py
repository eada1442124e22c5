"""The twin of an Affine so small that calling NumPy takes longer than computing."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np

from backprop_explorer.engine.fast.block import Block
from backprop_explorer.engine.fast.steps import FastLayer, Step
from backprop_explorer.engine.layers import Affine
from backprop_explorer.engine.types import Array


class FoldedAffine(FastLayer):
    """z = [x 1]·[W; b]: with a 1 behind every example and b beneath W, one product does it all.

    Backward, [x 1]ᵀ·dz is dW with db beneath. So b and db need no calls of their own.

    In memory a row holds one feature of all examples, and the last row the ones: so what comes
    before can write its output, without gaps, to the rows above, which are `x`.

    Here it is BLAS that adds b, and that sums up db, perhaps in another order than NumPy: that no
    bit changes has to be tried out.
    """

    wants_dy = True

    def __init__(self, layer: Affine, block: Block, n: int, rows: bool) -> None:
        """`rows`: whether an example of the output is a row in memory, or a column as in `x`."""
        features, outputs = layer.W.shape
        part = block.part(layer)
        self.W = layer.W
        self.W_and_b = block.values[part].reshape(features + 1, outputs)
        self.dW_and_db = block.gradients[part].reshape(features + 1, outputs)
        self.read_from(np.ones((features + 1, n), self.W.dtype))
        self.rows = rows
        self.y = np.empty((n, outputs), self.W.dtype, order="C" if rows else "F")

    def read_from(self, ones: Array) -> None:
        """Makes this the place of [x 1]."""
        self.x_and_ones = ones
        self.x = self.x_and_ones[:-1].T

    def forward(self) -> Sequence[Step]:
        if self.rows:
            return [partial(self.x_and_ones.T.dot, self.W_and_b, self.y)]
        return [partial(self.W_and_b.T.dot, self.x_and_ones, self.y.T)]

    def backward(self, dy: Array, wanted: bool) -> Sequence[Step]:
        steps = [partial(self.x_and_ones.dot, dy, self.dW_and_db)]
        if wanted:
            self.dx = np.empty(self.x.shape, dy.dtype, order="F")
            steps.append(partial(self.W.dot, dy.T, self.dx.T))
        return steps

"""The twin of Affine."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np

from backprop_explorer.engine.fast.layers.flatten import filling
from backprop_explorer.engine.fast.products import product, product_with
from backprop_explorer.engine.fast.steps import Batch, FastLayer, Step
from backprop_explorer.engine.layers import Affine
from backprop_explorer.engine.types import Array


class FastAffine(FastLayer):
    """z = x·W + b."""

    wants_dy = True

    def __init__(self, layer: Affine, x: Array, turned: bool = False) -> None:
        """`turned`: whether an example of x, and then of dx, is a column in memory and not a row.

        BLAS is then asked for dxᵀ: that no bit of it changes has to be tried out.
        """
        self.layer = layer
        self.turned = turned
        self.x = x
        self.rows = x.reshape(len(x), -1)
        self.y = np.empty((len(x), len(layer.b)), x.dtype)

    def forward(self) -> Sequence[Step]:
        W, b, z = self.layer.W, self.layer.b, self.y
        return [
            *filling(self.rows, self.x),
            *product(self.rows, W, z),
            partial(np.add, z, b if b.size > 1 else b.reshape(()), z),
        ]

    def backward(self, dy: Array, wanted: bool) -> Sequence[Step]:
        W, dW, db = self.layer.W, self.layer.dW, self.layer.db
        steps: list[Step] = [
            *product(self.rows.T, dy, dW),
            partial(np.add.reduce, dy, 0, None, db),
        ]
        if wanted:
            dx = np.empty(self.rows.shape, dy.dtype, order="F" if self.turned else "C")
            self.dx = dx.reshape(self.x.shape)
            turned, usual = partial(W.dot, dy.T, dx.T), partial(dy.dot, W.T, dx)
            steps.append(turned if self.turned else usual)
        return steps


class FastFirstAffine(FastLayer):
    """z = x·W + b where x is the batch itself, another array every time."""

    wants_dy = True

    def __init__(self, layer: Affine, batch: Batch) -> None:
        self.layer = layer
        self.batch = batch
        self.y = np.empty((len(batch.x), len(layer.b)), batch.x.dtype)

    def forward(self) -> Sequence[Step]:
        W, b, z = self.layer.W, self.layer.b, self.y
        times_W = product_with(W, z, self.rows())

        def multiply() -> None:
            times_W(self.rows())

        return [multiply, partial(np.add, z, b, z)]

    def backward(self, dy: Array, wanted: bool) -> Sequence[Step]:
        dW, db = self.layer.dW, self.layer.db
        times_dy = product_with(dy, dW, self.rows().T)

        def multiply() -> None:
            times_dy(self.rows().T)

        return [multiply, partial(np.add.reduce, dy, 0, None, db)]

    def rows(self) -> Array:
        return self.batch.x.reshape(len(self.y), -1)

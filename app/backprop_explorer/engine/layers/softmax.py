"""Softmax as a layer of its own: numbers become shares that sum to 1."""

from __future__ import annotations

from backprop_explorer.engine.functions import softmax
from backprop_explorer.engine.layers.layer import Layer
from backprop_explorer.engine.types import Array


class Softmax(Layer):
    """y = eˣ / Σ eˣ over the last axis: (N, …, C) to (N, …, C).

    Every output depends on all scores of its row: a larger score raises its own share and lowers
    the others. So dx = y·(dy − Σ dy·y): what counts is how much more the loss wants of a share
    than of the row on the whole. A classifier's last softmax is in SoftmaxWithLoss, where both
    together have a simpler gradient.
    """

    def forward(self, x: Array) -> Array:
        self.y = softmax(x)
        return self.y

    def backward(self, dy: Array) -> Array:
        mean = (dy * self.y).sum(axis=-1, keepdims=True)
        dx = self.y * (dy - mean)
        return dx

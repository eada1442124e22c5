"""Flatten: what an example has in several axes, in one row."""

from __future__ import annotations

from math import prod

from backprop_explorer.engine.layers.layer import Layer
from backprop_explorer.engine.types import Array, Shape


class Flatten(Layer):
    """y = x with all axes but the first in one: (N, C, H, W) to (N, C·H·W).

    The numbers stay what they are, and so do their gradients. Both are windows on the same memory.
    """

    def forward(self, x: Array) -> Array:
        self.x_shape = x.shape
        y = x.reshape(len(x), -1)
        return y

    def backward(self, dy: Array) -> Array:
        dx = dy.reshape(self.x_shape)
        return dx

    def output_shape(self, input_shape: Shape) -> Shape:
        return (prod(input_shape),)

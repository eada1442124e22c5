"""A block with a short cut: its input is added to what its layers make of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from backprop_explorer.engine.errors import ShapeMismatch
from backprop_explorer.engine.layers.layer import Layer
from backprop_explorer.engine.layers.row import (
    first_input_shape,
    refuse_strange_layers,
    shape_after,
)
from backprop_explorer.engine.types import Array, Shape


class Residual(Layer):
    """y = x + f(x), where f is a row of layers: (N, …) to (N, …), the same shape.

    The layers learn only what to add to x, and the gradient has a way around them: dx = dy + what
    comes back through f. That is why networks with hundreds of layers can learn. Source: He, Zhang,
    Ren and Sun, "Deep Residual Learning for Image Recognition", 2015.
    """

    def __init__(self, layers: Iterable[Layer]) -> None:
        """Raises InvalidNetwork for no layers, ShapeMismatch where y would not be as x."""
        self.inner = list(layers)
        self.by_place = {
            f"layer {place} of its block, {type(layer).__name__}": layer
            for place, layer in enumerate(self.inner, start=1)
        }
        refuse_strange_layers(self.by_place)
        self.mixes_examples = any(layer.mixes_examples for layer in self.inner)
        if self.input_shape is not None:
            self.output_shape(self.input_shape)

    def forward(self, x: Array) -> Array:
        a = x
        for layer in self.inner:
            a = layer.forward(a)
        y = x + a
        return y

    def backward(self, dy: Array) -> Array:
        da: Any = dy  # Any, because a layer's backward may return None
        for layer in reversed(self.inner):
            da = layer.backward(da)
        dx = dy + da
        return dx

    @property
    def input_shape(self) -> Shape | None:
        return first_input_shape(self.by_place)

    def output_shape(self, input_shape: Shape) -> Shape:
        shape = shape_after(input_shape, self.by_place)
        if shape != input_shape:
            raise ShapeMismatch(
                f"its block makes {shape} of an input of shape {input_shape}, and only arrays of "
                f"one shape can be added: the last layer of the block has to give {input_shape}."
            )
        return shape

"""Layers in a row: do they make a network, or a block of one? Asked once, when it is built."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from backprop_explorer.engine.errors import InvalidNetwork, ShapeMismatch
from backprop_explorer.engine.layers.layer import Layer
from backprop_explorer.engine.types import Shape


class Stage(Protocol):
    """What examples pass through: a layer or a loss."""

    def output_shape(self, input_shape: Shape, /) -> Shape: ...


def refuse_strange_layers(layers: Mapping[str, Layer]) -> None:
    """Raise InvalidNetwork for what no shape can tell."""
    if not layers:
        raise InvalidNetwork("There has to be at least one layer, such as Affine(W, b).")
    name_of: dict[int, str] = {}
    for name, layer in layers.items():
        if not isinstance(layer, Layer):
            raise InvalidNetwork(
                f"{name} is not a layer but of type {type(layer).__name__}: make its class a "
                "subclass of Layer, with forward and backward."
            )
        if id(layer) in name_of:
            raise InvalidNetwork(
                f"{name_of[id(layer)]} and {name} are the same object, and a layer remembers "
                "only its last batch: make one for each place."
            )
        name_of[id(layer)] = name


def shape_after(shape: Shape, stages: Mapping[str, Stage]) -> Shape:
    """The shape of an example of this shape when it has passed.

    Raises ShapeMismatch, naming the stage that turns it away.
    """
    for name, stage in stages.items():
        try:
            shape = stage.output_shape(shape)
        except ShapeMismatch as misfit:
            raise ShapeMismatch(f"{name}: {misfit}") from None
    return shape


def first_input_shape(layers: Mapping[str, Layer]) -> Shape | None:
    """The input shape of the first layer that takes only one.

    None if none minds, or if a layer before that one turns it away: a convolution takes images of
    any size, and the affine layer after it knows only how many features will arrive.
    """
    so_far: dict[str, Layer] = {}
    for name, layer in layers.items():
        so_far[name] = layer
        if layer.input_shape is not None:
            return layer.input_shape if passes(layer.input_shape, so_far) else None
    return None


def passes(shape: Shape, stages: Mapping[str, Stage]) -> bool:
    """Whether examples of this shape get through."""
    try:
        shape_after(shape, stages)
    except ShapeMismatch:
        return False
    return True

"""Do these layers make a network? Asked once, when it is built."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from backprop_explorer.engine.errors import InvalidNetwork, ShapeMismatch
from backprop_explorer.engine.layers import Layer
from backprop_explorer.engine.losses import SoftmaxWithLoss
from backprop_explorer.engine.types import Shape


def first_input_shape(layers: Iterable[Layer]) -> Shape | None:
    """The input shape of the first layer that takes only one; None if none minds."""
    shapes = (layer.input_shape for layer in layers)
    return next((shape for shape in shapes if shape is not None), None)


def refuse_strange_layers(layers: Mapping[str, Layer]) -> None:
    """Raise InvalidNetwork for what no shape can tell."""
    if not layers:
        raise InvalidNetwork("A network needs at least one layer, such as Affine(W, b).")
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


def refuse_misfit(shape: Shape, layers: Mapping[str, Layer], last_layer: SoftmaxWithLoss) -> None:
    """Raise ShapeMismatch, naming the layer, if examples of this shape cannot pass."""
    stages: dict[str, Layer | SoftmaxWithLoss] = {**layers, type(last_layer).__name__: last_layer}
    for name, stage in stages.items():
        try:
            shape = stage.output_shape(shape)
        except ShapeMismatch as misfit:
            raise ShapeMismatch(f"{name}: {misfit}") from None


def refuse_strange_batch(
    shape: Shape, layers: Mapping[str, Layer], last_layer: SoftmaxWithLoss
) -> None:
    """Raise ShapeMismatch if an array of this shape is no batch for these layers."""
    if len(shape) < 2:
        raise ShapeMismatch(
            f"An input of shape {shape} has no axis for examples: a batch of one is x[None]."
        )
    refuse_misfit(shape[1:], layers, last_layer)

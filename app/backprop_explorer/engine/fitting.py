"""Do layers, loss and batch fit? Asked when a network is built, and for batches of a new shape."""

from __future__ import annotations

from collections.abc import Mapping

from backprop_explorer.engine.errors import ShapeMismatch
from backprop_explorer.engine.layers import Layer
from backprop_explorer.engine.layers.row import shape_after
from backprop_explorer.engine.losses.loss import Loss
from backprop_explorer.engine.types import Shape


def refuse_misfit(shape: Shape, layers: Mapping[str, Layer], last_layer: Loss) -> None:
    """Raise ShapeMismatch, naming the layer, if examples of this shape cannot pass."""
    shape_after(shape, {**layers, type(last_layer).__name__: last_layer})


def refuse_strange_batch(shape: Shape, layers: Mapping[str, Layer], last_layer: Loss) -> None:
    """Raise ShapeMismatch if an array of this shape is no batch for these layers."""
    if len(shape) < 2:
        raise ShapeMismatch(
            f"An input of shape {shape} has no axis for examples: a batch of one is x[None]."
        )
    refuse_misfit(shape[1:], layers, last_layer)

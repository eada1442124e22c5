"""A network: layers in a row, and a loss at the end."""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from backprop_explorer.engine.errors import ShapeMismatch, UnknownParameter
from backprop_explorer.engine.fitting import (
    first_input_shape,
    refuse_misfit,
    refuse_strange_batch,
    refuse_strange_layers,
)
from backprop_explorer.engine.layers import Layer
from backprop_explorer.engine.losses import SoftmaxWithLoss
from backprop_explorer.engine.numerical_gradient import numerical_gradient
from backprop_explorer.engine.types import Array, DType, Parameters, Scalar, Shape


class Place(NamedTuple):
    """Where a parameter lives: "W1" is the attribute "W" of a layer, its gradient "dW"."""

    name: str
    layer: Layer
    value: str
    gradient: str


class Network:
    """Layers that run one after the other, then the loss.

    `layers` is a dict from name to layer, in order; a list is named by class and count: Affine1,
    Relu1, Affine2. Parameters are named by their letter and the number of their layer among those
    that have parameters: W1, b1, W2, b2.
    """

    def __init__(
        self,
        layers: Mapping[str, Layer] | Sequence[Layer],
        last_layer: SoftmaxWithLoss | None = None,
        input_shape: Shape | None = None,
    ) -> None:
        """`input_shape`: of one example; None takes it from the first layer that minds.

        The first layer is told not to compute a gradient with respect to the input, which
        training has no use for; `network.layers["Affine1"].needs_dx = True` asks for it.

        Raises ShapeMismatch, with the layer's name and both shapes, where layers do not fit, and
        InvalidNetwork for no layers, things that are no layers, or one layer in two places.
        """
        self.layers = dict(layers) if isinstance(layers, Mapping) else named(layers)
        self.last_layer = SoftmaxWithLoss() if last_layer is None else last_layer
        refuse_strange_layers(self.layers)
        self.places = places(self.layers.values())
        self.input_shape = input_shape or first_input_shape(self.layers.values())
        if self.input_shape is not None:
            refuse_misfit(self.input_shape, self.layers, self.last_layer)
        next(iter(self.layers.values())).needs_dx = False

    def predict(self, x: Array) -> Array:
        """The scores (N, C) for a batch x (N, …), before softmax.

        Raises ShapeMismatch if x has no batch axis or its examples do not fit.
        """
        if x.shape[1:] != self.input_shape:
            refuse_strange_batch(x.shape, self.layers, self.last_layer)
        for layer in self.layers.values():
            x = layer.forward(x)
        return x

    def loss(self, x: Array, t: Array) -> Scalar:
        """The mean loss of a batch x with labels t: (N,) indices or (N, C) one-hot rows."""
        return self.last_layer.forward(self.predict(x), t)

    def accuracy(self, x: Array, t: Array) -> float:
        """The share of examples, 0 to 1, whose highest score is that of the labelled class."""
        labels = t.argmax(axis=-1) if t.ndim > 1 else t
        return float((self.predict(x).argmax(axis=-1) == labels).mean())

    def gradient(self, x: Array, t: Array) -> Parameters:
        """One forward and one backward pass: the gradient of the loss by parameter name."""
        self.loss(x, t)
        dout: Any = self.last_layer.backward()  # Any, because the first layer may return None
        for layer in reversed(self.layers.values()):
            dout = layer.backward(dout)
        return self.grads

    def numerical_gradient(self, x: Array, t: Array) -> Parameters:
        """The same gradients without backpropagation: by a small step of each parameter.

        Slow, and that is the point of backpropagation. Computed in float64, on a copy.
        """
        twin = self.copy(dtype=np.float64)
        x = x.astype(np.float64)
        return {
            name: numerical_gradient(lambda: twin.loss(x, t), array)
            for name, array in twin.params.items()
        }

    @property
    def params(self) -> Parameters:
        """The very arrays the layers compute with: change them in place, `params["W1"][...] =`."""
        return {name: getattr(layer, value) for name, layer, value, _ in self.places}

    @property
    def grads(self) -> Parameters:
        """The gradients that the last backward pass left in the layers."""
        return {name: getattr(layer, gradient) for name, layer, _, gradient in self.places}

    def snapshot(self) -> Parameters:
        """A copy of every parameter, for `restore`."""
        return {name: array.copy() for name, array in self.params.items()}

    def restore(self, snapshot: Mapping[str, Array]) -> None:
        """Put the numbers of a snapshot back, in place.

        Raises UnknownParameter or ShapeMismatch, and then has changed nothing.
        """
        params = self.params
        if strangers := params.keys() ^ snapshot.keys():
            raise UnknownParameter(
                f"This network has the parameters {', '.join(params)} and a snapshot has to have "
                f"the same ones. Not in both: {', '.join(sorted(strangers))}."
            )
        for name, array in params.items():
            if snapshot[name].shape != array.shape:
                raise ShapeMismatch(
                    f"{name} has the shape {snapshot[name].shape} in the snapshot and "
                    f"{array.shape} in the network: restore it into a network of the same sizes."
                )
        for name, array in params.items():
            array[...] = snapshot[name]

    def copy(self, dtype: DType | None = None) -> Network:
        """A network of its own with the same numbers, as float32 or float64 if asked."""
        twin = copy.deepcopy(self)
        if dtype is not None:
            for _, layer, value, _ in twin.places:
                setattr(layer, value, getattr(layer, value).astype(dtype))
        return twin


def named(layers: Iterable[Layer]) -> dict[str, Layer]:
    """Layers by class name and count: Affine1, Relu1, Affine2."""
    count: Counter[str] = Counter()
    result = {}
    for layer in layers:
        kind = type(layer).__name__
        count[kind] += 1
        result[f"{kind}{count[kind]}"] = layer
    return result


def places(layers: Iterable[Layer]) -> list[Place]:
    """Every parameter, in the order of the layers: W1, b1, W2, b2."""
    with_parameters = [layer for layer in layers if layer.parameters]
    return [
        Place(f"{value}{number}", layer, value, f"d{value}")
        for number, layer in enumerate(with_parameters, start=1)
        for value in layer.parameters
    ]

"""A network: layers in a row, and a loss at the end."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np

from backprop_explorer.engine.errors import ShapeMismatch, UnknownParameter
from backprop_explorer.engine.fitting import refuse_misfit, refuse_strange_batch
from backprop_explorer.engine.layers import Layer
from backprop_explorer.engine.layers.row import first_input_shape, refuse_strange_layers
from backprop_explorer.engine.losses import SoftmaxWithLoss
from backprop_explorer.engine.losses.loss import Loss
from backprop_explorer.engine.numerical_gradient import numerical_gradient
from backprop_explorer.engine.places import named, places, statistic_places
from backprop_explorer.engine.types import Array, DType, Parameters, Scalar, Shape


class Network:
    """Layers that run one after the other, then the loss.

    `layers` is a dict from name to layer, in order; a list is named by class and count: Affine1,
    Relu1, Affine2. `all_layers` has those inside blocks, such as Residual, as well. Parameters are
    named by their letter and the number of their layer among those that have any: W1, b1, W2, b2.

    Layers are in training mode, except while the network predicts.
    """

    def __init__(
        self,
        layers: Mapping[str, Layer] | Sequence[Layer],
        last_layer: Loss | None = None,
        input_shape: Shape | None = None,
    ) -> None:
        """`input_shape`: of one example; None takes it from the first layer that minds.

        The first layer is told not to compute a gradient with respect to the input, which
        training has no use for; `network.layers["Affine1"].needs_dx = True` asks for it. Layers
        that draw random numbers are seeded with 0.

        Raises ShapeMismatch, with the layer's name and both shapes, where layers do not fit, and
        InvalidNetwork for no layers, things that are no layers, or one layer in two places.
        """
        self.layers, self.all_layers = named(layers)
        self.last_layer: Loss = SoftmaxWithLoss() if last_layer is None else last_layer
        refuse_strange_layers(self.all_layers)
        self.places = places(self.all_layers.values())
        self.statistic_places = statistic_places(self.all_layers.values())
        self.input_shape = input_shape or first_input_shape(self.layers)
        if self.input_shape is not None:
            refuse_misfit(self.input_shape, self.layers, self.last_layer)
        next(iter(self.layers.values())).needs_dx = False
        self.reseed(0)

    def forward(self, x: Array) -> Array:
        """The scores (N, C) for a batch x (N, …), before the loss.

        Raises ShapeMismatch if x has no batch axis or its examples do not fit.
        """
        if x.shape[1:] != self.input_shape:
            refuse_strange_batch(x.shape, self.layers, self.last_layer)
        for layer in self.layers.values():
            x = layer.forward(x)
        return x

    def predict(self, x: Array) -> Array:
        """The same in evaluation mode, where an example's scores do not depend on chance.

        Raises ShapeMismatch as `forward` does.
        """
        with self.evaluating():
            return self.forward(x)

    @contextmanager
    def evaluating(self) -> Iterator[None]:
        """Evaluation mode inside the block: no Dropout, and BatchNorm by running statistics."""
        before = [layer.training for layer in self.all_layers.values()]
        try:
            for layer in self.all_layers.values():
                layer.training = False
            yield
        finally:
            for layer, training in zip(self.all_layers.values(), before, strict=True):
                layer.training = training

    def reseed(self, *seed: int) -> None:
        """Give every layer that draws random numbers the seed (*seed, its place in the network).

        The same seed draws the same numbers again, so training calls this before every iteration:
        `network.reseed(run, iteration)`.
        """
        for place, layer in enumerate(self.all_layers.values()):
            if layer.seed is not None:
                layer.seed = (*seed, place)

    def loss(self, x: Array, t: Array) -> Scalar:
        """The mean loss of a batch x with labels t, in the form that the loss takes them.

        (N,) class indices or (N, C) one-hot rows for SoftmaxWithLoss.
        """
        return self.last_layer.forward(self.forward(x), t)

    def accuracy(self, x: Array, t: Array) -> float:
        """The share of examples, 0 to 1, whose highest score is that of the labelled class.

        t: as for the loss. One score per example says class 1 where it is positive, and so do
        labels that are, whether the other class is called 0 or −1.
        """
        scores = self.predict(x)
        if scores.shape[-1] == 1:
            return float(((scores > 0) == (t.reshape(scores.shape) > 0)).mean())
        labels = t.argmax(axis=-1) if t.ndim == scores.ndim else t
        return float((scores.argmax(axis=-1) == labels).mean())

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

    @property
    def statistics(self) -> Parameters:
        """The arrays that layers change from batch to batch but do not learn: running_mean2."""
        return {name: getattr(layer, value) for name, layer, value in self.statistic_places}

    def snapshot(self) -> Parameters:
        """A copy of every parameter and every statistic, for `restore`."""
        return {name: array.copy() for name, array in (self.params | self.statistics).items()}

    def restore(self, snapshot: Mapping[str, Array]) -> None:
        """Put the numbers of a snapshot back, in place.

        Raises UnknownParameter or ShapeMismatch, and then has changed nothing.
        """
        arrays = self.params | self.statistics
        if strangers := arrays.keys() ^ snapshot.keys():
            raise UnknownParameter(
                f"This network holds {', '.join(arrays)} and a snapshot has to hold the same "
                f"arrays. Not in both: {', '.join(sorted(strangers))}."
            )
        for name, array in arrays.items():
            if snapshot[name].shape != array.shape:
                raise ShapeMismatch(
                    f"{name} has the shape {snapshot[name].shape} in the snapshot and "
                    f"{array.shape} in the network: restore it into a network of the same sizes."
                )
        for name, array in arrays.items():
            array[...] = snapshot[name]

    def copy(self, dtype: DType | None = None) -> Network:
        """A network of its own with the same numbers, as float32 or float64 if asked."""
        twin = copy.deepcopy(self)
        if dtype is not None:
            for _, layer, value, _ in twin.places:
                convert(layer, value, dtype)
            for _, layer, value in twin.statistic_places:
                convert(layer, value, dtype)
        return twin


def convert(layer: Layer, attribute: str, dtype: DType) -> None:
    setattr(layer, attribute, getattr(layer, attribute).astype(dtype))

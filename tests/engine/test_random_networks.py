"""Rows of layers as they come: whatever follows whatever, the gradients are PyTorch's."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch.nn import functional

from backprop_explorer.engine import (
    Affine,
    BatchNorm,
    Dropout,
    Elu,
    Flatten,
    Gelu,
    Layer,
    LayerNorm,
    LeakyRelu,
    Network,
    Relu,
    Residual,
    Sigmoid,
    Silu,
    Softmax,
    Softplus,
    Tanh,
)

Tensor = torch.Tensor
Tensors = dict[str, Tensor]
N, CLASSES = 5, 3


class Pair(NamedTuple):
    """A layer, and what it does in PyTorch, given its parameters by their words."""

    layer: Layer
    twin: Callable[[Tensor, Tensors], Tensor]


ACTIVATIONS = [
    lambda: Pair(Relu(), lambda x, _: torch.relu(x)),
    lambda: Pair(LeakyRelu(0.2), lambda x, _: functional.leaky_relu(x, 0.2)),
    lambda: Pair(Elu(1.5), lambda x, _: functional.elu(x, 1.5)),
    lambda: Pair(Gelu(), lambda x, _: functional.gelu(x, approximate="tanh")),
    lambda: Pair(Sigmoid(), lambda x, _: torch.sigmoid(x)),
    lambda: Pair(Silu(), lambda x, _: functional.silu(x)),
    lambda: Pair(Softplus(), lambda x, _: functional.softplus(x, threshold=100)),
    lambda: Pair(Tanh(), lambda x, _: torch.tanh(x)),
    lambda: Pair(Softmax(), lambda x, _: torch.softmax(x, dim=-1)),
]
SHAPES = [(4,), (2, 3), (2, 3, 2)]


def affine(rng, inputs, outputs):
    W = rng.normal(size=(inputs, outputs)) / np.sqrt(inputs)
    layer = Affine(W, rng.normal(size=outputs))
    return Pair(layer, lambda x, p: x.flatten(1) @ p["W"] + p["b"])


def dropout():
    layer = Dropout(0.3)
    return Pair(layer, lambda x, _: x * torch.tensor(layer.mask))


def batch_norm(rng, shape):
    layer = BatchNorm(rng.normal(size=shape[0]), rng.normal(size=shape[0]))
    return Pair(
        layer,
        lambda x, p: functional.batch_norm(x, None, None, p["gamma"], p["beta"], training=True),
    )


def layer_norm(rng, shape):
    layer = LayerNorm(rng.normal(size=shape[-1]), rng.normal(size=shape[-1]))
    return Pair(
        layer,
        lambda x, p: functional.layer_norm(x, shape[-1:], p["gamma"], p["beta"]),
    )


class Twin:
    """The same row in PyTorch, with parameters of its own under the network's names."""

    def __init__(self, network: Network, twins: dict[int, Callable[[Tensor, Tensors], Tensor]]):
        self.network, self.twins = network, twins
        self.params = {
            name: torch.tensor(array, requires_grad=True) for name, array in network.params.items()
        }

    def run(self, layers: list[Layer], x: Tensor) -> Tensor:
        for layer in layers:
            if isinstance(layer, Residual):
                x = x + self.run(layer.inner, x)
            else:
                own = {
                    value: self.params[name]
                    for name, holder, value, _ in self.network.places
                    if holder is layer
                }
                x = self.twins[id(layer)](x, own)
        return x


@st.composite
def rows(draw, rng, shape, depth=2):
    """Pairs in a row that keep the shape of what passes."""
    kinds = ["activation", "dropout", "batch norm", "layer norm"]
    kinds += ["affine"] if len(shape) == 1 else []
    kinds += ["residual"] if depth else []
    row = []
    for kind in draw(st.lists(st.sampled_from(kinds), min_size=1, max_size=3)):
        if kind == "residual":
            row.append(draw(rows(rng, shape, depth - 1)))
        elif kind == "activation":
            row.append(draw(st.sampled_from(ACTIVATIONS))())
        elif kind == "affine":
            row.append(affine(rng, *shape, *shape))
        elif kind == "dropout":
            row.append(dropout())
        else:
            row.append({"batch norm": batch_norm, "layer norm": layer_norm}[kind](rng, shape))
    return row


def built(row, twins):
    """The layers of a row; a row inside it is a block."""
    layers = []
    for item in row:
        if isinstance(item, Pair):
            twins[id(item.layer)] = item.twin
            layers.append(item.layer)
        else:
            layers.append(Residual(built(item, twins)))
    return layers


@settings(max_examples=150, derandomize=True)
@given(st.data())
def test_any_row_of_layers_has_the_gradients_of_pytorch(data):
    rng = np.random.default_rng(data.draw(st.integers(0, 99)))
    shape = data.draw(st.sampled_from(SHAPES))
    flat = int(np.prod(shape))
    row = [
        *data.draw(rows(rng, shape)),
        Pair(Flatten(), lambda x, _: x.flatten(1)),
        *data.draw(rows(rng, (flat,))),
        affine(rng, flat, CLASSES),
    ]
    twins = {}
    network = Network(built(row, twins), input_shape=shape)
    layers = list(network.layers.values())
    x, t = rng.normal(size=(N, *shape)), rng.integers(0, CLASSES, size=N)

    loss, gradients = network.loss(x, t), network.gradient(x, t)
    twin, tensor = Twin(network, twins), torch.tensor(x, requires_grad=True)
    theirs = functional.cross_entropy(twin.run(layers, tensor), torch.tensor(t))
    theirs.backward()

    np.testing.assert_allclose(loss, theirs.item(), rtol=1e-9)
    assert gradients.keys() == twin.params.keys()
    largest = max(np.abs(array).max() for array in gradients.values())
    for name, array in gradients.items():
        np.testing.assert_allclose(
            array, twin.params[name].grad.numpy(), rtol=1e-9, atol=1e-9 * largest, err_msg=name
        )

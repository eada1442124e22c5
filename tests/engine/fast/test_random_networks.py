"""Rows of layers as they come, with any loss and rule: the bits are those of the plain engine."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engine.fast.comparing import affine, assert_same_bits

from backprop_explorer.engine import (
    SGD,
    Adam,
    AveragePooling,
    BatchNorm,
    Convolution,
    Dropout,
    Elu,
    Flatten,
    Gelu,
    Hinge,
    Huber,
    Layer,
    LayerNorm,
    LeakyRelu,
    MaxPooling,
    MeanAbsoluteError,
    MeanSquaredError,
    Momentum,
    Network,
    Relu,
    Residual,
    RMSProp,
    Sigmoid,
    SigmoidWithLoss,
    Silu,
    Softmax,
    SoftmaxWithLoss,
    Softplus,
    Tanh,
)

WITH_A_TWIN = [Relu, Sigmoid, Tanh]
ACTIVATIONS = [*WITH_A_TWIN, *WITH_A_TWIN, LeakyRelu, Elu, Gelu, Silu, Softplus, Softmax, Dropout]
LOSSES = [SoftmaxWithLoss, MeanSquaredError, SigmoidWithLoss, MeanAbsoluteError, Huber, Hinge]
RULES = [SGD, Momentum, Adam, RMSProp]
WIDTHS = st.sampled_from([1, 2, 3, 4, 8, 17, 50])


@st.composite
def dense_rows(draw, rng, dtype, features: int, outputs: int) -> list[Layer]:
    """From so many features to so many outputs, by layers of all kinds."""
    layers: list[Layer] = []
    for kind in draw(
        st.lists(st.sampled_from(["affine", "activation", "norm", "block"]), max_size=6)
    ):
        if kind == "activation":
            layers.append(draw(st.sampled_from(ACTIVATIONS))())
        elif kind == "norm":
            norm = draw(st.sampled_from([BatchNorm, LayerNorm]))
            layers.append(norm(np.ones(features, dtype), np.zeros(features, dtype)))
        elif kind == "block":
            layers.append(Residual([affine(rng, features, features, dtype), Tanh()]))
        else:
            width = draw(WIDTHS)
            layers.append(affine(rng, features, width, dtype))
            followers = draw(st.sampled_from([0, 1, 1, 1, 2]))
            layers += [draw(st.sampled_from(ACTIVATIONS))() for _ in range(followers)]
            features = width
    last = draw(st.lists(st.sampled_from(WITH_A_TWIN), max_size=1))
    return [*layers, affine(rng, features, outputs, dtype), *(layer() for layer in last)]


@st.composite
def picture_rows(draw, rng, dtype, shape) -> tuple[list[Layer], int]:
    """A convolution and what may follow it; with how many features come out."""
    channels = shape[0]
    size = draw(st.integers(1, 3))
    W = rng.normal(0, 0.5, (draw(st.integers(1, 4)), channels, size, size)).astype(dtype)
    layers: list[Layer] = [
        Convolution(
            W,
            rng.normal(size=len(W)).astype(dtype),
            stride=draw(st.integers(1, 2)),
            padding=draw(st.integers(0, 2)),
        )
    ]
    layers += [Relu()] if draw(st.booleans()) else []
    pooling = draw(st.sampled_from([None, MaxPooling, MaxPooling, AveragePooling]))
    if pooling is not None:
        window = draw(st.integers(1, 3))
        layers.append(pooling(window, draw(st.sampled_from([None, 1, 2]))))
    layers += [BatchNorm(np.ones(len(W), dtype), np.zeros(len(W), dtype))] * draw(st.integers(0, 1))
    for layer in layers:
        shape = layer.output_shape(shape)
    features = int(np.prod(shape))
    if draw(st.booleans()):
        return [*layers, Flatten()], features
    return [*layers, affine(rng, features, 5, dtype)], 5


def targets(rng, loss, n: int, outputs: int, dtype):
    """Something to learn, in the form that the loss takes it."""
    if isinstance(loss, SoftmaxWithLoss | Hinge | SigmoidWithLoss):
        classes = max(outputs, 2) if isinstance(loss, SigmoidWithLoss | Hinge) else outputs
        return loss.targets(rng.integers(0, classes, n), outputs, dtype)
    return rng.normal(size=(n, outputs)).astype(dtype)


@settings(max_examples=150, derandomize=True, deadline=None)
@given(st.data())
def test_any_network_is_trained_to_the_same_bits(data):
    rng = np.random.default_rng(data.draw(st.integers(0, 99), label="seed"))
    dtype = data.draw(st.sampled_from([np.float32, np.float64]))
    n = data.draw(st.sampled_from([2, 3, 7, 10, 30]), label="n")
    outputs = data.draw(WIDTHS, label="outputs")
    loss = data.draw(st.sampled_from(LOSSES))()
    if data.draw(st.booleans(), label="pictures"):
        shape = (data.draw(st.integers(1, 2)), 8, 8)
        layers, features = data.draw(picture_rows(rng, dtype, shape))
    else:
        layers, features = [], data.draw(WIDTHS, label="features")
        shape = (features,)
    layers = layers + data.draw(dense_rows(rng, dtype, features, outputs))
    network = Network(layers, loss, shape)
    optimizer = data.draw(st.sampled_from(RULES))(0.01)
    batches = [
        (rng.normal(size=(n, *shape)).astype(dtype), targets(rng, loss, n, outputs, dtype))
        for _ in range(3)
    ]
    assert_same_bits(network, optimizer, batches)

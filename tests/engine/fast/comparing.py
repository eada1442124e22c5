"""Fast training beside the plain engine, iteration by iteration, for the tests in this folder."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator

import numpy as np

from backprop_explorer.engine import Affine, Network, Optimizer
from backprop_explorer.engine.fast import FastTraining
from backprop_explorer.engine.types import Array, DType, Shape

ITERATIONS = 20

Batch = tuple[Array, Array]


def assert_same_bits(
    network: Network, optimizer: Optimizer, batches: Iterable[Batch]
) -> FastTraining:
    """Trains fast, and copies plainly: they have to stay the same to the last bit."""
    plain, rule = network.copy(), copy.deepcopy(optimizer)
    training = FastTraining(network, optimizer)
    for iteration, (x, t) in enumerate(batches):
        plain.reseed(7, iteration)
        network.reseed(7, iteration)
        rule.update(plain.params, plain.gradient(x, t))
        loss = training.iterate(x, t)
        ours, expected = everything(network, optimizer), everything(plain, rule)
        assert ours.keys() >= expected.keys()
        for name, array in expected.items():
            where = f"{name} after iteration {iteration}"
            assert ours[name].dtype == array.dtype, where
            assert ours[name].tobytes() == array.tobytes(), where
        for name, dW in plain.grads.items():  # not to the byte: a sum of nothing may be 0 or −0
            np.testing.assert_array_equal(network.grads[name], dW, f"d{name}, {iteration}")
        assert loss is network.last_layer.loss
        assert type(loss) is type(plain.last_layer.loss)
        np.testing.assert_array_equal(network.last_layer.t, plain.last_layer.t)
    return training


def everything(network: Network, optimizer: Optimizer) -> dict[str, Array]:
    """All that an iteration leaves to the next one, and what is measured."""
    return {
        **network.params,
        **network.statistics,
        **optimizer.state(),
        "updates": np.array(optimizer.iteration),
        "loss": np.asarray(network.last_layer.loss),
        "y": network.last_layer.y,
    }


def affine(
    rng: np.random.Generator, inputs: int, outputs: int, dtype: DType = np.float32
) -> Affine:
    """Random weights and biases, so large that outputs are about as large as inputs."""
    W = rng.normal(0, 1 / np.sqrt(inputs), (inputs, outputs))
    return Affine(W.astype(dtype), rng.normal(0, 0.1, outputs).astype(dtype))


def indices(
    rng: np.random.Generator, shape: Shape, classes: int, dtype: DType = np.float32
) -> Iterator[Batch]:
    """Batches of this shape, with a class index for each example."""
    for _ in range(ITERATIONS):
        yield rng.normal(size=shape).astype(dtype), rng.integers(0, classes, shape[0])


def numbers(
    rng: np.random.Generator, shape: Shape, outputs: int, dtype: DType = np.float32
) -> Iterator[Batch]:
    """Batches of this shape, with numbers to predict."""
    for _ in range(ITERATIONS):
        x, t = rng.normal(size=shape), rng.normal(size=(shape[0], outputs))
        yield x.astype(dtype), t.astype(dtype)

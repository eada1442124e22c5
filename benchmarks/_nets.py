"""The networks that training is measured on: ours, PyTorch's, and their bare matrix products."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import cycle, pairwise

import numpy as np
from torch import nn

from backprop_explorer import data
from backprop_explorer.engine import (
    Affine,
    Convolution,
    MaxPooling,
    MeanSquaredError,
    Network,
    Relu,
    Tanh,
)
from backprop_explorer.engine.types import Array

Batches = list[tuple[Array, Array]]
Iteration = Callable[[], object]

RNG = np.random.default_rng(0)


@dataclass(frozen=True)
class Net:
    """One network in two libraries, and batches in float32 that both learn from."""

    ours: Network
    theirs: nn.Module
    batches: Batches
    learning_rate: float = 0.1
    bare: Iteration | None = None
    """The matrix products an iteration cannot do without, each as one call of BLAS."""


def dense_net(*sizes: int, n: int) -> Net:
    """Affine and Relu in turn, on batches of n digits."""
    ours = [layer for size in pairwise(sizes) for layer in (affine(*size), Relu())]
    theirs = [layer for size in pairwise(sizes) for layer in (nn.Linear(*size), nn.ReLU())]
    batches = digits(n)
    bare = dense_products(sizes, batches)
    return Net(Network(ours[:-1]), nn.Sequential(*theirs[:-1]), batches, bare=bare)


def simple_conv_net() -> Net:
    """The textbook's, on batches of 100 digits."""
    filters = RNG.normal(0, 0.1, (30, 1, 5, 5)).astype(np.float32)
    ours = [Convolution(filters, np.zeros(30, np.float32)), Relu(), MaxPooling(2)]
    ours += [affine(4320, 100), Relu(), affine(100, 10)]
    theirs = [nn.Conv2d(1, 30, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten()]
    theirs += [nn.Linear(4320, 100), nn.ReLU(), nn.Linear(100, 10)]
    batches = [(x.reshape(-1, 1, 28, 28), t) for x, t in digits(100)]
    return Net(
        Network(ours, input_shape=(1, 28, 28)),
        nn.Sequential(*theirs),
        batches,
        learning_rate=0.01,
        bare=conv_products(),
    )


def playground_net() -> Net:
    """TensorFlow Playground's: 2–4–2–1 with tanh throughout, squared error, batches of 10."""
    sizes = (2, 4, 2, 1)
    ours = [layer for size in pairwise(sizes) for layer in (affine(*size), Tanh())]
    theirs = [layer for size in pairwise(sizes) for layer in (nn.Linear(*size), nn.Tanh())]
    points = RNG.uniform(-6, 6, (50, 10, 2)).astype(np.float32)
    batches = [(x, np.sign(x[:, :1] * x[:, 1:])) for x in points]
    return Net(Network(ours, MeanSquaredError()), nn.Sequential(*theirs), batches, 0.03)


def affine(inputs: int, outputs: int) -> Affine:
    W = RNG.normal(0, 1 / np.sqrt(inputs), (inputs, outputs))
    return Affine(W.astype(np.float32), np.zeros(outputs, np.float32))


def digits(n: int) -> Batches:
    """The sample in batches of n."""
    sample = data.load("mnist-sample")
    x, t = data.scale(sample.x_train), sample.t_train
    return [(x[i : i + n], t[i : i + n]) for i in range(0, len(x) - n + 1, n)]


def dense_products(sizes: tuple[int, ...], batches: Batches) -> Iteration:
    """x·W of every layer, then xᵀ·dz, and dz·Wᵀ of all but the first."""
    n = len(batches[0][0])
    W = [numbers(*size) for size in pairwise(sizes)]
    inputs = [numbers(n, size) for size in sizes[:-1]]
    dz = [numbers(n, size) for size in sizes[1:]]
    turn = cycle(batches)

    def products() -> tuple[list[Array], ...]:
        inputs[0], _ = next(turn)
        z = [x @ W for x, W in zip(inputs, W, strict=True)]
        dW = [x.T @ dz for x, dz in zip(inputs, dz, strict=True)]
        dx = [dz @ W.T for dz, W in zip(dz[1:], W[1:], strict=True)]
        return z, dW, dx

    return products


def conv_products() -> Iteration:
    """The same of the textbook's convolutional net, with all windows in one large matrix.

    So the textbook does it. In smaller pieces, as ours, they take less time.
    """
    windows = 100 * 24 * 24
    filters, columns, dz = numbers(30, 25), numbers(25, windows), numbers(30, windows)
    affine = dense_products((4320, 100, 10), [(numbers(100, 4320), numbers(100))])
    dz1, W1 = numbers(100, 100), numbers(4320, 100)

    def products() -> object:
        return filters @ columns, affine(), dz1 @ W1.T, dz @ columns.T

    return products


def numbers(*shape: int) -> Array:
    return RNG.random(shape, dtype=np.float32)

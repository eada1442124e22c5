"""Small networks of every kind, each with a batch, for the tests beside this file."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from backprop_explorer.engine import (
    Affine,
    AveragePooling,
    BatchNorm,
    Convolution,
    Dropout,
    Flatten,
    Gelu,
    Hinge,
    Huber,
    Layer,
    LayerNorm,
    Loss,
    MaxPooling,
    MeanSquaredError,
    Network,
    Relu,
    Residual,
    Sigmoid,
    Softmax,
    SoftmaxWithLoss,
    Tanh,
)
from backprop_explorer.engine.types import Array

Case = tuple[Network, Array, Array]
N, CLASSES = 4, 3


def affine(inputs: int, outputs: int, seed: int = 0) -> Affine:
    rng = np.random.default_rng(seed)
    return Affine(rng.normal(size=(inputs, outputs)) / np.sqrt(inputs), rng.normal(size=outputs))


def norm(kind: type[BatchNorm] | type[LayerNorm], features: int) -> Layer:
    rng = np.random.default_rng(features)
    return kind(rng.normal(size=features), rng.normal(size=features))


def convolution() -> Convolution:
    rng = np.random.default_rng(0)
    return Convolution(rng.normal(size=(2, 1, 3, 3)), rng.normal(size=2))


def of_features(*layers: Layer, loss: Loss | None = None, t: Array | None = None) -> Case:
    """A network on 4 examples of 6 features, some of which are 0 for some or all examples."""
    rng = np.random.default_rng(1)
    x = rng.normal(size=(N, 6))
    x[:, 2] = 0
    x[:2, 4] = 0
    return Network(layers, loss), x, rng.integers(0, CLASSES, size=N) if t is None else t


def of_pictures(*layers: Layer) -> Case:
    rng = np.random.default_rng(1)
    x = rng.normal(size=(N, 1, 8, 8))
    return Network(layers, input_shape=(1, 8, 8)), x, rng.integers(0, CLASSES, size=N)


def dense() -> Case:
    return of_features(affine(6, 5), Relu(), affine(5, 4, 1), Tanh(), Sigmoid(), affine(4, 3, 2))


def of_few_levels() -> Case:
    """Inputs of 3 different numbers, as pixels have: many weights move z alike."""
    network, x, t = of_features(affine(6, 5), Relu(), affine(5, 4, 1), Tanh(), affine(4, 3, 2))
    return network, np.clip(np.round(x), -1, 1), t


def of_few_levels_normalized() -> Case:
    network, x, t = normalized()
    return network, np.clip(np.round(x), -1, 1), t


def one_layer() -> Case:
    return of_features(affine(6, 3))


def softmax_inside() -> Case:
    return of_features(affine(6, 5), Softmax(), affine(5, 3))


def normalized() -> Case:
    return of_features(affine(6, 5), norm(LayerNorm, 5), Relu(), norm(BatchNorm, 5), affine(5, 3))


def dropout() -> Case:
    return of_features(Dropout(0.3), affine(6, 8), Relu(), Dropout(0.5), affine(8, 3))


def blocks() -> Case:
    inside = Dropout(0.4), norm(BatchNorm, 5), Gelu(), Residual([affine(5, 5, 3)])
    return of_features(affine(6, 5), Residual([affine(5, 5, 1), *inside]), affine(5, 3, 2))


def pictures() -> Case:
    return of_pictures(convolution(), Relu(), MaxPooling(2), Flatten(), affine(18, 3))


def normalized_pictures() -> Case:
    pooled = AveragePooling(2), Flatten()
    return of_pictures(convolution(), norm(BatchNorm, 2), *pooled, affine(18, 3))


def one_hot_rows() -> Case:
    return of_features(affine(6, 4), Tanh(), affine(4, 3), t=np.eye(CLASSES)[[0, 2, 1, 1]])


def smoothed() -> Case:
    return of_features(affine(6, 4), Tanh(), affine(4, 3), loss=SoftmaxWithLoss(0.1))


def hinge() -> Case:
    return of_features(affine(6, 4), Tanh(), affine(4, 3), loss=Hinge())


def squared() -> Case:
    t = np.random.default_rng(2).normal(size=(N, 2))
    return of_features(affine(6, 4), Tanh(), affine(4, 2), loss=MeanSquaredError(), t=t)


def huber() -> Case:
    network, x, t = squared()
    return Network(network.layers, Huber()), x, t


CASES: list[Callable[[], Case]] = [
    dense,
    of_few_levels,
    of_few_levels_normalized,
    one_layer,
    softmax_inside,
    normalized,
    dropout,
    blocks,
    pictures,
    normalized_pictures,
    one_hot_rows,
    smoothed,
    hinge,
    squared,
    huber,
]

"""Stand-ins for layers that would do something else to copies of a batch than to the batch.

Many changed copies of the same N examples run through the network as one batch. Most layers do not
notice; these do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from backprop_explorer.engine.layers import BatchNorm, Dropout, Layer, Residual
from backprop_explorer.engine.types import Array


class SameMask(Dropout):
    """Leaves out of every copy of an example what a Dropout left out of the example.

    Dropout itself would draw a new mask for a batch of another size.
    """

    def __init__(self, dropout: Dropout) -> None:
        """`dropout` has run forward on the examples, in training."""
        super().__init__(dropout.rate)
        self.drawn = dropout.mask
        self.examples = np.arange(len(self.drawn))
        """Of which example each row of the next batch is a copy."""

    def forward(self, z: Array) -> Array:
        self.mask = self.drawn.take(self.examples, axis=0)
        return z * self.mask


class NormOfCopies(BatchNorm):
    """Normalizes each copy of the batch by its own mean and variance.

    x: (K·N, …), K whole copies one after the other.
    """

    mixes_examples = False

    def __init__(self, norm: BatchNorm, n: int) -> None:
        """n: the examples of the batch."""
        super().__init__(norm.gamma, norm.beta, norm.momentum, norm.eps)
        self.n = n

    def forward(self, x: Array) -> Array:
        copies = x.reshape(-1, self.n, *x.shape[1:]).swapaxes(2, -1)
        within_a_copy = tuple(range(1, copies.ndim - 1))
        mean = copies.mean(axis=within_a_copy, keepdims=True)
        variance = copies.var(axis=within_a_copy, keepdims=True)
        y = self.gamma * ((copies - mean) / np.sqrt(variance + self.eps)) + self.beta
        return y.swapaxes(2, -1).reshape(x.shape)


def for_copies(layer: Layer, n: int) -> Layer:
    """The layer, or what stands in for it, when copies of a batch of n examples run through."""
    if isinstance(layer, Dropout) and layer.training:
        return SameMask(layer)
    if isinstance(layer, BatchNorm) and layer.training:
        return NormOfCopies(layer, n)
    if type(layer) is Residual:
        return Residual([for_copies(inner, n) for inner in layer.inner])
    return layer


def tell_examples(layers: Iterable[Layer], examples: Array) -> None:
    """Of which example each row of the next batch is a copy."""
    for layer in with_inner(layers):
        if isinstance(layer, SameMask):
            layer.examples = examples


def need_whole_copies(layers: Iterable[Layer]) -> bool:
    """Whether all examples of a copy have to be there, and in order."""
    return any(isinstance(layer, NormOfCopies) for layer in with_inner(layers))


def with_inner(layers: Iterable[Layer]) -> Iterator[Layer]:
    """The layers, each followed by those it is made of."""
    for layer in layers:
        yield layer
        yield from with_inner(layer.inner)

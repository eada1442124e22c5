"""Where a network can be computed with fewer calls or less memory, and to the same bits."""

from __future__ import annotations

from itertools import pairwise, takewhile

from backprop_explorer.engine.fast.rehearsal import (
    folding_keeps_the_bits,
    pooling_keeps_the_bits,
    turning_keeps_the_bits,
)
from backprop_explorer.engine.layers import (
    Affine,
    Convolution,
    Layer,
    MaxPooling,
    Relu,
    Sigmoid,
    Tanh,
)
from backprop_explorer.engine.types import Shape

ELEMENTWISE = (Relu, Sigmoid, Tanh)
"""Layers whose twins write where they are told to, however numbers lie there."""

MOST = 1_024
"""Numbers that go into or out of a layer; with more of them, a call less saves little."""


def foldable(row: list[Layer], n: int) -> list[Affine]:
    """The first Affine layers of a network that can be folded, for batches of n examples.

    Between them there have to be elementwise layers, which write where the next one reads, and
    nothing else. The last Affine of such a row is not folded: whatever follows finds its numbers as
    the plain layer would leave them.
    """
    kinds = (Affine, *ELEMENTWISE)
    beginning = list(takewhile(lambda layer: type(layer) in kinds, row))
    behind_another = [
        id(layer) for before, layer in pairwise(beginning) if type(before) is type(layer) is Affine
    ]
    affine = [layer for layer in beginning if isinstance(layer, Affine)]
    return list(
        takewhile(
            lambda layer: id(layer) not in behind_another and can_be_folded(layer, n), affine[:-1]
        )
    )


def can_be_folded(layer: Affine, n: int) -> bool:
    """Whether it is small, and its sums are then those of the plain layer."""
    inputs, outputs = layer.W.shape
    if n * max(inputs, outputs) > MOST:
        return False
    return folding_keeps_the_bits(layer.W.shape, n, layer.W.dtype)


def pooled_convolution(row: list[Layer], shape: Shape) -> tuple[Convolution, MaxPooling] | None:
    """The convolution and the pooling of a network that begins with Convolution, Relu, MaxPooling.

    `shape`: of a batch. None if it does not begin so, if pooling windows overlap, have gaps between
    them or reach beyond, or if the sums were not those of the plain layer.
    """
    beginning = row[:3]
    if not all(type(layer) in (Convolution, Relu, MaxPooling) for layer in beginning):
        return None
    match beginning:
        case [Convolution() as convolution, Relu(), MaxPooling() as pooling]:
            W, windows, size = convolution.W, convolution.windows, pooling.windows.height
            if size < 2 or pooling.windows.stride != size or pooling.windows.padding:
                return None
            same = pooling_keeps_the_bits(W.shape, windows, size, shape, W.dtype)
            return (convolution, pooling) if same else None
    return None


def can_be_turned(layer: Layer, n: int) -> bool:
    """Whether it takes n examples as columns in memory, and its sums are those of the plain layer.

    That is how a pooled convolution leaves them, and turning them takes a while.
    """
    if type(layer) is not Affine:
        return False
    return turning_keeps_the_bits(layer.W.shape, n, layer.W.dtype)

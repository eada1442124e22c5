"""Do shortcuts change a bit? Tried out on random numbers.

BLAS promises a sum, and not in which order it adds: that is up to the processor, the shapes, and
even to whether a number is at an edge of its matrix. In another order than that of the plain layer,
about every third sum of random numbers has another last bit.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import chain
from typing import Any, Literal

import numpy as np

from backprop_explorer.engine.fast.block import Block
from backprop_explorer.engine.fast.layers import FastAffine, FoldedAffine, PooledConvolution
from backprop_explorer.engine.fast.layers.few_windows import by_place
from backprop_explorer.engine.layers import Affine, Convolution, MaxPooling, Relu
from backprop_explorer.engine.layers.windows import Windows
from backprop_explorer.engine.network import Network
from backprop_explorer.engine.types import Array, Shape

PASSES = 50
"""So many that even a single odd sum would show."""

ENOUGH = 100_000
"""Sums. Large arrays have more of every kind, and need fewer passes, but two at least."""

Order = Literal["C", "F"]
ORDERS: tuple[Order, ...] = "C", "F"


@lru_cache(maxsize=256)
def folding_keeps_the_bits(shape: Shape, n: int, dtype: np.dtype[Any]) -> bool:
    """Whether an Affine with W of this shape, folded, has the plain layer's sums for n examples."""
    layer = zero_affine(shape, dtype)
    block = Block(Network([layer]))
    twins = [FoldedAffine(layer, block, n, rows) for rows in (True, False)]
    return all(same_affine(layer, twin, np.empty_like(twin.y), "C", PASSES) for twin in twins)


@lru_cache(maxsize=256)
def turning_keeps_the_bits(shape: Shape, n: int, dtype: np.dtype[Any]) -> bool:
    """Whether it has them for examples that are columns in memory.

    The gradient may come as rows, and as columns too, which is how Softmax leaves it.
    """
    layer = zero_affine(shape, dtype)
    layer.dW, layer.db = np.zeros_like(layer.W), np.zeros_like(layer.b)
    twin = FastAffine(layer, np.empty((n, shape[0]), dtype, order="F"), turned=True)
    times = passes(n * sum(shape))
    return all(
        same_affine(layer, twin, np.empty(twin.y.shape, dtype, order), order, times)
        for order in ORDERS
    )


def zero_affine(shape: Shape, dtype: np.dtype[Any]) -> Affine:
    return Affine(np.zeros(shape, dtype), np.zeros(shape[1:], dtype))


def passes(sums: int) -> int:
    """How often to try arrays with so many sums."""
    return 1 + min(PASSES, 1 + ENOUGH // sums)


def same_affine(
    layer: Affine, twin: FoldedAffine | FastAffine, dy: Array, order: Order, times: int
) -> bool:
    """Whether the twin of a layer has the sums of a plain one, for random numbers.

    `order`: how dy lies in memory in the plain engine.
    """
    rng = np.random.default_rng(0)
    plain = Affine(layer.W.copy(), layer.b.copy())
    steps = [*twin.forward(), *twin.backward(dy, wanted=True)]
    for _ in range(times):
        for array in (twin.x, dy, layer.W, layer.b):
            array[...] = rng.normal(size=array.shape)
        plain.W, plain.b = layer.W.copy(), layer.b.copy()
        for step in steps:
            step()
        y = plain.forward(np.ascontiguousarray(twin.x))
        dx = plain.backward(dy.copy(order))
        pairs = (y, twin.y), (dx, twin.dx), (plain.dW, layer.dW), (plain.db, layer.db)
        if not all(np.array_equal(*pair) for pair in pairs):
            return False
    return True


@lru_cache(maxsize=256)
def pooling_keeps_the_bits(
    W_shape: Shape, windows: Windows, size: int, x_shape: Shape, dtype: np.dtype[Any]
) -> bool:
    """Whether a PooledConvolution has the plain layers' sums, for batches of this shape."""
    rng = np.random.default_rng(0)
    W, b = np.zeros(W_shape, dtype), np.zeros(W_shape[:1], dtype)
    plain, layer = (Convolution(W, b, windows.stride, windows.padding) for _ in range(2))
    plain.needs_dx = False
    relu, pooling = Relu(), MaxPooling(size)
    layer.dW, layer.db = np.zeros_like(W), np.zeros_like(b)
    pooled = PooledConvolution(layer, pooling, x_shape, dtype)
    da = np.empty_like(pooled.y)
    steps = [*pooled.forward(), *pooled.backward(da, wanted=False)]
    for _ in range(passes(da.size * size * size)):
        for array in (pooled.x, W, b, da):
            array[...] = rng.normal(size=array.shape)
        for step in steps:
            step()
        z = plain.forward(pooled.x)
        a = pooling.forward(relu.forward(z))
        plain.backward(relu.backward(pooling.backward(da)))
        pairs = (a, pooled.y), (plain.dW, layer.dW), (plain.db, layer.db)
        same = all(np.array_equal(*pair) for pair in chain(pairs, all_sums(z, pooled)))
        if not (same and a.flags.c_contiguous):  # as y is; another layer would see the difference
            return False
    return True


def all_sums(z: Array, pooled: PooledConvolution) -> Iterator[tuple[Array, Array]]:
    """z, (N, F, OH, OW), part by part, and the same worked out by a PooledConvolution.

    Most of them are not the largest, and so do not show in its output. Parts share their arrays:
    compare a pair before the next.
    """
    by_position = z.transpose(2, 3, 1, 0)
    for part in pooled.parts:
        for step in part.windows.sums():
            step()
        yield by_place(by_position[part.in_z], pooled.size), part.windows.room.z

"""Do shortcuts change a bit? Tried out on random numbers.

BLAS promises a sum, and not in which order it adds: that is up to the processor, the shapes, and
even to whether a number is at an edge of its matrix. In another order than that of the plain layer,
about every third sum of random numbers has another last bit.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

from backprop_explorer.engine.fast.block import Block
from backprop_explorer.engine.fast.layers import FoldedAffine, PooledConvolution
from backprop_explorer.engine.layers import Affine, Convolution, MaxPooling
from backprop_explorer.engine.layers.windows import Windows
from backprop_explorer.engine.network import Network
from backprop_explorer.engine.types import Array, Shape

PASSES = 50
"""So many that even a single odd sum would show."""

ENOUGH = 100_000
"""Sums. Large arrays have more of every kind, and need fewer passes, but two at least."""


@lru_cache(maxsize=256)
def folding_keeps_the_bits(shape: Shape, n: int, dtype: np.dtype[Any]) -> bool:
    """Whether an Affine with W of this shape, folded, has the plain layer's sums for n examples."""
    rng = np.random.default_rng(0)
    plain, layer = (Affine(np.zeros(shape, dtype), np.zeros(shape[1:], dtype)) for _ in range(2))
    block = Block(Network([layer]))
    for rows in (True, False):
        folded = FoldedAffine(layer, block, n, rows)
        dy = np.empty_like(folded.y)
        steps = [*folded.forward(), *folded.backward(dy, wanted=True)]
        for _ in range(PASSES):
            for array in (folded.x, dy, layer.W, layer.b):
                array[...] = rng.normal(size=array.shape)
            plain.W, plain.b = layer.W.copy(), layer.b.copy()
            for step in steps:
                step()
            y = plain.forward(np.ascontiguousarray(folded.x))
            dx = plain.backward(np.ascontiguousarray(dy))
            pairs = (y, folded.y), (dx, folded.dx), (plain.dW, layer.dW), (plain.db, layer.db)
            if not all(np.array_equal(*pair) for pair in pairs):
                return False
    return True


@lru_cache(maxsize=256)
def pooling_keeps_the_bits(
    W_shape: Shape, windows: Windows, size: int, x_shape: Shape, dtype: np.dtype[Any]
) -> bool:
    """Whether a PooledConvolution has the plain layer's sums, for batches of this shape."""
    rng = np.random.default_rng(0)
    W, b = np.zeros(W_shape, dtype), np.zeros(W_shape[:1], dtype)
    layer = Convolution(W, b, windows.stride, windows.padding)
    pooled = PooledConvolution(layer, MaxPooling(size), np.zeros(x_shape, dtype))
    passes = min(PASSES, 1 + ENOUGH // pooled.dz.size)
    for _ in range(1 + passes):
        for array in (pooled.x, W, b):
            array[...] = rng.normal(size=array.shape)
        z = layer.forward(pooled.x)
        for step in pooled.preparation():
            step()
        for part in pooled.parts:
            for step in pooled.pooling(part):
                step()
            if not np.array_equal(sorted_sums(z[part.pictures], size), part.room.z):
                return False
    return True


def sorted_sums(z: Array, size: int) -> Array:
    """z of some pictures, (n, F, OH, OW), as FewPictures has it: (size², F, n·PH·PW)."""
    down, across = (length // size for length in z.shape[2:])
    places = [
        z[:, :, row::size, column::size][:, :, :down, :across].swapaxes(0, 1)
        for row, column in np.ndindex(size, size)
    ]
    return np.stack(places).reshape(size * size, z.shape[1], -1)

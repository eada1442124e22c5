"""Matrix products, in blocks of rows where that is quicker and gives the same numbers.

OpenBLAS copies large matrices into an order that suits it before it multiplies, and takes small
ones as they lie. So a few million multiplications are sooner done in a few small products.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from typing import Any

import numpy as np

from backprop_explorer.engine.fast.steps import Step
from backprop_explorer.engine.types import Array, Shape

SMALL = 1_000_000
"""Multiplications; with more of them, a product is not small for OpenBLAS."""

MOST_BLOCKS = 5
"""In more blocks, `b` is read so often that copying it once would be quicker."""

PASSES = 5
"""Of a rehearsal. Each has thousands of sums, and one that is added up otherwise would show."""


def product(a: Array, b: Array, out: Array) -> Sequence[Step]:
    """a · b, written to `out`."""
    blocks = blocks_of_rows(a, b)
    if len(blocks) == 1:
        return [partial(a.dot, b, out)]
    return [partial(np.matmul, a[rows], b, out[rows]) for rows in blocks]


def product_with(b: Array, out: Array, a: Array) -> Callable[[Array], None]:
    """The same as a function of an array that is another one every time, and lies as `a` does."""
    blocks = [(rows, out[rows]) for rows in blocks_of_rows(a, b)]

    def multiply(a: Array) -> None:
        a.dot(b, out)

    def multiply_in_blocks(a: Array) -> None:
        for rows, part in blocks:
            np.matmul(a[rows], b, part)

    return multiply if len(blocks) == 1 else multiply_in_blocks


def blocks_of_rows(a: Array, b: Array) -> list[slice]:
    """Which rows of `a` to multiply at a time: all, or a few where the sums are then the same.

    `b` has to lie row by row: OpenBLAS is slow at small products with transposed matrices.
    """
    count = -(-a.size * b.shape[1] // SMALL)
    if 1 < count <= MOST_BLOCKS and b.flags.c_contiguous:
        blocks = equal_blocks(len(a), count)
        if cutting_keeps_the_bits(a.shape, b.shape, a.flags.c_contiguous, a.dtype, count):
            return blocks
    return [slice(len(a))]


def equal_blocks(length: int, count: int) -> list[slice]:
    """So many blocks at most, all of one size but for the last."""
    size = -(-length // count)
    return [slice(start, start + size) for start in range(0, length, size)]


@lru_cache(maxsize=256)
def cutting_keeps_the_bits(
    a_shape: Shape, b_shape: Shape, by_rows: bool, dtype: np.dtype[Any], count: int
) -> bool:
    """Whether so many blocks have the sums of one product, tried out on random numbers.

    `by_rows`: whether `a` lies in memory row by row, or column by column.
    """
    rng = np.random.default_rng(0)
    a, b = np.empty(a_shape, dtype, "C" if by_rows else "F"), np.empty(b_shape, dtype)
    in_blocks = np.empty((len(a), b_shape[1]), dtype)
    for _ in range(PASSES):
        for array in (a, b):
            array[...] = rng.normal(size=array.shape)
        for rows in equal_blocks(len(a), count):
            np.matmul(a[rows], b, in_blocks[rows])
        if not np.array_equal(a @ b, in_blocks):
            return False
    return True

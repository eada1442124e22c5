"""The batch of an iteration, as a pure function of (data set, seed, iteration, size).

Nothing is remembered between two batches: iteration 412 can be asked for first, twice, or on
another machine, and is always the same. That is what makes jumping to any iteration possible.

The random words come from Philox, a generator whose whole state is a key and a counter; the key is
(seed, iteration). Rows are made from its raw 64-bit words right here, because NumPy promises that
the raw words stay the same from version to version, and does not promise it for `Generator.choice`.
"""

import threading
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .dataset import Array, Dataset, scale
from .errors import BatchError

KEY_LIMIT = 2**64


class Batch(NamedTuple):
    """x: (N, …) float32, one row for each example, in the data set's input shape; pictures 0 to 1
    t: (N,) int64, labels, or (N, K) float32, the numbers to be predicted
    rows: (N,) int64, rows of x_train

    All three are read-only.
    """

    x: NDArray[np.float32]
    t: Array
    rows: NDArray[np.int64]


class _Generators(threading.local):
    """A generator for each thread, given a new key for every batch.

    That takes a tenth of the time of making a generator, which for small networks is longer than an
    iteration takes.
    """

    def __init__(self) -> None:
        self.generator = np.random.Philox(key=0)
        self.fresh: Any = self.generator.state
        self.key = self.fresh["state"]["key"]

    def with_key(self, seed: int, iteration: int) -> np.random.Philox:
        """The generator as it is when it is made with this key."""
        self.key[0] = seed
        self.key[1] = iteration
        self.generator.state = self.fresh
        return self.generator


_generators = _Generators()


def batch(dataset: Dataset, seed: int, iteration: int, batch_size: int) -> Batch:
    """The training examples of one iteration: `batch_size` different rows of `dataset`.

    Raises BatchError for a size the data set cannot give, or a seed or iteration that is negative
    or does not fit 64 bits.
    """
    rows = draw_rows(len(dataset.x_train), seed, iteration, batch_size)
    drawn = Batch(scale(dataset.x_train[rows]), dataset.t_train[rows], rows)
    for array in drawn:
        array.flags.writeable = False  # so that whoever keeps it need not copy it
    return drawn


def draw_rows(count: int, seed: int, iteration: int, size: int) -> NDArray[np.int64]:
    """`size` different numbers from 0 to `count` − 1, every choice and order equally likely.

    A small part: the first `size` different ones of an endless sequence of random numbers.
    More than half: the head of a shuffled deck, because the last new numbers of an endless sequence
    are long in coming.
    """
    if not 1 <= size <= count:
        raise BatchError(
            f"a batch of {size} cannot be drawn from {count} training examples; "
            f"the batch size must be 1 to {count}"
        )
    for name, value in (("seed", seed), ("iteration", iteration)):
        if not 0 <= value < KEY_LIMIT:
            raise BatchError(f"{name} {value} is out of range; it must be 0 to {KEY_LIMIT - 1}")
    random = _generators.with_key(seed, iteration)
    if 2 * size > count:
        return np.argsort(random.random_raw(count), kind="stable")[:size].astype(np.int64)
    drawn: dict[int, None] = {}  # a dict, because it keeps the order and drops repetitions
    while len(drawn) < size:
        words = random.random_raw(size) % np.uint64(count)
        drawn.update(dict.fromkeys(words.tolist()))
    return np.fromiter(drawn, dtype=np.int64, count=size)

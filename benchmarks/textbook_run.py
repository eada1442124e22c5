"""The textbook's run: 10,000 iterations, batch 100, rate 0.1, on the whole of MNIST.

    python -m benchmarks.textbook_run [SEEDS]

One run says little: between seeds the share of the 10,000 test digits that are read rightly varies
by about 0.1 %. So several networks (nine) are trained side by side; each line of the curve is an
epoch, with every network's share and the median. The end is an error if that, to the tenth of a
percent that can be told apart, is below 97.0 %.
Needs the whole of MNIST: `backprop-explorer data fetch mnist`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

from benchmarks._timing import start_again_with_plain_blas

if TYPE_CHECKING:
    from backprop_explorer.data import Dataset

ITERATIONS = 10_000
BATCH_SIZE = 100
LEARNING_RATE = 0.1
SEEDS = 9
TARGET = 0.97


class Run:
    """One network on its way, with the seed that decides its weights and its batches."""

    def __init__(self, seed: int, mnist: Dataset) -> None:
        from backprop_explorer.engine import SGD, two_layer_net

        self.seed, self.mnist = seed, mnist
        self.network, self.optimizer = two_layer_net(seed=seed), SGD(LEARNING_RATE)
        self.loss = 0.0  # of the last batch
        self.seconds = 0.0  # of training; drawing batches is not counted

    def train(self, iterations: Iterable[int]) -> None:
        from backprop_explorer import data

        for iteration in iterations:
            x, t, _ = data.batch(self.mnist, self.seed, iteration, BATCH_SIZE)
            start = perf_counter()
            gradients = self.network.gradient(x, t)
            self.optimizer.update(self.network.params, gradients)
            self.seconds += perf_counter() - start
        self.loss = float(self.network.last_layer.loss)

    def accuracy(self) -> float:
        """The share of the test digits that are read rightly."""
        from backprop_explorer import data

        return self.network.accuracy(data.scale(self.mnist.x_test), self.mnist.t_test)


def main(seeds: int) -> None:
    start_again_with_plain_blas()

    from backprop_explorer import data

    mnist = data.load("mnist")
    runs = [Run(seed, mnist) for seed in range(seeds)]
    epoch = len(mnist.x_train) // BATCH_SIZE
    print("epoch iteration   loss  median | test digits read rightly, in %, seed by seed")
    for start in range(0, ITERATIONS, epoch):
        end = min(start + epoch, ITERATIONS)
        for run in runs:
            run.train(range(start, end))
        shares = [run.accuracy() for run in runs]
        loss = median(run.loss for run in runs)
        row = " ".join(f"{100 * share:.2f}" for share in shares)
        print(f"{end / epoch:5.1f} {end:9,} {loss:.4f}   {100 * median(shares):.2f} | {row}")
    each = median(run.seconds for run in runs)
    print(f"{each:.2f} s of training for each, {1e6 * each / ITERATIONS:.0f} µs an iteration")
    if round(median(shares), 3) < TARGET:
        sys.exit(f"The median is {100 * median(shares):.1f} %, short of {100 * TARGET:.1f} %.")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SEEDS)

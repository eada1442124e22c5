"""The textbook's run: 10,000 iterations, batch 100, rate 0.1, on the whole of MNIST.

    python -m benchmarks.textbook_run [SEEDS]

One run says little: between seeds the share of the 10,000 test digits that are read rightly varies
by about 0.1 %. So several networks are trained, ours and PyTorch's in turns, epoch by epoch: the
first three seeds as rows of `make bench`, nine with the curve in `make soak`. That is an error if
the median, to the tenth of a percent that can be told apart, is below 97.0 %.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from itertools import chain
from statistics import median

import torch
from benchmarks._textbook import BATCH_SIZE, Epoch, Learner, Ours, PyTorch, Run, whole_mnist
from benchmarks._timing import Row, one_core, ratio, readable, start_again_with_plain_blas

ITERATIONS = 10_000
EPOCH = 60_000 // BATCH_SIZE
SEEDS = 9
FEWER_SEEDS = 3
TARGET = 97.0
KINDS: tuple[type[Learner], ...] = (Ours, PyTorch)

Runs = dict[str, list[Run]]


def rows() -> Iterator[Row]:
    *_, runs = trained(FEWER_SEEDS)
    ours, theirs = (percent(runs[name]) for name in runs)
    what = f"textbook's run, seeds 0 to {FEWER_SEEDS - 1}"
    yield Row(
        f"{what}: median % of the test digits read rightly; the peer's is PyTorch's",
        f"{ours:.2f} %",
        f"{theirs:.2f} %",
        round(ours, 1),
        TARGET,
    )
    yield time_row(f"{what}: time against PyTorch's", runs, lambda epoch: epoch.seconds)
    yield time_row(
        "the same, evaluating test digits only", runs, lambda epoch: epoch.seconds - epoch.on_train
    )


def trained(seeds: int) -> Iterator[Runs]:
    """The runs of both libraries, after every epoch."""
    torch.set_num_threads(1)
    mnist = whole_mnist()
    runs = {kind.__name__: [Run(kind, seed, mnist) for seed in range(seeds)] for kind in KINDS}
    for start in range(0, ITERATIONS, EPOCH):
        with one_core():
            for turn in zip(*runs.values(), strict=True):
                for run in turn:
                    run.run(range(start, min(start + EPOCH, ITERATIONS)))
        yield runs


def percent(runs: list[Run]) -> float:
    """The median share of the test digits read rightly after the last epoch, in percent."""
    return 100 * median(run.epochs[-1].share for run in runs)


def time_row(what: str, runs: Runs, seconds: Callable[[Epoch], float]) -> Row:
    """Shows the seconds of whole runs; the ratio is that of epochs, as everywhere."""
    times = {
        name: [[seconds(epoch) for epoch in run.epochs] for run in runs[name]] for name in runs
    }
    ours, theirs = times.values()
    return Row(
        what,
        readable([sum(run) for run in ours]),
        readable([sum(run) for run in theirs]),
        ratio([*chain(*ours)], [*chain(*theirs)]),
        target=0.5,
        at_least=False,
    )


def main(seeds: int) -> None:
    """The curve, with every seed."""
    print("epoch iteration   loss PyTorch  median | test digits read rightly, in %, seed by seed")
    for runs in trained(seeds):
        ours, theirs = runs.values()
        epoch = len(ours[0].epochs)
        done = min(epoch * EPOCH, ITERATIONS)
        loss = median(float(run.learner.loss) for run in ours)
        shares = " ".join(f"{100 * run.epochs[-1].share:.2f}" for run in ours)
        medians = f"{percent(theirs):7.2f} {percent(ours):7.2f}"
        print(f"{done / EPOCH:5.1f} {done:9,} {loss:.4f} {medians} | {shares}", flush=True)
    row = time_row("", runs, lambda epoch: epoch.seconds)
    print(
        f"{row.ours} for each, training and evaluating; PyTorch {row.peer}; {row.ratio:.3g} of it"
    )
    if round(percent(ours), 1) < TARGET:
        sys.exit(f"The median is {percent(ours):.1f} %, short of {TARGET:.1f} %.")


if __name__ == "__main__":
    start_again_with_plain_blas()
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SEEDS)

"""How the benchmarks measure: contestants take turns on one core, and only ratios are compared.

A ratio of two times from the same run says something about the code; a time says more about the
machine and what else it was doing. So contestants run in rounds, A B A B, in one process pinned to
one core with one BLAS thread, and the figure is the median of the rounds' ratios. A contestant that
is not Python has a process of its own on the same core, which waits while others have their turn.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median
from time import perf_counter
from typing import Protocol

ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
TUNING = ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: what was compared, and what the ratio should be."""

    what: str
    ours: str
    peer: str
    ratio: float
    target: float
    at_least: bool = True

    @property
    def reached(self) -> bool:
        return self.ratio >= self.target if self.at_least else self.ratio <= self.target


class Elsewhere(Protocol):
    """A contestant in another process: it takes its turn there, by its own clock."""

    def seconds_per_call(self, calls: int) -> float: ...


Contestant = Callable[[], object] | Elsewhere


def start_again_with_plain_blas() -> None:
    """Run this very command with one thread and an untuned BLAS; returns if that is so already.

    BLAS reads its settings when NumPy is imported, so call this before.
    """
    plain = {name: value for name, value in os.environ.items() if name not in TUNING} | ONE_THREAD
    if plain != dict(os.environ):
        os.execve(sys.executable, sys.orig_argv, plain)


@contextmanager
def one_core() -> Iterator[None]:
    """Pin this process to the last of its cores, where the system can."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(cores)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, cores)


def take_turns(
    contestants: Mapping[str, Contestant], *, rounds: int, calls: int | Mapping[str, int]
) -> dict[str, list[float]]:
    """Seconds per call of each contestant in each round: `calls` calls in a row per turn.

    Where one is many times as slow as another, `calls` is a number for each.

    The first tenth of a turn is not counted: it pays for caches and branch predictors that the
    contestant before has filled with its own code and data.
    """
    seconds: dict[str, list[float]] = {name: [] for name in contestants}
    gc.disable()
    try:
        for _ in range(rounds):
            for name, contestant in contestants.items():
                counted = calls if isinstance(calls, int) else calls[name]
                seconds_per_call(contestant, -(-counted // 10))
                seconds[name].append(seconds_per_call(contestant, counted))
            gc.collect()
    finally:
        gc.enable()
    return seconds


def seconds_per_call(contestant: Contestant, calls: int) -> float:
    if not callable(contestant):
        return contestant.seconds_per_call(calls)
    start = perf_counter()
    for _ in range(calls):
        contestant()
    return (perf_counter() - start) / calls


def ratio(above: list[float], below: list[float]) -> float:
    """The median of the rounds' ratios."""
    return median(a / b for a, b in zip(above, below, strict=True))


def readable(times: list[float]) -> str:
    """The median time, in a unit that suits it."""
    seconds = median(times)
    for unit, size in (("s", 1), ("ms", 1e-3), ("µs", 1e-6)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds * 1e9:.3g} ns"

"""Is backpropagation right at these parameters? A gradient check that fits into one request."""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter

import numpy as np

from backprop_explorer.engine import GradientReport, gradient_check
from backprop_explorer.sessions import limits
from backprop_explorer.sessions.errors import TooLong
from backprop_explorer.sessions.experiment import Experiment
from backprop_explorer.sessions.moment import Moment

GROWTH = 8
FIRST_SHARE = 0.05
"""Of the time there is: what the first, smallest sample may take if no shortcut works."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """A check of a sample of so many elements of each array, and how long it took, in seconds."""

    sample: int
    report: GradientReport
    seconds: float


class Check:
    """A gradient check of the parameters at the start of a moment's iteration, in float64."""

    def __init__(self, experiment: Experiment, moment: Moment, examples: int) -> None:
        """On the first `examples` of the iteration's batch."""
        network = experiment.network(moment.state, moment.iteration)
        self.network = network.copy(dtype=np.float64)
        batch = experiment.batch(moment.iteration)
        self.x, self.t = batch.x[:examples].astype(np.float64), batch.t[:examples]
        self.sizes = [array.size for array in self.network.params.values()] + [self.x.size]

    def fitting(self) -> GradientReport:
        """Checks everything or, if that takes too long, as large a sample of each array as fits."""
        return self.largest(max(self.sizes)).report

    def run(self, sample: int | None) -> GradientReport:
        """Checks `sample` elements of each array; None checks all. Raises TooLong."""
        wanted = max(self.sizes) if sample is None else min(sample, max(self.sizes))
        attempt = self.largest(wanted)
        if attempt.sample < wanted:
            elements = self.elements(wanted)
            raise TooLong(
                f"Checking {elements:,} elements takes about {self.expected(wanted, attempt):.1f} "
                f"seconds; one request may compute for {limits.MAX_SECONDS:g}. Check a sample of "
                f'each array instead, as in {{"sample": {attempt.sample}}}, or fewer examples.',
                "gradient-check",
            )
        return attempt.report

    def largest(self, wanted: int) -> Attempt:
        """The largest sample, up to the one wanted, for which there is time.

        Nobody knows beforehand which shortcuts a network allows, so small samples say how long
        larger ones take.
        """
        end = perf_counter() + limits.MAX_SECONDS
        attempt = self.attempt(min(wanted, self.first_sample()))
        while attempt.sample < wanted:
            larger = min(wanted, GROWTH * attempt.sample)
            if perf_counter() + self.expected(larger, attempt) > end:
                break
            attempt = self.attempt(larger)
        return attempt

    def first_sample(self) -> int:
        """One that takes a small share of the time even if every step runs the whole network."""
        started = perf_counter()
        self.network.loss(self.x, self.t)
        seconds = 2 * len(self.sizes) * (perf_counter() - started)
        return max(1, int(FIRST_SHARE * limits.MAX_SECONDS / seconds))

    def attempt(self, sample: int) -> Attempt:
        started = perf_counter()
        report = gradient_check(self.network, self.x, self.t, sample=sample)
        return Attempt(sample, report, perf_counter() - started)

    def expected(self, sample: int, attempt: Attempt) -> float:
        """About how many seconds a sample takes, at most, as an attempt with a smaller one says."""
        return attempt.seconds * self.elements(sample) / self.elements(attempt.sample)

    def elements(self, sample: int) -> int:
        """How many elements are checked with this sample of each array."""
        return sum(min(sample, size) for size in self.sizes)

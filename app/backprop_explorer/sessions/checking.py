"""Is backpropagation right at these parameters? A gradient check that fits into one request."""

from __future__ import annotations

import numpy as np

from backprop_explorer.engine import GradientReport, gradient_check
from backprop_explorer.sessions import limits
from backprop_explorer.sessions.errors import TooLong
from backprop_explorer.sessions.experiment import Experiment
from backprop_explorer.sessions.moment import Moment

SHARE = 0.6
"""Of the time for a request. The rest is for finding out how long a check takes."""


class Check:
    """A gradient check of the parameters at the start of a moment's iteration, in float64."""

    def __init__(self, experiment: Experiment, moment: Moment, examples: int) -> None:
        """On the first `examples` of the iteration's batch."""
        network = experiment.network(moment.state, moment.iteration)
        self.network = network.copy(dtype=np.float64)
        batch = experiment.batch(moment.iteration)
        self.x, self.t = batch.x[:examples].astype(np.float64), batch.t[:examples]

    def fitting(self) -> GradientReport:
        """Checks everything or, if that takes too long, as much of each array as fits."""
        return self.check(None)

    def run(self, sample: int | None) -> GradientReport:
        """Checks `sample` elements of each array; None checks all. Raises TooLong."""
        report = self.check(sample)
        short = [a for a in report.arrays if a.checked < min(sample or a.of, a.of)]
        if short:
            least = min(short, key=lambda array: array.checked)
            raise TooLong(
                f"Of {least.name}, {least.checked:,} of {least.of:,} elements can be checked in "
                f"time: one request may compute for {limits.MAX_SECONDS:g} s. Check a sample of "
                f'each array, as in {{"sample": {least.checked}}}, or fewer examples, or leave '
                '"sample" out to check as many as fit.',
                "gradient-check",
            )
        return report

    def check(self, sample: int | None) -> GradientReport:
        seconds = SHARE * limits.MAX_SECONDS
        return gradient_check(self.network, self.x, self.t, sample=sample, seconds=seconds)

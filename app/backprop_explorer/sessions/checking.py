"""Is backpropagation right at these parameters? A gradient check that fits into one request."""

from __future__ import annotations

from functools import cached_property
from time import perf_counter

import numpy as np

from backprop_explorer.engine import GradientReport, gradient_check
from backprop_explorer.sessions import limits
from backprop_explorer.sessions.errors import TooLong
from backprop_explorer.sessions.experiment import Experiment
from backprop_explorer.sessions.moment import Moment

DEFAULT_SAMPLE = 200


class Check:
    """A gradient check of the parameters at the start of a moment's iteration, in float64."""

    def __init__(self, experiment: Experiment, moment: Moment, examples: int) -> None:
        """On the first `examples` of the iteration's batch."""
        self.shapes = experiment.shapes
        params = {name: array.astype(np.float64) for name, array in moment.params.items()}
        self.network = experiment.network(params)
        x, t, _ = experiment.batch(moment.iteration)
        self.x, self.t = x[:examples].astype(np.float64), t[:examples]

    def fitting(self) -> int:
        """The largest sample of each parameter, up to the default, that is checked in time."""
        sample = DEFAULT_SAMPLE
        while sample > 1 and self.seconds(sample) > limits.MAX_SECONDS:
            sample //= 2
        return sample

    def seconds(self, sample: int | None) -> float:
        """About how long the check will take: two losses for every element."""
        return 2 * self.elements(sample) * self.seconds_per_loss

    def elements(self, sample: int | None) -> int:
        """How many elements are checked, with `sample` of each parameter or all of them."""
        sizes = [int(np.prod(shape)) for shape in self.shapes.values()]
        return sum(sizes if sample is None else [min(sample, size) for size in sizes])

    def run(self, sample: int | None) -> GradientReport:
        """Checks `sample` elements of each parameter; None checks all. Raises TooLong."""
        if (seconds := self.seconds(sample)) > limits.MAX_SECONDS:
            raise TooLong(
                f"Checking {self.elements(sample):,} elements takes about {seconds:.0f} seconds; "
                f"one request may compute for {limits.MAX_SECONDS:g}. Check a sample of each "
                f'parameter instead, as in {{"sample": {self.fitting()}}}, or fewer examples.',
                "gradient-check",
            )
        return gradient_check(self.network, self.x, self.t, sample=sample)

    @cached_property
    def seconds_per_loss(self) -> float:
        """Measured; the first run warms up."""
        times = []
        for _ in range(3):
            started = perf_counter()
            self.network.loss(self.x, self.t)
            times.append(perf_counter() - started)
        return min(times)

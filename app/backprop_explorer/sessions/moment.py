"""Where a session is: an iteration, the parameters at its start, and how far into it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from backprop_explorer.sessions.experiment import Experiment, Params
from backprop_explorer.sessions.metrics import measure
from backprop_explorer.trace import Trace, record
from backprop_explorer.trace.model import Array, Phase


@dataclass(frozen=True, slots=True, eq=False)
class Moment:
    """Events 1 … `event` of `iteration` have happened.

    `params` are those at the iteration's start. `trace` and `rows` (of the data set, one for each
    example) are there once somebody has looked inside the iteration.
    """

    iteration: int
    params: Params
    event: int = 0
    trace: Trace | None = None
    rows: Array | None = None

    def recorded(self, experiment: Experiment) -> Moment:
        """The same moment with its trace."""
        if self.trace is not None:
            return self
        x, t, rows = experiment.batch(self.iteration)
        network = experiment.network(self.params)
        with np.errstate(all="ignore"):  # a network that blows up shows it in its numbers
            trace = record(network, x, t, experiment.optimizer())
        # The trace holds the same numbers: no need to keep them twice.
        params = {name: trace.find(name, 0).array for name in self.params}
        return replace(self, params=params, trace=trace, rows=rows)

    def at(self, event: int) -> Moment:
        return replace(self, event=event)

    @property
    def following(self) -> Moment:
        """The start of the iteration after this one, which has to be recorded."""
        return Moment(self.iteration + 1, params_after(self))

    @property
    def last_event(self) -> int:
        return len(trace_of(self).events)


def trace_of(moment: Moment) -> Trace:
    """The trace of a moment that is known to be recorded."""
    assert moment.trace is not None
    return moment.trace


def params_after(moment: Moment) -> dict[str, Array]:
    """The parameters at the end of a recorded iteration."""
    trace = trace_of(moment)
    return {name: trace.find(name).array for name in moment.params}


def metrics_of(moment: Moment) -> Array:
    """The row of metrics of a recorded iteration."""
    trace = trace_of(moment)
    grads = {name: trace.find(f"d{name}").array for name in moment.params}
    loss, y, t = (trace.find(name).array for name in ("L", "y", "t"))
    return measure(loss, y, t, moment.params, grads, params_after(moment))


def end_of(trace: Trace, phase: Phase) -> int:
    """The position at which this phase of the iteration is over."""
    return max((event.index for event in trace.events if event.phase == phase), default=0)

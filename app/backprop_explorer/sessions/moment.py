"""Where a session is: an iteration, the state at its start, and how far into it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from backprop_explorer.sessions.evaluation import standing
from backprop_explorer.sessions.experiment import Batch, Experiment, captured
from backprop_explorer.sessions.metrics import measure
from backprop_explorer.sessions.state import Params, State
from backprop_explorer.sessions.training import scores
from backprop_explorer.trace import Trace, record
from backprop_explorer.trace.model import Array, Phase


@dataclass(frozen=True, slots=True, eq=False)
class Inside:
    """What a recorded iteration has: its trace, batch and metrics, and what it leaves behind."""

    trace: Trace
    batch: Batch
    metrics: Array
    after: State


@dataclass(frozen=True, slots=True, eq=False)
class Moment:
    """Events 1 … `event` of `iteration` have happened.

    `state` is that at the iteration's start. `inside` is there once somebody has looked inside the
    iteration.
    """

    iteration: int
    state: State
    event: int = 0
    inside: Inside | None = None

    def recorded(self, experiment: Experiment) -> Moment:
        """The same moment with its trace."""
        if self.inside is not None:
            return self
        batch = experiment.batch(self.iteration)
        network = experiment.network(self.state, self.iteration)
        optimizer = experiment.optimizer(self.state, self.iteration)
        with np.errstate(all="ignore"):  # a network that blows up shows it in its numbers
            before = standing(experiment, network, optimizer, self.iteration)
            trace = record(network, batch.x, batch.t, optimizer)
            measured = scores(experiment, network, batch, before)
            metrics = measure(measured, self.params, network.grads, network.params)
        after = captured(network, optimizer)
        # The trace holds the same numbers: no need to keep them twice.
        start = replace(self.state, params=in_trace(trace, self.params, 0))
        after = replace(after, params=in_trace(trace, self.params, None))
        return replace(self, state=start, inside=Inside(trace, batch, metrics, after.frozen()))

    @property
    def params(self) -> Params:
        """The parameters at the iteration's start."""
        return self.state.params

    @property
    def trace(self) -> Trace | None:
        return self.inside.trace if self.inside else None

    @property
    def present(self) -> State:
        """The state as the events so far have left it, but for what the optimizer keeps."""
        if not self.event:
            return self.state
        names, trace = self.state, trace_of(self)
        return replace(
            self.state,
            params=in_trace(trace, names.params, self.event),
            statistics=in_trace(trace, names.statistics, self.event),
        )

    def at(self, event: int) -> Moment:
        return replace(self, event=event)

    @property
    def following(self) -> Moment:
        """The start of the iteration after this one, which has to be recorded."""
        return Moment(self.iteration + 1, inside_of(self).after)

    @property
    def last_event(self) -> int:
        return len(trace_of(self).events)


def inside_of(moment: Moment) -> Inside:
    """What is inside a moment that is known to be recorded."""
    assert moment.inside is not None
    return moment.inside


def trace_of(moment: Moment) -> Trace:
    """The trace of a moment that is known to be recorded."""
    return inside_of(moment).trace


def in_trace(trace: Trace, names: Iterable[str], event: int | None) -> Params:
    """The trace's own arrays of these names."""
    return {name: trace.find(name, event).array for name in names}


def end_of(trace: Trace, phase: Phase) -> int:
    """The position at which this phase of the iteration is over."""
    return max((event.index for event in trace.events if event.phase == phase), default=0)

"""All iterations of a training, each of them near: by snapshots, short replays and recording.

A timeline is a cache that knows the spec. It never says where a session is, and what it answers
depends on the spec alone, bit for bit.
"""

from __future__ import annotations

from copy import copy
from time import perf_counter

from backprop_explorer.sessions import limits
from backprop_explorer.sessions.errors import OutOfRange, TooLong
from backprop_explorer.sessions.experiment import Experiment
from backprop_explorer.sessions.metrics import MetricLog
from backprop_explorer.sessions.moment import Moment, inside_of
from backprop_explorer.sessions.snapshots import Snapshots
from backprop_explorer.sessions.state import State
from backprop_explorer.sessions.training import Run
from backprop_explorer.trace.model import Array

# A replay keeps the parameters this many iterations before its end: who jumped there may well step
# backwards next.
STEPS_BACK = 16
FIRST_GUESS_FLOPS = 2e10
ENOUGH_TO_TELL = 10  # iterations, to measure their pace


class Timeline:
    """`log` has the metrics of every iteration that was ever run; `pace` is seconds for each."""

    def __init__(self, experiment: Experiment) -> None:
        self.experiment = experiment
        self.first = Moment(0, experiment.initial_state().frozen())
        self.snapshots = Snapshots(self.first.state)
        self.log = MetricLog(self.first.params)
        flops = 6 * experiment.parameter_count * experiment.spec.batch_size
        self.pace = 1e-4 + flops / FIRST_GUESS_FLOPS

    def copy(self) -> Timeline:
        """One that knows the same and learns on its own. What never changes is shared."""
        twin = copy(self)
        twin.snapshots = self.snapshots.copy()
        twin.log = self.log.copy()
        return twin

    def recorded(self, moment: Moment) -> Moment:
        """The same moment with its trace."""
        if moment.trace is not None:
            return moment
        moment = moment.recorded(self.experiment)
        self.log.put(moment.iteration, inside_of(moment).metrics[None])
        return moment

    def following(self, moment: Moment) -> Moment:
        """The start of the iteration after a recorded one. Raises OutOfRange after the last."""
        refuse_beyond(moment.iteration + 1)
        self.snapshots.offer(moment.iteration, moment.state)
        return moment.following

    def trained(self, iteration: int, state: State, rows: Array) -> Moment:
        """Takes over what was trained elsewhere: `rows` end just before `iteration`."""
        self.log.put(iteration - len(rows), rows)
        state = state.frozen()
        self.snapshots.offer(iteration, state)
        return Moment(iteration, state)

    def seconds_to(self, iteration: int, near: Moment) -> float:
        """About how long it takes to have the parameters at the start of this iteration."""
        return (iteration - self._base(iteration, near).iteration) * self.pace

    def start_of(self, iteration: int, near: Moment, reached: int) -> Moment:
        """The start of an iteration, by plain training from the nearest parameters known.

        Raises OutOfRange, and TooLong; back to what was `reached` before, more time is allowed.
        """
        refuse_beyond(iteration)
        base = self._base(iteration, near)
        if base.iteration == iteration:
            return base.at(0)
        self._refuse_long(iteration, near, reached)
        started = perf_counter()
        run = Run(self.experiment, base.state, base.iteration)
        beside = iteration - STEPS_BACK if iteration <= reached else 0
        while run.iteration < iteration:
            until = beside if run.iteration < beside else iteration
            rows = run.run(min(until - run.iteration, self.snapshots.interval))
            self.log.put(run.iteration - len(rows), rows)
            if self.snapshots.due(run.iteration):
                self.snapshots.offer(run.iteration, run.state().frozen())
            if run.iteration == beside:
                self.snapshots.keep_beside(beside, run.state().frozen())
        if iteration - base.iteration >= ENOUGH_TO_TELL:
            self.pace = (perf_counter() - started) / (iteration - base.iteration)
        return Moment(iteration, run.state().frozen())

    def _base(self, iteration: int, near: Moment) -> Moment:
        """The nearest moment known at or before the start of this iteration."""
        kept, state = self.snapshots.nearest(iteration)
        return near if kept <= near.iteration <= iteration else Moment(kept, state)

    def _refuse_long(self, iteration: int, near: Moment, reached: int) -> None:
        seconds = self.seconds_to(iteration, near)
        if iteration > reached and seconds > limits.MAX_SECONDS:
            raise TooLong(
                f"Iteration {iteration} is {iteration - near.iteration:,} iterations ahead, about "
                f"{seconds:.1f} seconds of training; one request may compute for "
                f"{limits.MAX_SECONDS:g}. Train there instead: it runs beside the server.",
                "train",
            )
        if seconds > limits.MAX_REPLAY_SECONDS:
            kept, _ = self.snapshots.nearest(iteration)
            raise TooLong(
                f"Going back to iteration {iteration} would replay about {seconds:.0f} seconds of "
                f"training. The nearest iteration before it that opens at once is {kept}.",
                "goto",
            )


def refuse_beyond(iteration: int) -> None:
    """Raises OutOfRange for an iteration that no session can have."""
    if not 0 <= iteration <= limits.MAX_ITERATIONS:
        raise OutOfRange(
            f"There is no iteration {iteration}: a session has the iterations 0 to "
            f"{limits.MAX_ITERATIONS:,}.",
            "iteration",
        )

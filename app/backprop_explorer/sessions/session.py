"""A session: spec + edits + position, and what is kept so that any position is near.

Nothing here waits, locks or talks to anyone. Positions form one line, (0, 0) … (0, events),
(1, 0) … (1, events), …; a step goes to the next or previous stop of its unit on that line. Where an
operation raises, the session is as it was.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from enum import StrEnum
from time import perf_counter

from backprop_explorer.sessions import limits
from backprop_explorer.sessions.errors import OutOfRange, TooLong
from backprop_explorer.sessions.experiment import Experiment, Params
from backprop_explorer.sessions.metrics import MetricLog
from backprop_explorer.sessions.moment import Moment, end_of, metrics_of, trace_of
from backprop_explorer.sessions.snapshots import Snapshots
from backprop_explorer.sessions.spec import Spec
from backprop_explorer.sessions.training import Run
from backprop_explorer.trace import Trace
from backprop_explorer.trace.model import Array, Finding, Phase, freeze

# A replay keeps the parameters this many iterations before its end: who jumped there may well step
# backwards next.
STEPS_BACK = 16
FIRST_GUESS_FLOPS = 2e10


class Unit(StrEnum):
    """How far one step goes."""

    EVENT = "event"
    LINE = "line"
    LAYER = "layer"
    PHASE = "phase"
    ITERATION = "iteration"
    EPOCH = "epoch"


@dataclass(frozen=True, slots=True)
class Position:
    """Where a session is, in words. `events` is None until somebody has looked inside."""

    iteration: int
    event: int
    events: int | None
    phase: str | None
    layer: str | None
    reached: int


class Session:
    """Raises SpecError for a spec that cannot be built, and the data set's errors."""

    def __init__(self, id: str, spec: Spec) -> None:
        self.id = id
        self.spec = spec
        self.spec_json = spec.model_dump_json().encode()
        self.edits: tuple[object, ...] = ()
        self.version = 1
        self.experiment = Experiment(spec)
        initial = frozen(self.experiment.initial_params())
        self.reached = 0
        self.snapshots = Snapshots(initial)
        self.log = MetricLog(initial)
        self._moment = Moment(0, initial)
        self.pace = 1e-4 + 6 * self.experiment.parameter_count * spec.batch_size / FIRST_GUESS_FLOPS

    # Looking -------------------------------------------------------------------------------------

    @property
    def moment(self) -> Moment:
        return self._moment

    @property
    def trace(self) -> Trace:
        """The trace of the current iteration; recorded when it is first asked for."""
        self._moment = self._recorded(self._moment)
        return trace_of(self._moment)

    @property
    def position(self) -> Position:
        moment = self._moment
        last = trace_of(moment).events[moment.event - 1] if moment.event else None
        return Position(
            iteration=moment.iteration,
            event=moment.event,
            events=len(moment.trace.events) if moment.trace else None,
            phase=last.phase if last else None,
            layer=last.layer if last else None,
            reached=self.reached,
        )

    @property
    def findings(self) -> list[Finding]:
        """What the recorder found up to the position."""
        trace, event = self._moment.trace, self._moment.event
        return [finding for finding in trace.findings if finding.event <= event] if trace else []

    @property
    def measured(self) -> int | None:
        """The latest iteration whose loss is known at the position."""
        moment = self._moment
        if moment.trace and (moment.trace.find("L").event or 0) <= moment.event:
            return moment.iteration
        return moment.iteration - 1 if moment.iteration else None

    def metrics(self, start: int, stop: int) -> Array:
        """Rows of metrics of the iterations start … stop − 1 that were completed."""
        return self.log.rows(start, min(stop, self.reached))

    # Moving --------------------------------------------------------------------------------------

    def step(self, unit: Unit, count: int = 1) -> None:
        """Goes `count` stops of this unit ahead, or back if negative; it stays at (0, 0)."""
        if unit in (Unit.ITERATION, Unit.EPOCH):
            moment = self._reach(self._counted(unit, count))
        else:
            moment = self._moment
            for _ in range(abs(count)):
                moment = self._ahead(moment, unit) if count > 0 else self._back(moment, unit)
        self._move(moment)

    def finish(self, phase: Phase) -> None:
        """Goes to the end of this phase of the current iteration, unless it is past that already.

        Where the current iteration is complete, the next one is meant.
        """
        moment = self._recorded(self._moment)
        if moment.event == moment.last_event:
            moment = self._recorded(self._checked(moment.following))
        self._move(moment.at(max(moment.event, end_of(trace_of(moment), phase))))

    def goto(self, iteration: int, event: int = 0) -> None:
        """Goes to any position: back by replay, ahead by training. Raises OutOfRange, TooLong."""
        moment = self._reach(iteration)
        if event:
            moment = self._recorded(moment)
            if event > moment.last_event:
                raise OutOfRange(
                    f"Iteration {iteration} has {moment.last_event} events; there is no position "
                    f"after event {event}.",
                    "event",
                )
        self._move(moment.at(event))

    def absorb(self, iteration: int, params: Params, rows: Array) -> None:
        """Takes over what was trained elsewhere: `rows` end just before `iteration`."""
        self.log.put(iteration - len(rows), rows)
        params = frozen(params)
        self.snapshots.offer(iteration, params)
        self._move(Moment(iteration, params))

    def effort(self, unit: Unit, count: int) -> float:
        """About how many seconds a step will compute."""
        if unit in (Unit.ITERATION, Unit.EPOCH):
            return self.seconds_to(self._counted(unit, count))
        crossings = 1 + abs(count) / 4
        back = self.seconds_to(self._moment.iteration - 1) if count < 0 else 0.0
        return back + crossings * 5 * self.pace

    def seconds_to(self, iteration: int) -> float:
        """About how long it takes to have the parameters at the start of this iteration."""
        return max(0, iteration - self._base(max(0, iteration)).iteration) * self.pace

    # On the way ----------------------------------------------------------------------------------

    def _move(self, moment: Moment) -> None:
        old = self._moment
        self._moment = moment
        if (moment.iteration, moment.event) != (old.iteration, old.event):
            self.reached = max(self.reached, moment.iteration)
            self.version += 1

    def _recorded(self, moment: Moment) -> Moment:
        if moment.trace is not None:
            return moment
        moment = moment.recorded(self.experiment)
        self.log.put(moment.iteration, metrics_of(moment)[None])
        return moment

    def _ahead(self, moment: Moment, unit: Unit) -> Moment:
        moment = self._recorded(moment)
        stops = trace_of(moment).ends(unit)
        next_stop = bisect_right(stops, moment.event)
        if next_stop < len(stops):
            return moment.at(stops[next_stop])
        self.snapshots.offer(moment.iteration, moment.params)
        return self._checked(moment.following)

    def _back(self, moment: Moment, unit: Unit) -> Moment:
        if moment.event:
            stops = trace_of(moment).ends(unit)
            return moment.at(stops[bisect_left(stops, moment.event) - 1])
        if moment.iteration == 0:
            return moment
        before = self._recorded(self._reach(moment.iteration - 1))
        return before.at(before.last_event)

    def _counted(self, unit: Unit, count: int) -> int:
        """The iteration that is `count` iterations or epochs away."""
        size = self.experiment.iterations_per_epoch if unit is Unit.EPOCH else 1
        whole, inside = divmod(self._moment.iteration, size)
        # From inside, the first step back goes to the start.
        partly = 1 if count < 0 and (inside or self._moment.event) else 0
        return max(0, (whole + partly + count) * size)

    def _checked(self, moment: Moment) -> Moment:
        refuse_beyond(moment.iteration)
        return moment

    def _base(self, iteration: int) -> Moment:
        """The nearest moment at or before the start of this iteration."""
        kept, params = self.snapshots.nearest(iteration)
        ours = self._moment
        return ours if kept <= ours.iteration <= iteration else Moment(kept, params)

    def _reach(self, iteration: int) -> Moment:
        """The start of an iteration, by plain training from the nearest parameters known."""
        refuse_beyond(iteration)
        base = self._base(iteration)
        if base.iteration == iteration:
            return base.at(0)
        self._refuse_long(iteration)
        started = perf_counter()
        run = Run(self.experiment, base.params, base.iteration)
        beside = iteration - STEPS_BACK
        while run.iteration < iteration:
            until = beside if run.iteration < beside else iteration
            rows = run.run(min(until - run.iteration, self.snapshots.interval))
            self.log.put(run.iteration - len(rows), rows)
            if self.snapshots.due(run.iteration):
                self.snapshots.offer(run.iteration, frozen(run.params()))
            if run.iteration == beside and iteration <= self.reached:
                self.snapshots.keep_beside(beside, frozen(run.params()))
        if iteration - base.iteration >= 10:  # fewer say too little
            self.pace = (perf_counter() - started) / (iteration - base.iteration)
        return Moment(iteration, frozen(run.params()))

    def _refuse_long(self, iteration: int) -> None:
        seconds = self.seconds_to(iteration)
        here = self._moment.iteration
        if iteration > self.reached and seconds > limits.MAX_SECONDS:
            raise TooLong(
                f"Iteration {iteration} is {iteration - here:,} iterations ahead, about "
                f"{seconds:.0f} seconds of training; one request may compute for "
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
    if not 0 <= iteration <= limits.MAX_ITERATIONS:
        raise OutOfRange(
            f"There is no iteration {iteration}: a session has the iterations 0 to "
            f"{limits.MAX_ITERATIONS:,}.",
            "iteration",
        )


def frozen(params: Params) -> Params:
    """The same arrays, read-only."""
    return {name: freeze(array) for name, array in params.items()}

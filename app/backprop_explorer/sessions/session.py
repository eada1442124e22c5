"""A session: spec + edits + position, and a timeline on which any position is near.

Nothing here waits, locks or talks to anyone. Positions form one line, (0, 0) … (0, events),
(1, 0) … (1, events), …; a step goes to the next or previous stop of its unit on that line. Where an
operation raises, the session is as it was.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from copy import copy
from dataclasses import dataclass
from enum import StrEnum

from backprop_explorer.sessions.errors import OutOfRange
from backprop_explorer.sessions.experiment import Experiment
from backprop_explorer.sessions.moment import Moment, end_of, trace_of
from backprop_explorer.sessions.opening import Opening
from backprop_explorer.sessions.spec import Spec
from backprop_explorer.sessions.state import State
from backprop_explorer.sessions.timeline import Timeline
from backprop_explorer.trace import Trace
from backprop_explorer.trace.model import Array, Finding, Phase


class Unit(StrEnum):
    """How far one step goes."""

    EVENT = "event"
    LINE = "line"
    LAYER = "layer"
    PHASE = "phase"
    ITERATION = "iteration"
    EPOCH = "epoch"


WHOLE_ITERATIONS = (Unit.ITERATION, Unit.EPOCH)


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
        self.reached = 0
        self.experiment = Experiment(spec)
        self.timeline = Timeline(self.experiment)
        self._moment = self.timeline.first

    def twin(self, id: str) -> Session:
        """A session of its own at the same position, that has the same past without running it."""
        twin = copy(self)
        twin.id = id
        twin.timeline = self.timeline.copy()
        return twin

    # Looking -------------------------------------------------------------------------------------

    @property
    def moment(self) -> Moment:
        return self._moment

    @property
    def trace(self) -> Trace:
        """The trace of the current iteration; recorded when it is first asked for."""
        self._moment = self.timeline.recorded(self._moment)
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
        return self.timeline.log.rows(start, min(stop, self.reached))

    def metrics_of(self, iteration: int) -> Array:
        """The row of an iteration that was completed or recorded."""
        row: Array = self.timeline.log.rows(iteration, iteration + 1)[0]
        return row

    # Moving --------------------------------------------------------------------------------------

    def step(self, unit: Unit, count: int = 1) -> None:
        """Goes `count` stops of this unit ahead, or back if negative; it stays at (0, 0)."""
        if unit in WHOLE_ITERATIONS:
            moment = self._start_of(self._counted(unit, count))
        else:
            moment = self._moment
            for _ in range(abs(count)):
                moment = self._ahead(moment, unit) if count > 0 else self._back(moment, unit)
        self._move(moment)

    def finish(self, phase: Phase) -> None:
        """Goes to the end of this phase of the current iteration, unless it is past that already.

        Where the current iteration is complete, the next one is meant.
        """
        recorded = self.timeline.recorded
        moment = recorded(self._moment)
        if moment.event == moment.last_event:
            moment = recorded(self.timeline.following(moment))
        self._move(moment.at(max(moment.event, end_of(trace_of(moment), phase))))

    def goto(self, iteration: int, event: int = 0) -> None:
        """Goes to any position: back by replay, ahead by training. Raises OutOfRange, TooLong."""
        moment = self._start_of(iteration)
        if event:
            moment = self.timeline.recorded(moment)
            if event > moment.last_event:
                raise OutOfRange(
                    f"Iteration {iteration} has {moment.last_event} events; there is no position "
                    f"after event {event}.",
                    "event",
                )
        self._move(moment.at(event))

    def open(self, opening: Opening) -> None:
        """Goes to where a value has just been made. Raises OutOfRange, TooLong, UnknownValue."""
        moment = self._start_of(opening.iteration)
        if opening.value is not None:
            moment = self.timeline.recorded(moment)
            moment = moment.at(trace_of(moment).find(opening.value).event or 0)
        self._move(moment)

    def absorb(self, iteration: int, state: State, rows: Array) -> None:
        """Takes over what was trained elsewhere: `rows` end just before `iteration`."""
        self._move(self.timeline.trained(iteration, state, rows))

    def effort(self, unit: Unit, count: int) -> float:
        """About how many seconds a step will compute."""
        if unit in WHOLE_ITERATIONS:
            return self.seconds_to(self._counted(unit, count))
        recordings = 1 + abs(count) / 4
        back = self.seconds_to(self._moment.iteration - 1) if count < 0 else 0.0
        return back + recordings * 5 * self.timeline.pace

    def seconds_to(self, iteration: int) -> float:
        """About how many seconds it takes to have the state of an iteration."""
        return self.timeline.seconds_to(max(0, iteration), self._moment)

    # On the line ---------------------------------------------------------------------------------

    def _move(self, moment: Moment) -> None:
        old = self._moment
        self._moment = moment
        if (moment.iteration, moment.event) != (old.iteration, old.event):
            self.reached = max(self.reached, moment.iteration)
            self.version += 1

    def _start_of(self, iteration: int) -> Moment:
        return self.timeline.start_of(iteration, self._moment, self.reached)

    def _ahead(self, moment: Moment, unit: Unit) -> Moment:
        """The next stop."""
        moment = self.timeline.recorded(moment)
        stops = trace_of(moment).ends(unit)
        after = bisect_right(stops, moment.event)
        return moment.at(stops[after]) if after < len(stops) else self.timeline.following(moment)

    def _back(self, moment: Moment, unit: Unit) -> Moment:
        """The stop before."""
        if moment.event:
            stops = trace_of(moment).ends(unit)
            return moment.at(stops[bisect_left(stops, moment.event) - 1])
        if moment.iteration == 0:
            return moment
        before = self.timeline.recorded(self._start_of(moment.iteration - 1))
        return before.at(before.last_event)

    def _counted(self, unit: Unit, count: int) -> int:
        """The iteration that is `count` iterations or epochs away."""
        size = self.experiment.iterations_per_epoch if unit is Unit.EPOCH else 1
        whole, inside = divmod(self._moment.iteration, size)
        # From inside, the first step back goes to the start.
        partly = 1 if count < 0 and (inside or self._moment.event) else 0
        return max(0, (whole + partly + count) * size)

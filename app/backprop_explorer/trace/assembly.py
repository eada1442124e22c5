"""Puts a trace together: the numbers of this recording, and what the code says about them.

An iteration mostly runs through the same operations as the one before. So what follows from the
code alone (the `Plan`: names, roles, labels, source lines) is worked out once and kept for as long
as recordings look the same; only the numbers are new each time.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import overload

from backprop_explorer.trace.model import Array, Value
from backprop_explorer.trace.plan import Facts, Outline, Plan, make_plan, outline
from backprop_explorer.trace.recorder import Recorder
from backprop_explorer.trace.story import Story
from backprop_explorer.trace.trace import Trace
from backprop_explorer.trace.versions import Past

_plans: deque[tuple[Outline, Plan]] = deque(maxlen=16)
_MOST_EVENTS = 20_000  # of all plans that are kept together, but for the latest


def assemble(recorder: Recorder, story: Story) -> Trace:
    """The trace of a finished recording."""
    plan = _plan_for(recorder, story)
    _settle(recorder, plan)
    seen = recorder.ledger.seen
    values = Values(plan.values, [seen[facts.id].numbers() for facts in plan.values])
    return Trace(values, plan.events, plan.layers, plan.findings, story.examples)


class Values(Sequence[Value]):
    """The values of a trace, made when somebody first looks at one of them.

    Not every iteration that is recorded is looked into, and recording should cost little.
    """

    def __init__(self, facts: tuple[Facts, ...], numbers: list[Array | Past]) -> None:
        self._facts = facts
        self._numbers = numbers

    @cached_property
    def _all(self) -> tuple[Value, ...]:
        pairs = zip(self._facts, self._numbers, strict=True)
        return tuple([Value(f.id, f.name, numbers, *f.rest) for f, numbers in pairs])

    def __len__(self) -> int:
        return len(self._facts)

    def __iter__(self) -> Iterator[Value]:
        return iter(self._all)

    @overload
    def __getitem__(self, place: int) -> Value: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Value, ...]: ...
    def __getitem__(self, place: int | slice) -> Value | tuple[Value, ...]:
        return self._all[place]


def _plan_for(recorder: Recorder, story: Story) -> Plan:
    sketch = outline(recorder, story)
    for known, plan in tuple(_plans):
        if known == sketch:
            return plan
    plan = make_plan(recorder, story)
    _plans.appendleft((sketch, plan))
    while len(_plans) > 1 and sum(len(kept.events) for _, kept in tuple(_plans)) > _MOST_EVENTS:
        _plans.pop()
    return plan


def _settle(recorder: Recorder, plan: Plan) -> None:
    """Copy what code beyond the recording may still write into; the rest is the trace's own."""
    for memory in recorder.ledger.memories:
        present = memory.value, *memory.views.values()
        shown = memory.writes or not plan.used.isdisjoint(present)
        if memory.released and shown:
            memory.settle()

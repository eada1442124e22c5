"""Puts a trace together: the numbers of this recording, and what the code says about them.

An iteration mostly runs through the same operations as the one before. So what follows from the
code alone (the `Plan`: names, roles, labels, source lines) is worked out once and kept for as long
as recordings look the same; only the numbers are new each time.
"""

from __future__ import annotations

from collections import deque

from backprop_explorer.trace.model import Value, freeze
from backprop_explorer.trace.plan import Outline, Plan, make_plan, outline
from backprop_explorer.trace.recorder import Recorder
from backprop_explorer.trace.story import Story
from backprop_explorer.trace.trace import Trace

_plans: deque[tuple[Outline, Plan]] = deque(maxlen=16)


def assemble(recorder: Recorder, story: Story) -> Trace:
    """The trace of a finished recording."""
    plan = _plan_for(recorder, story)
    _settle(recorder, plan)
    values = [
        Value(f.id, f.name, freeze(recorder.ledger.seen[f.id].array), *f.rest) for f in plan.values
    ]
    return Trace(tuple(values), plan.events, plan.layers, plan.findings, story.examples)


def _plan_for(recorder: Recorder, story: Story) -> Plan:
    sketch = outline(recorder, story)
    for known, plan in tuple(_plans):
        if known == sketch:
            return plan
    plan = make_plan(recorder, story)
    _plans.appendleft((sketch, plan))
    return plan


def _settle(recorder: Recorder, plan: Plan) -> None:
    """Copy what code beyond the recording may still write into; the rest is the trace's own."""
    for memory in recorder.ledger.memories:
        if memory.released and not plan.used.isdisjoint((memory.value, *memory.views.values())):
            recorder.ledger.set_aside(memory)

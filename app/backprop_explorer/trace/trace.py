"""A trace: everything that happened in one training iteration, ready to be asked about.

A position is a number k: events 1..k have happened. Asking about a position never changes
anything, so stepping back and forth through an iteration is only asking about another k.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from backprop_explorer.trace.errors import BadPosition, NotComputed, UnknownValue
from backprop_explorer.trace.explain import Explanation, explain, find_example_axis
from backprop_explorer.trace.model import Event, Finding, Layer, Value, value_id

UNITS = ("event", "line", "layer", "phase")


@dataclass(frozen=True, eq=False, repr=False)
class Trace:
    """The events of one iteration and the values they read and made, in the order they ran.

    `examples` is the number of examples in the batch: the length of the axis that runs over them.
    """

    values: Sequence[Value]
    events: tuple[Event, ...]
    layers: tuple[Layer, ...]
    findings: tuple[Finding, ...] = ()
    examples: int = 0

    def __repr__(self) -> str:
        layers = " → ".join(layer.name for layer in self.layers)
        return f"<Trace of {layers}: {len(self.events)} events, {len(self.values)} values>"

    def value(self, id: int) -> Value:
        """The value with this id. Raises UnknownValue."""
        try:
            return self._by_id[id]
        except KeyError:
            raise UnknownValue(f"v{id}", self._versions) from None

    def find(self, name: str, event: int | None = None) -> Value:
        """The version of `name` at position `event` (the end of the trace if None).

        A name is the code's ("dW2") or an id ("v17"). Raises UnknownValue, or NotComputed where the
        value comes only after that position.
        """
        position = self._position(event)
        versions = self._versions.get(name)
        if versions is None:
            id = value_id(name)
            if id not in self._by_id:
                raise UnknownValue(name, (n for n in self._versions if value_id(n) is None))
            versions = [self._by_id[id]]
        made = bisect_right(versions, position, key=_made)
        if made == 0:
            first = _made(versions[0])
            maker = self.events[first - 1]
            raise NotComputed(name, first, position, f"{maker.phase}, {maker.layer}")
        return versions[made - 1]

    def named(self, event: int | None = None) -> dict[str, Value]:
        """Every name that can be read at position `event`, with its version there.

        Values the code gave no name are under their ids.
        """
        position = self._position(event)
        return {
            name: versions[made - 1]
            for name, versions in self._versions.items()
            if (made := bisect_right(versions, position, key=_made))
        }

    def ends(self, unit: str) -> list[int]:
        """The positions where a unit ("event", "line", "layer" or "phase") ends, 0 included."""
        if unit not in UNITS:
            raise BadPosition(f"{unit!r} is not a unit of a step; one of {', '.join(UNITS)} is.")
        if unit == "event":
            return list(range(len(self.events) + 1))
        keys = [_unit_key(event, unit) for event in self.events]
        last = len(keys) - 1
        return [0, *(i + 1 for i, key in enumerate(keys) if i == last or keys[i + 1] != key)]

    def explain(
        self, name: str, index: Sequence[int], event: int | None = None, limit: int | None = 10
    ) -> Explanation:
        """Where `name[index]` comes from, as it stands at position `event`.

        `limit` is how many terms to list, largest first; None lists them all. Raises UnknownValue,
        NotComputed or BadIndex.
        """
        return explain(self, self.find(name, event), index, limit)

    def example_axis(self, id: int) -> int | None:
        """The axis of this value that runs over the examples of the batch, if it has one."""
        return find_example_axis(self, self.value(id), self._example_axes)

    def _position(self, event: int | None) -> int:
        if event is None:
            return len(self.events)
        if not 0 <= event <= len(self.events):
            raise BadPosition(
                f"There is no position {event}: this trace has positions 0 to {len(self.events)}."
            )
        return event

    @cached_property
    def _by_id(self) -> dict[int, Value]:
        return {value.id: value for value in self.values}

    @cached_property
    def _example_axes(self) -> dict[int, int | None]:
        """What `example_axis` has found so far: no change of the trace, only of what is known."""
        return {}

    @cached_property
    def _versions(self) -> dict[str, list[Value]]:
        """Name → its versions, oldest first."""
        versions: dict[str, list[Value]] = {}
        for value in sorted(self.values, key=lambda value: (_made(value), value.id)):
            versions.setdefault(value.name, []).append(value)
        return versions


def _made(value: Value) -> int:
    """The first position at which the value exists."""
    return value.event or 0


def _unit_key(event: Event, unit: str) -> tuple[object, ...]:
    """Consecutive events with the same key belong to the same unit."""
    if unit == "phase":
        return (event.phase,)
    if unit == "layer":
        return (event.phase, event.layer)
    source = event.source
    # An operation without a known line is a line of its own.
    place = (source.file, source.line) if source else (event.index,)
    return (event.phase, event.layer, *place)

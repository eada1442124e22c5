"""What can go wrong when a trace is asked something. The whole tree:

ExplorerError
└── TraceError
    ├── UnknownValue   no value of that name in the trace
    ├── NotComputed    the value exists, but only after the position asked about
    ├── BadIndex       the index does not fit the array's shape
    ├── NotANetwork    record() was given something without layers
    ├── BadLayer       a layer that does not do what a layer must
    └── BadPosition    no such position, unit or limit
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from backprop_explorer.errors import ExplorerError

if TYPE_CHECKING:
    from collections.abc import Iterable


class TraceError(ExplorerError):
    """A question that a trace cannot answer."""


class UnknownValue(TraceError):
    """No value of the trace has this name."""

    def __init__(self, name: str, names: Iterable[str]) -> None:
        known = sorted(set(names))
        near = _near(name, known)
        if near:
            hint = f"Did you mean {_either(near)}?"
        elif known:
            shown = ", ".join(known[:12]) + (", …" if len(known) > 12 else "")
            hint = f"Its values are {shown}."
        else:
            hint = "It has no values."
        super().__init__(f"This trace has no value named {name!r}. {hint}")
        self.name = name
        self.near = near


class NotComputed(TraceError):
    """The value comes later than the position asked about.

    `event` is the index of the event that computes it: the first position at which it exists.
    """

    def __init__(self, name: str, event: int, position: int, where: str) -> None:
        super().__init__(
            f"{name} is not computed yet at position {position}: event {event} ({where}) "
            f"computes it. Ask at position {event} or later."
        )
        self.name = name
        self.event = event
        self.position = position


class BadIndex(TraceError):
    """An index that does not fit the shape of the array it is for."""


class NotANetwork(TraceError):
    """What was given to `record` has no layers that it could find."""


class BadLayer(TraceError):
    """A layer that does not do what a layer must: return its output, or its gradient."""


class BadPosition(TraceError):
    """A position, a unit of a step or a limit that does not exist."""


def _near(name: str, known: list[str]) -> list[str]:
    """The names like this one; those that differ only in upper and lower case alone, if any."""
    same_letters = [other for other in known if other.casefold() == name.casefold()]
    return same_letters or get_close_matches(name, known, n=3, cutoff=0.5)


def _either(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"

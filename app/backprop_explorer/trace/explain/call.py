"""A recorded call as a rule sees it: its operands, its options, and the array it made."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

import numpy as np

from backprop_explorer.trace.explain.explanation import Factor
from backprop_explorer.trace.explain.formula import argument_text, label
from backprop_explorer.trace.explain.view import to_owner
from backprop_explorer.trace.model import Array, Event, Index, Ref, Value, value_id

MISSING: Any = object()


class Facts(Protocol):
    """What explanations need to know of a trace."""

    @property
    def examples(self) -> int: ...

    @property
    def events(self) -> tuple[Event, ...]: ...

    def value(self, id: int) -> Value: ...

    def example_axis(self, id: int) -> int | None: ...


class NoRule(Exception):
    """Raised by a rule for a call it does not cover; the explanation is then opaque."""


@dataclass(frozen=True, eq=False)
class Operand:
    """An array that a call read: a value of the trace, or a number that stood in the code."""

    facts: Facts
    array: Array
    value: Value | None = None
    text: str = ""

    def factor(self, index: Index, minus: float | None = None) -> Factor:
        """The number at this index, named after the value that owns it."""
        if self.value is None:
            return Factor(self.text, index, self.array[index], None, self.text, minus)
        value, at = owned(self.facts, self.value, index)
        return Factor(value.name, at, value.array[at], f"v{value.id}", label(value), minus)

    def broadcast(self, index: Index) -> Index:
        """The index here of the element that NumPy pairs with `index` of a broadcast result."""
        aligned = index[len(index) - self.array.ndim :]
        return tuple(
            0 if length == 1 else i for i, length in zip(aligned, self.array.shape, strict=True)
        )

    @property
    def example_axis(self) -> int | None:
        """The axis of this operand that runs over the examples of the batch, if it has one."""
        return None if self.value is None else self.facts.example_axis(self.value.id)


class Call:
    """The call that made one array."""

    def __init__(self, facts: Facts, event: Event, output: Value) -> None:
        self.facts = facts
        self.event = event
        self.output = output
        self.operation = event.operation

    @cached_property
    def target(self) -> Value | None:
        """What an in-place call wrote through, as it was before."""
        return None if self.event.target is None else self.facts.value(self.event.target)

    @property
    def result(self) -> Array:
        """Has the shape and dtype of what was computed, also where it was written in place."""
        return self.output.array if self.target is None else self.target.array

    def operands(self, count: int) -> list[Operand]:
        """The first positional arguments as operands. Raises NoRule where there are fewer."""
        if len(self.event.arguments) < count:
            raise NoRule(f"{self.operation} with {len(self.event.arguments)} arguments")
        return [self.operand(argument) for argument in self.event.arguments[:count]]

    def operand(self, argument: Any) -> Operand:
        """One argument as an operand; anything NumPy would take for an array of numbers will do."""
        if isinstance(argument, Ref):
            value = self.facts.value(argument.id)
            return Operand(self.facts, value.array, value, label(value))
        try:
            array = np.asarray(self.plain(argument))
        except (TypeError, ValueError):
            raise NoRule(f"{argument!r} is no array") from None
        if array.dtype.kind not in "biufc":
            raise NoRule(f"{argument!r} holds no numbers")
        return Operand(self.facts, array, None, argument_text(argument, self._label_of))

    def option(self, name: str, position: int | None = None, default: Any = None) -> Any:
        """An argument by its keyword or its position, with the arrays it stands for."""
        if name in self.event.options:
            return self.plain(self.event.options[name])
        if position is not None and position < len(self.event.arguments):
            return self.plain(self.event.arguments[position])
        return default

    def only(self, *known: str) -> None:
        """Raises NoRule if the call has an option that the rule does not know."""
        harmless = {"out", "casting", "order", "subok", "optimize", "copy", "like", "device"}
        for name, given in self.event.options.items():
            if name not in known and name not in harmless and given is not None:
                if name == "where" and given is True:
                    continue
                raise NoRule(f"{self.operation} with {name}=")

    def plain(self, argument: Any) -> Any:
        """The argument with every Ref replaced by the array it stands for."""
        match argument:
            case Ref(id):
                return self.facts.value(id).array
            case tuple():
                return tuple(self.plain(part) for part in argument)
            case list():
                return [self.plain(part) for part in argument]
            case slice():
                ends = (argument.start, argument.stop, argument.step)
                return slice(*(self.plain(end) for end in ends))
            case dict():
                return {name: self.plain(part) for name, part in argument.items()}
            case _:
                return argument

    def _label_of(self, id: int) -> str:
        return label(self.facts.value(id))


def owned(facts: Facts, value: Value, index: Index) -> tuple[Value, Index]:
    """The value and index under which a number is best asked about.

    A view's number belongs to the value that owns the memory. Only where the code named the view
    and not the owner (`dx = (dz @ W.T).reshape(shape)`) is the view the better name.
    """
    if value.view_of is None:
        return value, index
    owner = facts.value(value.view_of)
    named_here_only = value_id(value.name) is None and value_id(owner.name) is not None
    if named_here_only:
        return value, index
    at = to_owner(value.array, index, owner.array)
    return (value, index) if at is None else owned(facts, owner, at)


def example_of(facts: Facts, factor: Factor) -> int | None:
    """The example of the batch that a number belongs to, if it belongs to one."""
    id = value_id(factor.value) if factor.value else None
    axis = None if id is None else facts.example_axis(id)
    return None if axis is None else factor.index[axis]

"""One array that a recorded call read, and the names under which its numbers are asked about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from backprop_explorer.trace.explain.explanation import Factor
from backprop_explorer.trace.explain.formula import label
from backprop_explorer.trace.explain.view import to_owner
from backprop_explorer.trace.model import Array, Event, Index, Value, value_id


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
        """The index here of the element that NumPy pairs with `index` of a broadcast result.

        What is written into an array may have leading axes of length 1 that the array has not.
        """
        shape = self.array.shape
        leading = max(len(shape) - len(index), 0)
        aligned = index[len(index) - len(shape) + leading :]
        paired = zip(shape[leading:], aligned, strict=True)
        return (0,) * leading + tuple(0 if length == 1 else i for length, i in paired)

    @property
    def example_axis(self) -> int | None:
        """The axis of this operand that runs over the examples of the batch, if it has one."""
        return None if self.value is None else self.facts.example_axis(self.value.id)


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

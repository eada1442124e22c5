"""A recorded call as a rule sees it: its operands, its options, and the array it made."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np

from backprop_explorer.trace.explain.arguments import argument_text
from backprop_explorer.trace.explain.formula import label
from backprop_explorer.trace.explain.operand import Facts, NoRule, Operand
from backprop_explorer.trace.model import Array, Event, Ref, Value


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
    def which(self) -> int:
        """The place of the array among those that the call made."""
        return self.event.outputs.index(self.output.id)

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

    def argument(self, name: str, position: int) -> Any:
        """An argument by its keyword or its position, as recorded. Raises NoRule without it."""
        given = self.event.arguments
        if name not in self.event.options and position >= len(given):
            raise NoRule(f"{self.operation} without {name}")
        return self.event.options[name] if name in self.event.options else given[position]

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

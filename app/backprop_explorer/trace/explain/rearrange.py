"""Operations that only move numbers: x[mask], copy, concatenate, pad, take, sort, …

One rule covers them all: give every element of the operands a number of its own (its *ticket*), do
to the tickets what was done to the numbers, and look at which ticket stands in the asked place.
Ticket 0 is nobody's: it marks what the operation filled in, such as the border of `np.pad`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from backprop_explorer.trace.explain.call import Call, NoRule, Operand
from backprop_explorer.trace.explain.explanation import Factor
from backprop_explorer.trace.explain.keys import key_factors, places
from backprop_explorer.trace.explain.terms import Made, listed
from backprop_explorer.trace.model import Array, Index, Ref


class Tickets:
    """Hands out the tickets of some operands, and knows whose each is."""

    def __init__(self, call: Call) -> None:
        self._call = call
        self._operands: list[tuple[int, Operand]] = []  # with the first of its tickets
        self._next = 1

    def of(self, argument: Any) -> Array:
        operand = self._call.operand(argument)
        first, size = self._next, operand.array.size
        self._operands.append((first, operand))
        self._next += size
        return np.arange(first, first + size).reshape(operand.array.shape)

    def owner(self, ticket: int) -> Factor | None:
        for first, operand in reversed(self._operands):
            if ticket >= first:
                index = np.unravel_index(ticket - first, operand.array.shape)
                return operand.factor(tuple(int(i) for i in index))
        return None


def moved(
    function: Callable[..., Any], *, several: bool = False, harmless: tuple[str, ...] = ("dtype",)
) -> Callable[[Call, Index], Made]:
    """The rule of a function that moves its first argument's numbers (`several`: a sequence's).

    Options named in `harmless` say nothing about where numbers go, and are left out.
    """

    def rule(call: Call, at: Index) -> Made:
        if not call.event.arguments:
            raise NoRule(f"{call.operation} by keywords")
        tickets = Tickets(call)
        first, *others = call.event.arguments
        if several and not isinstance(first, Ref):
            handed: Any = [tickets.of(part) for part in first]
        else:
            handed = tickets.of(first)
        options = {
            name: call.plain(option)
            for name, option in call.event.options.items()
            if name not in harmless
        }
        return picked(call, at, tickets, function(handed, *map(call.plain, others), **options))

    return rule


def picked(call: Call, at: Index, tickets: Tickets, result: Any) -> Made:
    """The number whose ticket stands in the asked place."""
    standing = np.asarray(result)
    if standing.shape != call.result.shape:
        raise NoRule(call.operation)
    factor = tickets.owner(int(standing[at]))
    return chosen(call, filled(call, at) if factor is None else factor)


def chosen(call: Call, factor: Factor) -> Made:
    """A number taken over as it is, or, where the result holds another kind, converted."""
    kinds = "buifc"
    narrowed = kinds.index(call.result.dtype.kind) < kinds.index(factor.number.dtype.kind)
    return listed("function" if narrowed else "select", factor)


def filled(call: Call, at: Index) -> Factor:
    """A number that the operation itself filled in."""
    number = call.output.array[at] if call.target is None else call.result.dtype.type(0)
    return Factor(call.operation, (), number, None, f"{number:g}")


def getitem(call: Call, at: Index) -> Made:
    given, key = call.event.arguments
    source = call.operand(given)
    taken = np.asarray(places(source.array)[call.plain(key)])
    if taken.shape != call.result.shape:
        raise NoRule(call.operation)
    index = tuple(int(i) for i in np.unravel_index(taken[at], source.array.shape))
    made = chosen(call, source.factor(index))
    return Made(made.combine, made.terms, key_factors(call, key, at, index))


def reshaped(array: Array, *shape: Any, **options: Any) -> Array:
    return array.reshape(*shape, **options)  # both a.reshape(2, 3) and np.reshape(a, (2, 3))


def transposed(array: Array, *axes: Any, **options: Any) -> Array:
    return array.transpose(*axes, **options)


def created(call: Call, at: Index) -> Made:
    """`np.array([a.sum(), 0.5])`: each number is an operand or stands in the code."""
    tickets = Tickets(call)

    def tree(argument: Any) -> Any:
        if isinstance(argument, Ref):
            return tickets.of(argument)
        if isinstance(argument, (list, tuple)):
            return [tree(part) for part in argument]
        if isinstance(argument, (bool, int, float, np.generic)):
            return 0
        raise NoRule(call.operation)

    standing = np.asarray(tree(call.event.arguments[0]))
    return picked(call, at, tickets, standing.reshape(call.result.shape))


def padded(call: Call, at: Index) -> Made:
    options = dict(call.event.options)
    mode = call.option("mode", 2, "constant")
    if mode not in ("constant", "edge", "wrap", "reflect", "symmetric", "empty"):
        raise NoRule(f"pad with {mode}")
    tickets = Tickets(call)
    width = call.option("pad_width", 1)
    kept = {"reflect_type": options["reflect_type"]} if "reflect_type" in options else {}
    return picked(
        call, at, tickets, np.pad(tickets.of(call.event.arguments[0]), width, mode, **kept)
    )


def ordered(call: Call, at: Index) -> Made:
    call.only("axis", "kind", "stable")
    [operand] = call.operands(1)
    axis = call.option("axis", 1, -1)
    tickets = Tickets(call)
    handed = tickets.of(call.event.arguments[0])
    numbers = operand.array
    if axis is None:
        handed, numbers, axis = handed.ravel(), numbers.ravel(), 0
    order = np.argsort(numbers, axis=axis, kind="stable")
    return picked(call, at, tickets, np.take_along_axis(handed, order, axis))


def _split(function: Callable[..., Any]) -> Callable[[Call, Index], Made]:
    def rule(call: Call, at: Index) -> Made:
        tickets = Tickets(call)
        first, *others = call.event.arguments
        parts = function(tickets.of(first), *map(call.plain, others), **call.event.options)
        return picked(call, at, tickets, parts[call.event.outputs.index(call.output.id)])

    return rule


_ONE = {
    **dict.fromkeys(("copy", "ascontiguousarray", "asfortranarray", "asarray"), np.array),
    "ravel": np.ravel,
    "flatten": np.ravel,
    "reshape": reshaped,
    "transpose": transposed,
    "repeat": np.repeat,
    "take": np.take,
    "compress": lambda array, *rest, **options: array.compress(*rest, **options),
    **{
        name: getattr(np, name)
        for name in (
            "atleast_1d atleast_2d atleast_3d broadcast_to delete diag diagonal expand_dims "
            "flip fliplr flipud moveaxis permute_dims resize roll rollaxis rot90 squeeze swapaxes "
            "take_along_axis tile trim_zeros tril triu"
        ).split()
    },
}
_SEVERAL = {
    name: getattr(np, name)
    for name in "concatenate concat stack vstack hstack dstack column_stack block".split()
    if hasattr(np, name)
}

RULES = {
    **{name: moved(function) for name, function in _ONE.items()},
    **{name: moved(function, several=True) for name, function in _SEVERAL.items()},
    **{
        name: _split(getattr(np, name)) for name in "split array_split hsplit vsplit dsplit".split()
    },
    "astype": moved(lambda array, *_, **__: array),
    "array": created,
    "getitem": getitem,
    "pad": padded,
    "sort": ordered,
}

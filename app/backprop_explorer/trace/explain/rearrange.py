"""Operations that only move numbers: copy, concatenate, pad, take, repeat, …

One rule covers them all: the same call is made on tickets (see `tickets.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from backprop_explorer.trace.explain.call import Call
from backprop_explorer.trace.explain.keys import is_basic, key_factors, places, window
from backprop_explorer.trace.explain.operand import NoRule
from backprop_explorer.trace.explain.terms import Made
from backprop_explorer.trace.explain.tickets import Tickets, chosen, filled, picked
from backprop_explorer.trace.explain.view import to_owner
from backprop_explorer.trace.model import Index, Ref

Rule = Callable[[Call, Index], Made]


def moved(function: Callable[..., Any], carry: Sequence[int] | None = (0,)) -> Rule:
    """The rule of a function that moves the numbers of its first argument.

    `carry` are the places of the arguments whose numbers it moves (None: of all of them). Where it
    makes several arrays, the one that is asked about is picked among them.
    """

    def rule(call: Call, at: Index) -> Made:
        arguments = call.event.arguments
        if len(arguments) <= max(carry or (0,)):
            raise NoRule(f"{call.operation} by keywords")
        tickets = Tickets(call)
        handed = [
            tickets.of_parts(argument) if carry is None or place in carry else call.plain(argument)
            for place, argument in enumerate(arguments)
        ]
        options = {name: call.plain(option) for name, option in call.event.options.items()}
        options.pop("dtype", None)  # says nothing about where numbers go
        made, outputs = function(*handed, **options), call.event.outputs
        several = len(outputs) > 1
        return picked(call, at, tickets, made[outputs.index(call.output.id)] if several else made)

    return rule


def getitem(call: Call, at: Index) -> Made:
    given, key = call.event.arguments
    source, plain = call.operand(given), call.plain(key)
    if is_basic(plain):
        index = to_owner(window(source.array, plain), at, source.array)
    else:
        taken = np.asarray(places(source.array)[plain])
        if taken.shape != call.result.shape:
            raise NoRule(call.operation)
        index = tuple(int(i) for i in np.unravel_index(taken[at], source.array.shape))
    if index is None:
        raise NoRule(call.operation)
    return replace(chosen(call, source.factor(index)), deciders=key_factors(call, key, at, index))


def take(call: Call, at: Index) -> Made:
    """np.take(x, indices, axis): the index stands in place of the axis."""
    made = moved(np.take)(call, at)
    indices = call.operand(call.argument("indices", 1))
    axis = call.option("axis", 2)
    start = 0 if axis is None else int(axis) % call.operands(1)[0].array.ndim
    decider = indices.factor(at[start : start + indices.array.ndim])
    return replace(made, deciders=(decider,) if indices.value else ())


def take_along_axis(call: Call, at: Index) -> Made:
    made = moved(np.take_along_axis)(call, at)
    indices = call.operand(call.argument("indices", 1))
    return replace(made, deciders=(indices.factor(indices.broadcast(at)),))


def compressed(call: Call, at: Index) -> Made:
    """x.compress(condition, axis) and np.compress(condition, x, axis)."""
    by_method = isinstance(call.event.arguments[0], Ref) and (
        call.operands(1)[0].array.dtype != bool
    )
    if by_method:
        return moved(lambda array, *rest, **options: array.compress(*rest, **options))(call, at)
    return moved(np.compress, [1])(call, at)


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

    standing = np.asarray(tree(call.event.arguments[0])).reshape(call.result.shape)
    factor = tickets.owner(int(standing[at]))
    return chosen(call, filled(call, at) if factor is None else factor)


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


_NAMES = (
    "atleast_1d atleast_2d atleast_3d block broadcast_to column_stack concatenate delete diag "
    "diagflat diagonal dstack expand_dims flip fliplr flipud hstack moveaxis ravel repeat resize "
    "roll rollaxis rot90 squeeze stack swapaxes tile tril triu vstack"
).split()
# These make several arrays.
_SEVERAL = "split array_split hsplit vsplit dsplit".split()

RULES: dict[str, Rule] = {
    **{name: moved(getattr(np, name)) for name in (*_NAMES, *_SEVERAL)},
    **dict.fromkeys(("copy", "ascontiguousarray", "asfortranarray", "asarray"), moved(np.array)),
    "flatten": moved(np.ravel),
    # both a.reshape(2, 3) and np.reshape(a, (2, 3))
    "reshape": moved(lambda array, *shape, **options: array.reshape(*shape, **options)),
    "transpose": moved(lambda array, *axes, **options: array.transpose(*axes, **options)),
    "astype": moved(lambda array, *_, **__: array),
    "append": moved(np.append, [0, 1]),
    "insert": moved(np.insert, [0, 2]),
    "extract": moved(np.extract, [1]),
    "meshgrid": moved(np.meshgrid, None),
    "compress": compressed,
    "array": created,
    "getitem": getitem,
    "take": take,
    "take_along_axis": take_along_axis,
    "pad": padded,
}
SEVERAL = frozenset([*_SEVERAL, "meshgrid"])

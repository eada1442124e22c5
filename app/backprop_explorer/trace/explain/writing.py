"""Writing into parts of an array: x[mask] = 0, np.add.at, put_along_axis, …"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from backprop_explorer.trace.explain.call import Call
from backprop_explorer.trace.explain.explanation import Combine, Factor
from backprop_explorer.trace.explain.keys import is_basic, key_factors, places, window
from backprop_explorer.trace.explain.operand import NoRule, Operand
from backprop_explorer.trace.explain.terms import Made, listed
from backprop_explorer.trace.explain.tickets import Tickets, chosen
from backprop_explorer.trace.explain.view import to_view
from backprop_explorer.trace.model import Index

_FEW = 3  # as many indices are worth naming; more are a list nobody reads


def before(call: Call, at: Index) -> Factor:
    """The number that stood in the written array at this place."""
    assert call.target is not None  # only in-place rules ask
    return Operand(call.facts, call.target.array, call.target).factor(at)


def unchanged(call: Call, at: Index, *deciders: Factor) -> Made:
    """A number that the write left as it was."""
    return replace(listed("select", before(call, at)), deciders=deciders, unchanged=True)


def overwritten(call: Call, at: Index, factor: Factor, *deciders: Factor) -> Made:
    """A number that was written; writing what stood there before changes nothing."""
    old = before(call, at)
    if (factor.value, factor.index) == (old.value, old.index):
        return unchanged(call, at, *deciders)
    return replace(chosen(call, factor), deciders=deciders)


def written(call: Call, key: Any, at: Index) -> list[Index]:
    """Where, in the result of indexing the target with `key`, the element `at` stands."""
    plain = call.plain(key)
    if is_basic(plain):
        found = to_view(call.result, at, window(call.result, plain))
        return [] if found is None else [found]
    own = places(call.result)
    result = np.asarray(own[plain])
    return [tuple(int(i) for i in place) for place in np.argwhere(result == own[at])]


def setitem(call: Call, at: Index) -> Made:
    _, key, given = call.event.arguments
    found = written(call, key, at)
    if not found:
        return unchanged(call, at, *key_factors(call, key, None, at))
    place = found[-1]  # where an index stands twice, the last write stays
    value = call.operand(given)
    factor = value.factor(value.broadcast(place))
    return overwritten(call, at, factor, *key_factors(call, key, place, at))


def gathered(combine: Combine, sign: int = 1) -> Callable[[Call, Index], Made]:
    """np.add.at(a, key, b): unlike a[key] += b, an index that stands twice is added to twice."""

    def rule(call: Call, at: Index) -> Made:
        _, key, given = call.event.arguments
        value = call.operand(given)
        found = written(call, key, at)
        if not found:
            return unchanged(call, at, *key_factors(call, key, None, at))
        if combine == "quotient" and len(found) > 1:
            raise NoRule("dividing by several numbers")
        factors = [before(call, at), *(value.factor(value.broadcast(place)) for place in found)]
        signs = [1, *(sign for _ in found)]
        deciders = [f for place in found for f in key_factors(call, key, place, at)]
        made = listed(combine, *factors, coefficients=signs)
        return replace(made, deciders=tuple(deciders) if len(found) <= _FEW else ())

    return rule


def put_along_axis(call: Call, at: Index) -> Made:
    indices = call.operand(call.argument("indices", 1))
    value = call.operand(call.argument("values", 2))
    own = np.full(call.result.shape, -1)
    np.put_along_axis(own, indices.array, places(indices.array), call.option("axis", 3))
    if own[at] < 0:
        return unchanged(call, at)
    place = tuple(int(i) for i in np.unravel_index(own[at], indices.array.shape))
    return overwritten(call, at, value.factor(value.broadcast(place)), indices.factor(place))


def placed(function: Callable[..., Any], values: str) -> Callable[[Call, Index], Made]:
    """The rule of a function that writes its last argument into its first, where the one between
    them (a mask, or indices) says. It is called again on tickets."""

    def rule(call: Call, at: Index) -> Made:
        tickets = Tickets(call)
        own = tickets.of(call.event.arguments[0])
        where = call.event.arguments[1]
        function(own, call.plain(where), tickets.of(call.argument(values, 2)))
        factor = tickets.owner(int(own[at]))
        assert factor is not None  # every number is an old or a new one
        mask = call.operand(where)
        if mask.array.dtype != bool or mask.array.shape != own.shape:
            return overwritten(call, at, factor)
        return overwritten(call, at, factor, mask.factor(at))

    return rule


def fill_diagonal(call: Call, at: Index) -> Made:
    call.only("val")
    given = call.operand(call.argument("val", 1))
    if given.array.ndim:
        raise NoRule("a diagonal of several numbers")
    return unchanged(call, at) if len(set(at)) > 1 else overwritten(call, at, given.factor(()))


def fill(call: Call, at: Index) -> Made:
    return overwritten(call, at, call.operand(call.event.arguments[1]).factor(()))


def copyto(call: Call, at: Index) -> Made:
    value = call.operand(call.event.arguments[1])
    return overwritten(call, at, value.factor(value.broadcast(at)))


RULES = {
    "setitem": setitem,
    "add.at": gathered("sum"),
    "subtract.at": gathered("sum", -1),
    "multiply.at": gathered("product"),
    "divide.at": gathered("quotient"),
    "maximum.at": gathered("maximum"),
    "minimum.at": gathered("minimum"),
    "put_along_axis": put_along_axis,
    "put": placed(np.put, "v"),
    "putmask": placed(np.putmask, "values"),
    "place": placed(np.place, "vals"),
    "fill_diagonal": fill_diagonal,
    "fill": fill,
    "copyto": copyto,
}

"""Operations that choose between numbers: np.where, and writing into parts of an array."""

from __future__ import annotations

from typing import Any

import numpy as np

from backprop_explorer.trace.explain.call import Call, NoRule, Operand
from backprop_explorer.trace.explain.explanation import Factor
from backprop_explorer.trace.explain.keys import key_factors, places
from backprop_explorer.trace.explain.rearrange import chosen
from backprop_explorer.trace.explain.terms import Made, listed
from backprop_explorer.trace.model import Index


def decided(made: Made, *deciders: Factor) -> Made:
    return Made(made.combine, made.terms, deciders)


def where(call: Call, at: Index) -> Made:
    condition, yes, no = call.operands(3)
    decider = condition.factor(condition.broadcast(at))
    taken = yes if decider.number else no
    return decided(chosen(call, taken.factor(taken.broadcast(at))), decider)


def choose(call: Call, at: Index) -> Made:
    call.only("mode")
    number, choices = call.event.arguments[:2]
    if not isinstance(choices, (list, tuple)):
        raise NoRule("choose from an array")
    operand = call.operand(number)
    decider = operand.factor(operand.broadcast(at))
    if not 0 <= decider.number < len(choices):
        raise NoRule("choose out of range")
    taken = call.operand(choices[int(decider.number)])
    return decided(chosen(call, taken.factor(taken.broadcast(at))), decider)


def before(call: Call, at: Index) -> Factor:
    """The number that stood in the written array at this place."""
    assert call.target is not None  # only in-place rules ask
    return Operand(call.facts, call.target.array, call.target).factor(at)


def written(call: Call, key: Any, at: Index) -> list[Index]:
    """Where, in the result of indexing the target with `key`, the element `at` stands."""
    own = places(call.result)
    found = np.asarray(own[call.plain(key)])
    return [tuple(int(i) for i in place) for place in np.argwhere(found == own[at])]


def setitem(call: Call, at: Index) -> Made:
    _, key, given = call.event.arguments
    found = written(call, key, at)
    if not found:
        return decided(chosen(call, before(call, at)), *key_factors(call, key, None, at))
    place = found[-1]  # where an index stands twice, the last write stays
    value = call.operand(given)
    factor = value.factor(_paired(value, place))
    return decided(chosen(call, factor), *key_factors(call, key, place, at))


def _paired(value: Operand, place: Index) -> Index:
    """The index in a written value; it may have leading axes of length 1 beyond the target's."""
    extra = value.array.ndim - len(place)
    return (
        (0,) * extra + value.broadcast(place)
        if extra <= 0
        else (0,) * extra
        + tuple(0 if n == 1 else i for n, i in zip(value.array.shape[extra:], place, strict=True))
    )


def add_at(call: Call, at: Index) -> Made:
    return _at(call, at, 1)


def subtract_at(call: Call, at: Index) -> Made:
    return _at(call, at, -1)


def _at(call: Call, at: Index, sign: int) -> Made:
    """np.add.at(a, key, b): unlike a[key] += b, an index that stands twice is added to twice."""
    _, key, given = call.event.arguments
    value = call.operand(given)
    added = [value.factor(_paired(value, place)) for place in written(call, key, at)]
    signs = [1, *(sign for _ in added)]
    return listed("sum", before(call, at), *added, coefficients=signs)


def fill(call: Call, at: Index) -> Made:
    return chosen(call, call.operand(call.event.arguments[1]).factor(()))


def copyto(call: Call, at: Index) -> Made:
    value = call.operand(call.event.arguments[1])
    return chosen(call, value.factor(_paired(value, at)))


RULES = {
    "where": where,
    "choose": choose,
    "setitem": setitem,
    "add.at": add_at,
    "subtract.at": subtract_at,
    "fill": fill,
    "copyto": copyto,
}

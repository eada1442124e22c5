"""Along which axis of an array the examples of the batch stand.

Its length alone does not tell: a hidden layer may have as many units as the batch has examples. But
the trace does: in the input and the labels it is axis 0, and everywhere else it is the axis whose
element k is made of numbers of example k and of no other example. So an axis of the right length is
probed in a few places, and a gradient of W, which adds up all examples, is never mistaken for one.

Where examples and places of an image were flattened to one axis (the rows that im2col makes),
every example has a block of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import NamedTuple
from weakref import WeakKeyDictionary

from backprop_explorer.trace.explain.explanation import Factor
from backprop_explorer.trace.explain.operand import Facts
from backprop_explorer.trace.explain.rules import made
from backprop_explorer.trace.explain.view import to_owner
from backprop_explorer.trace.model import Index, Role, Value, value_id


class Run(NamedTuple):
    """The examples run along this axis, each over a block of so many elements."""

    axis: int
    block: int

    def example(self, index: Index) -> int:
        return index[self.axis] // self.block


_FAR = 4  # copies of copies
_SHARES = (0, 1 / 2, 1, 1 / 3, 2 / 3)  # of the way along the other axes

# What was found so far, by trace and id of the value.
_known: WeakKeyDictionary[Facts, dict[int, Run | None]] = WeakKeyDictionary()


def run_of(facts: Facts, value: Value) -> Run | None:
    """How the examples run through this value; what is found is kept for the trace."""
    known = _known.setdefault(facts, {})
    if value.id not in known:
        for ancestor in _ancestors(facts, value, known):
            known[ancestor.id] = _probed(facts, ancestor)
    return known[value.id]


def _ancestors(facts: Facts, value: Value, known: dict[int, Run | None]) -> list[Value]:
    """The value and all that it was made of, oldest first, except for what is known already."""
    found: dict[int, Value] = {}
    asked = [value.id]
    while asked:
        id = asked.pop()
        if id in known or id in found:
            continue
        found[id] = ancestor = facts.value(id)
        if ancestor.view_of is not None:
            asked.append(ancestor.view_of)
        elif ancestor.event is not None and _candidates(facts, ancestor):
            event = facts.events[ancestor.event - 1]
            asked += [*event.inputs, *([] if event.target is None else [event.target])]
            asked += [o for i in asked if (o := facts.value(i).view_of) is not None]
    # A view comes after its owner, which has the same event.
    return sorted(found.values(), key=lambda v: (v.event or 0, v.view_of is not None, v.id))


def _candidates(facts: Facts, value: Value) -> list[Run]:
    """The axes that are as long as the batch, or a multiple of it; whole axes first."""
    count, shape = facts.examples, value.shape
    if not count or not value.size:
        return []
    runs = [Run(axis, length // count) for axis, length in enumerate(shape) if length % count == 0]
    return sorted(runs, key=lambda run: run.block)


def _probed(facts: Facts, value: Value) -> Run | None:
    if value.event is None and value.view_of is None:
        is_batch = value.role in (Role.INPUT, Role.LABEL)
        return Run(0, 1) if is_batch and value.shape[:1] == (facts.examples,) else None
    found = (run for run in _candidates(facts, value) if _runs_along(facts, value, run))
    if value.view_of is None:
        return next(found, None)
    return next(found, None) or _part_of_arun_of(facts, value, facts.value(value.view_of))


def _runs_along(facts: Facts, value: Value, run: Run) -> bool:
    """Whether the first and the last element of a block are made of its example alone."""
    some = {min(1, facts.examples - 1), facts.examples - 1}
    return all(
        _read_at(facts, value, run, example * run.block + offset) == {example}
        for example, offset in product(some, {0, run.block - 1})
    )


def _read_at(facts: Facts, value: Value, run: Run, stands: int) -> set[int]:
    """The examples that were read for a number at this place of the run.

    A number in the corner may be a zero that was padded on; then another is looked at.
    """
    tried = (
        tuple(
            stands if axis == run.axis else int(share * (length - 1))
            for axis, length in enumerate(value.shape)
        )
        for share in _SHARES
    )
    read = (_read(facts, value, index) for index in dict.fromkeys(tried))
    return next((found for found in read if found), set())


def _read(facts: Facts, value: Value, index: Index) -> set[int]:
    """The examples whose numbers made this one, as far as a few of its terms tell."""
    if value.view_of is not None:
        owner = facts.value(value.view_of)
        run, at = run_of(facts, owner), to_owner(value.array, index, owner.array)
        return set() if run is None or at is None else {run.example(at)}
    _, answer = made(facts, value, index)
    count = len(answer.terms.numbers)
    few = {0, count // 2, count - 1} if count else set()
    factors = [*answer.deciders, *(f for n in few for f in answer.terms.term(n).factors)]
    return examples_of(facts, factors)


def _part_of_arun_of(facts: Facts, view: Value, owner: Value) -> Run | None:
    """The axis of a view on some of the examples: the one along which the owner's example changes,
    and nothing else."""
    run = run_of(facts, owner)
    if run is None or run.block > 1 or view.size == 0:
        return None
    start = to_owner(view.array, (0,) * len(view.shape), owner.array)
    for own, length in enumerate(view.shape):
        step = tuple(int(other == own) for other in range(len(view.shape)))
        moved = to_owner(view.array, step, owner.array) if length > 1 else None
        if start and moved and [i for i, j in enumerate(moved) if j != start[i]] == [run.axis]:
            return Run(own, 1)
    return None


def examples_of(facts: Facts, factors: Sequence[Factor]) -> set[int]:
    """The examples that these numbers belong to."""
    found = (_example_of(facts, factor) for factor in factors)
    return {example for example in found if example is not None}


def _example_of(facts: Facts, factor: Factor) -> int | None:
    """The example a number belongs to, or the one it is a copy of: a copy may be in any order."""
    for _ in range(_FAR):
        if factor.value is None:
            return None
        id = value_id(factor.value)
        assert id is not None  # factors name values by their ids
        value = facts.value(id)
        if run := run_of(facts, value):
            return run.example(factor.index)
        _, answer = made(facts, value, factor.index)
        if answer.combine != "select":
            return None
        factor = answer.terms.term(0).factors[0]
    return None

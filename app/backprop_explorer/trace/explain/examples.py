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
from dataclasses import replace
from itertools import product
from typing import NamedTuple
from weakref import WeakKeyDictionary

from backprop_explorer.trace.explain.explanation import Factor, Term
from backprop_explorer.trace.explain.grid import Grid
from backprop_explorer.trace.explain.operand import Facts
from backprop_explorer.trace.explain.rules import made
from backprop_explorer.trace.explain.view import to_owner
from backprop_explorer.trace.model import Index, Role, Value, value_id

Axes = dict[int, int | None]


class Run(NamedTuple):
    """The examples run along this axis, each over a block of so many elements."""

    axis: int
    block: int

    def example(self, index: Index) -> int:
        return index[self.axis] // self.block


# What was found so far, by trace and id of the value.
_known: WeakKeyDictionary[Facts, dict[int, Run | None]] = WeakKeyDictionary()


def find_example_axis(facts: Facts, value: Value, known: Axes) -> int | None:
    """The axis of `value` that has one element per example; what is found is kept in `known`."""
    if value.id not in known:
        run = _run(facts, value)
        known[value.id] = run.axis if run and run.block == 1 else None
    return known[value.id]


def with_examples(facts: Facts, grid: Grid, terms: Sequence[Term]) -> tuple[Term, ...]:
    """The terms of a sum with the examples they belong to, also where their axis is flattened."""
    count = len(grid.numbers)
    if count < 2 or not grid.axes or any(axis.counts is not None for axis in grid.axes):
        return tuple(terms)
    first, last = (_example(facts, grid.term(n)) for n in (0, count - 1))
    if first is None or last is None or first == last:  # a sum within one example
        return tuple(terms)
    return tuple(
        replace(term, label=replace(term.label, example=_example(facts, term)))
        for term in terms
        if term.label
    )


def _example(facts: Facts, term: Term) -> int | None:
    """The one example that the factors of a term belong to."""
    found = _examples(facts, term.factors)
    return found.pop() if len(found) == 1 else None


def _examples(facts: Facts, factors: Sequence[Factor]) -> set[int]:
    found = set()
    for factor in factors:
        id = value_id(factor.value) if factor.value else None
        run = None if id is None else _run(facts, facts.value(id))
        if run is not None:
            found.add(run.example(factor.index))
    return found


def _run(facts: Facts, value: Value) -> Run | None:
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
    count, shape = facts.examples, value.array.shape
    if not count or not value.array.size:
        return []
    runs = [Run(axis, length // count) for axis, length in enumerate(shape) if length % count == 0]
    return sorted(runs, key=lambda run: run.block)


def _probed(facts: Facts, value: Value) -> Run | None:
    if value.event is None and value.view_of is None:
        is_batch = value.role in (Role.INPUT, Role.LABEL)
        return Run(0, 1) if is_batch and value.array.shape[:1] == (facts.examples,) else None
    found = (run for run in _candidates(facts, value) if _runs_along(facts, value, run))
    if value.view_of is None:
        return next(found, None)
    return next(found, None) or _part_of_a_run(facts, value, facts.value(value.view_of))


def _runs_along(facts: Facts, value: Value, run: Run) -> bool:
    """Whether the first and the last element of a block are made of its example alone."""
    some = {min(1, facts.examples - 1), facts.examples - 1}
    for example, offset in product(some, {0, run.block - 1}):
        stands = example * run.block + offset
        index = tuple(stands if axis == run.axis else 0 for axis in range(value.array.ndim))
        if _read(facts, value, index) != {example}:
            return False
    return True


def _read(facts: Facts, value: Value, index: Index) -> set[int]:
    """The examples whose numbers made this one, as far as a few of its terms tell."""
    if value.view_of is not None:
        owner = facts.value(value.view_of)
        run, at = _run(facts, owner), to_owner(value.array, index, owner.array)
        return set() if run is None or at is None else {run.example(at)}
    _, answer = made(facts, value, index)
    count = len(answer.terms.numbers)
    few = {0, count // 2, count - 1} if count else set()
    factors = [*answer.deciders, *(f for n in few for f in answer.terms.term(n).factors)]
    return _examples(facts, factors)


def _part_of_a_run(facts: Facts, view: Value, owner: Value) -> Run | None:
    """The axis of a view on some of the examples: the one along which the owner's example changes,
    and nothing else."""
    run = _run(facts, owner)
    if run is None or run.block > 1 or view.array.size == 0:
        return None
    start = to_owner(view.array, (0,) * view.array.ndim, owner.array)
    for own, length in enumerate(view.array.shape):
        step = tuple(int(other == own) for other in range(view.array.ndim))
        moved = to_owner(view.array, step, owner.array) if length > 1 else None
        if start and moved and [i for i, j in enumerate(moved) if j != start[i]] == [run.axis]:
            return Run(own, 1)
    return None

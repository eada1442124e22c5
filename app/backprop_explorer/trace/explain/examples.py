"""Which examples of the batch an array and the terms of a sum belong to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from backprop_explorer.trace.explain.explanation import Term
from backprop_explorer.trace.explain.grid import Grid
from backprop_explorer.trace.explain.operand import Facts
from backprop_explorer.trace.explain.runs import examples_of, run_of
from backprop_explorer.trace.model import Value

Axes = dict[int, int | None]


def find_example_axis(facts: Facts, value: Value, known: Axes) -> int | None:
    """The axis of `value` that has one element per example; what is found is kept in `known`."""
    if value.id not in known:
        run = run_of(facts, value)
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
    found = examples_of(facts, term.factors)
    return found.pop() if len(found) == 1 else None

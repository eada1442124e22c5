"""Many terms at once: a sum over axes, of products of numbers that stand along them.

A number may be a sum of 39,200 products. A rule says how the terms are made (which axes they run
over, and where each factor stands); their numbers are then computed in one go, and only the few
that are shown become `Term` objects.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from backprop_explorer.trace.explain.explanation import Factor, Label, Term
from backprop_explorer.trace.explain.numbers import exact, product
from backprop_explorer.trace.explain.operand import Operand, example_of
from backprop_explorer.trace.model import Array, Index


@dataclass(frozen=True)
class Axis:
    """An axis that terms run over: its letter in the formula and its length.

    Where it runs over the examples of the batch, `counts` is the column that says which.
    """

    name: str
    length: int
    counts: int | None = None


@dataclass(frozen=True)
class Along:
    """Stands in a column's index where it follows a grid axis: start, start + step, …"""

    axis: int
    start: int = 0
    step: int = 1


@dataclass(frozen=True)
class Column:
    """One factor of every term: an operand, and its index, partly fixed and partly running."""

    operand: Operand
    index: tuple[int | Along, ...]
    minus: float | None = None

    def at(self, position: Index) -> Index:
        """The operand's index in the term at this position of the grid."""
        return tuple(
            i.start + i.step * position[i.axis] if isinstance(i, Along) else i for i in self.index
        )

    def counts(self, axis: int) -> bool:
        """Whether this grid axis runs over the examples of this operand."""
        examples = self.operand.example_axis
        running = None if examples is None else self.index[examples]
        return isinstance(running, Along) and running.axis == axis

    def numbers(self, shape: Index) -> Array:
        """The factor in every term."""
        mesh = []
        for i in self.index:
            if isinstance(i, Along):
                sizes = [1] * len(shape)
                sizes[i.axis] = shape[i.axis]
                mesh.append((i.start + i.step * np.arange(shape[i.axis])).reshape(sizes))
            else:
                mesh.append(np.array(i))
        found = self.operand.array[tuple(mesh)]
        return np.broadcast_to(exact(found) - (self.minus or 0), shape)


@dataclass(frozen=True)
class Grid:
    """The terms of a sum over axes: coefficient · Π columns, at every position of the axes.

    With `sizes`, each term counts without its sign: |coefficient · Π columns|.
    """

    axes: tuple[Axis, ...]
    columns: tuple[Column, ...]
    coefficient: float = 1
    sizes: bool = False

    @property
    def shape(self) -> Index:
        return tuple(axis.length for axis in self.axes)

    @property
    def numbers(self) -> Array:
        numbers: Array = np.ones(self.shape, dtype=np.int64)
        for column in self.columns:
            numbers = numbers * column.numbers(self.shape)
        numbers = np.ravel(numbers if self.coefficient == 1 else numbers * self.coefficient)
        return np.abs(numbers) if self.sizes else numbers

    @property
    def dtypes(self) -> list[np.dtype[Any]]:
        """The types of the arrays that were read."""
        return [column.operand.array.dtype for column in self.columns]

    @property
    def degree(self) -> int:
        """How many factors each term has."""
        return len(self.columns)

    @property
    def is_power(self) -> bool:
        """Whether all factors of a term are the same number: x², |x|, |x|³."""
        return all(column == self.columns[0] for column in self.columns)

    def term(self, position: int) -> Term:
        at = tuple(int(i) for i in np.unravel_index(position, self.shape))
        factors = tuple(c.operand.factor(c.at(at), c.minus) for c in self.columns)
        coefficient = self.coefficient
        if self.sizes and product(factors, coefficient) < 0:
            coefficient = -coefficient
        return Term(product(factors, coefficient), factors, coefficient, self._label(at, factors))

    def _label(self, at: Index, factors: Sequence[Factor]) -> Label | None:
        if not self.axes:
            return None
        counts = next((axis.counts for axis in self.axes if axis.counts is not None), None)
        example = (
            None
            if counts is None
            else example_of(self.columns[counts].operand.facts, factors[counts])
        )
        names = ", ".join(axis.name for axis in self.axes)
        return Label(names, at if len(at) > 1 else at[0], example)


def grid(
    lengths: Sequence[int],
    columns: Sequence[Column],
    coefficient: float = 1,
    *,
    sizes: bool = False,
) -> Grid:
    """A grid with named axes: n for the one that runs over the examples, then i, j, k, …"""
    letters = iter("ijklmpqrstuvwxyzabcdefgh")
    axes: list[Axis] = []
    for number, length in enumerate(lengths):
        counts = next((c for c, column in enumerate(columns) if column.counts(number)), None)
        taken = any(axis.counts is not None for axis in axes)
        if counts is None or taken:
            axes.append(Axis(next(letters), length))
        else:
            axes.append(Axis("n", length, counts))
    return Grid(tuple(axes), tuple(columns), coefficient, sizes)

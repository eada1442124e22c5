"""A rule's answer: how a number was made, before anyone has asked to see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from backprop_explorer.trace.explain.explanation import Combine, Factor, Label, Reason, Term
from backprop_explorer.trace.explain.grid import Grid
from backprop_explorer.trace.explain.numbers import product
from backprop_explorer.trace.model import Array


@dataclass(frozen=True)
class Listed:
    """A few terms, written out."""

    terms: tuple[Term, ...]

    @property
    def numbers(self) -> Array:
        return np.array([term.number for term in self.terms])

    @property
    def dtypes(self) -> list[np.dtype[Any]]:
        """The types of the arrays that were read."""
        factors = (factor for term in self.terms for factor in term.factors)
        return [factor.number.dtype for factor in factors if factor.value is not None]

    @property
    def degree(self) -> int:
        """How many factors each term has."""
        return len(self.terms[0].factors) if self.terms else 1

    def term(self, position: int) -> Term:
        return self.terms[position]


@dataclass(frozen=True)
class Made:
    """What a rule answers: how a number was made.

    `deciders` are the numbers that chose among others without being part of the result: the mask
    of `dout[mask] = 0`, the condition of `where`. `unchanged` is said of a number that stands in an
    array that was written to, and was not written itself.
    """

    combine: Combine
    terms: Grid | Listed = Listed(())
    deciders: tuple[Factor, ...] = ()
    because: tuple[Reason, ...] = ()
    unchanged: bool = False


def listed(combine: Combine, *factors: Factor, coefficients: Sequence[float] | None = None) -> Made:
    """A number made of a few others, each a term of its own."""
    pairs = zip(factors, coefficients or [1] * len(factors), strict=True)
    return Made(combine, Listed(tuple(term(factor, coefficient) for factor, coefficient in pairs)))


def term(factor: Factor, coefficient: float = 1, label: Label | None = None) -> Term:
    """A term of one factor."""
    return Term(product((factor,), coefficient), (factor,), coefficient, label)

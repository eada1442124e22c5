"""The answer to "where does this number come from?", as plain facts.

How an explanation's terms make its number is said by `combine`:

    sum          number = Σ term.number
    product      number = Π term.number
    quotient     number = first term / second term
    maximum      number = the largest term          minimum: the smallest
    argmax       number = where the largest term stands along its axis      argmin: the smallest
                 (along several axes: counted row by row)
    root of sum  number = √ Σ term.number; with three factors in each term the third root, and so on
    select       number = the only term: it was copied, picked or kept
    position     number = where the only term stands: its label's `at`
    function     number = operation(terms, in their order)
    opaque       an operation without a rule; `because` says what it read
    given        no event made it; `origin` says what it is

and always term.number = coefficient · Π (factor.number − factor.minus). For sum, root of sum,
product, maximum and minimum, what `limit` left out is combined the same way in `rest`, so that the
terms and the rest always make the number, up to the rounding of the array's own dtype.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from backprop_explorer.trace.model import Index

Combine = Literal[
    "sum",
    "product",
    "quotient",
    "maximum",
    "minimum",
    "argmax",
    "argmin",
    "root of sum",
    "select",
    "position",
    "function",
    "opaque",
    "given",
]


@dataclass(frozen=True, slots=True)
class Factor:
    """One number of a term, with the place to ask where it comes from in its turn.

    `value` is the id to ask ("v19"), since several versions may share a name; it is None for a
    number that stands in the code, such as the 0 of `maximum(x, 0)`, which cannot be asked.
    """

    name: str
    index: Index
    number: Any  # the array's own scalar
    value: str | None
    label: str = ""  # how it reads in a formula: "x · W1" where the name is only "v17"
    minus: float | None = None  # counts as number − minus: the deviations of var and std


@dataclass(frozen=True, slots=True)
class Label:
    """Which term of a sum this is: `n = 67`, and the example of the batch it belongs to."""

    axis: str  # "n", or "n, i" where two axes are summed
    at: int | Index
    example: int | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """One part of a number: coefficient · Π factors."""

    number: Any
    factors: tuple[Factor, ...]
    coefficient: float = 1
    label: Label | None = None


@dataclass(frozen=True, slots=True)
class Rest:
    """The terms that `limit` left out, counted and combined (None if there are none)."""

    count: int
    number: Any


@dataclass(frozen=True, slots=True)
class Reason:
    """Why this term and not another: a sentence, and the number it speaks of, to be asked next."""

    text: str
    factor: Factor | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """What a number is that no other number made."""

    kind: str  # a Role: "parameter", "input", "label", "constant", …
    text: str


@dataclass(frozen=True, slots=True)
class Formula:
    """The same equation three times: MathML in symbols, MathML with numbers, LaTeX in symbols."""

    symbols: str
    numbers: str
    latex: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """Where one number of a trace comes from.

    `name` and `index` are those of the value that owns the memory: asked about a1ᵀ[14, 67], the
    answer is about a1[67, 14].
    """

    name: str
    index: Index
    value: str  # the id: "v23"
    number: Any  # the array's own scalar
    event: int | None  # index of the event that computed it
    operation: str | None
    combine: Combine
    formula: Formula
    terms: tuple[Term, ...]
    rest: Rest
    because: tuple[Reason, ...] = ()
    origin: Origin | None = None

"""Where a number comes from."""

from __future__ import annotations

from backprop_explorer.api.schemas.base import Index, Number, Shape


class FactorShape(Shape):
    """A number, and whom to ask where it comes from; `value` is null if it stands in code."""

    name: str
    index: Index
    number: Number
    value: str | None
    label: str
    minus: float | None


class TermLabel(Shape):
    axis: str
    at: int | Index
    example: int | None


class Term(Shape):
    """coefficient · Π (factor.number − factor.minus)"""

    number: Number
    factors: list[FactorShape]
    coefficient: float
    label: TermLabel | None


class Rest(Shape):
    count: int
    number: Number


class Reason(Shape):
    text: str
    factor: FactorShape | None


class OriginShape(Shape):
    kind: str
    text: str


class FormulaShape(Shape):
    symbols: str
    numbers: str
    latex: str


class ExplanationShape(Shape):
    """Where one number comes from. `combine` says how the terms and the rest make it."""

    name: str
    index: Index
    value: str
    number: Number
    event: int | None
    operation: str | None
    combine: str
    formula: FormulaShape
    terms: list[Term]
    rest: Rest
    because: list[Reason]
    origin: OriginShape | None

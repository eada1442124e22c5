"""Gradient checks."""

from __future__ import annotations

from backprop_explorer.api.schemas.base import Index, Number, Shape


class CheckedParameter(Shape):
    name: str
    worst: Number
    mean: Number
    worst_index: Index
    backpropagated: Number
    numeric: Number
    largest: Number
    checked: int
    of: int


class GradientCheckShape(Shape):
    """`worst` has to stay below `limit`; the verdict is "agrees" or "differs"."""

    iteration: int
    examples: int
    verdict: str
    worst: Number
    limit: Number
    checked: int
    of: int
    h: float
    parameters: list[CheckedParameter]

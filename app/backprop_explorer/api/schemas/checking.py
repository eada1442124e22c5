"""Gradient checks."""

from __future__ import annotations

from typing import Literal

from backprop_explorer.api.schemas.base import Index, Number, Shape


class CheckedParameter(Shape):
    """A parameter, or the input "x": `worst` has to stay below `limit`.

    `backpropagated` and `numeric` are its gradients at `worst_index`. `kinks` of the `checked`
    elements are where the loss has two slopes, as at the kink of a ReLU; they count as right.
    """

    name: str
    worst: Number
    mean: Number
    worst_index: Index
    backpropagated: Number
    numeric: Number
    largest: Number
    limit: Number
    kinks: int
    checked: int
    of: int


class GradientCheckShape(Shape):
    """The verdict is "agrees" or "differs"; `rule` says how it is come to, with steps of `h`. It is
    "undefined" where the loss is not a number or infinite, and so has no slopes.

    `method`: "complex-step" where every layer and the loss are smooth enough for a step of i·h,
    which no rounding blurs: limits are a hundred thousand times as tight then. Otherwise
    "central-difference", with a step of h each way.

    `worst` and `limit` are those of the array that is nearest to its limit, or furthest beyond.
    `checked`, `of` and `kinks` count the elements of parameters; `input` has its own.
    """

    iteration: int
    examples: int
    verdict: str
    method: Literal["central-difference", "complex-step"]
    rule: str
    worst: Number
    limit: Number
    kinks: int
    checked: int
    of: int
    h: float
    parameters: list[CheckedParameter]
    input: CheckedParameter | None

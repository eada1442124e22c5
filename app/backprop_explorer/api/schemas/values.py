"""Arrays, and what the passes answer with."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from backprop_explorer.api.schemas.base import Number, Shape
from backprop_explorer.api.schemas.session import SessionShape

Data = Annotated[Any, Field(description="nested lists, as the shape says; null for NaN, infinity")]


class Histogram(Shape):
    counts: list[int]
    edges: list[float] = Field(description="one more than counts")


class Statistics(Shape):
    """Of the finite numbers of the whole array, computed in float64."""

    min: Number
    max: Number
    mean: Number
    std: Number
    norm: Number
    count: int
    zeros: int
    nonfinite: int
    histogram: Histogram | None


class ValueShape(Shape):
    """One version of one array."""

    id: int = Field(description="`v<id>` is always a name of it")
    name: str
    label: str = Field(description="how it reads in a formula")
    shape: list[int]
    dtype: str
    role: str
    of: str | None = Field(description="what it is the gradient of")
    layer: str | None
    event: int | None = Field(description="which made it; null: there before the first")
    view_of: int | None = Field(description="the value whose memory it shares")


class Slice(Shape):
    rows: tuple[int, int] | None
    cols: tuple[int, int] | None


class ValueAnswer(ValueShape):
    iteration: int
    position: int
    statistics: Statistics
    slice: Slice
    data: Data


class SmallValue(ValueShape):
    statistics: Statistics
    data: Data = Field(description="up to 1,000 numbers; null for more, which `href` has")
    href: str


class Activations(SessionShape):
    loss: Number
    accuracy: Number
    activations: list[SmallValue]


class Gradients(SessionShape):
    gradients: list[SmallValue]


class ParameterChange(Shape):
    name: str
    shape: list[int]
    norm_before: Number
    norm_after: Number
    norm_of_change: Number
    ratio: Number = Field(description="norm_of_change / norm_before; null where that was 0")


class Changes(SessionShape):
    changes: list[ParameterChange]

"""What the network says between the examples, and where these lie."""

from __future__ import annotations

from pydantic import Field

from backprop_explorer.api.schemas.base import Number, Shape
from backprop_explorer.api.schemas.values import Data


class MapShape(Shape):
    iteration: int
    position: int
    domain: tuple[float, float] = Field(description="from where to where the map goes, each way")
    axis: list[float] = Field(description="the numbers that x1 takes from left to right, and x2")
    middle: float | None = Field(
        description="where one output turns from the first class to the second; null for several "
        "outputs and where a number is asked for"
    )
    shape: list[int] = Field(description="of the outputs")
    outputs: Data


class SomePoints(Shape):
    points: list[list[float]]
    labels: list[int] | list[list[Number]] = Field(
        description="the class of each, or the numbers a regression should give"
    )


class PointsShape(Shape):
    domain: tuple[float, float] = Field(description="from where to where points are drawn")
    classes: list[str] = Field(description="none for a regression")
    train: SomePoints
    test: SomePoints

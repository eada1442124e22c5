"""The structure of an iteration."""

from __future__ import annotations

from pydantic import Field

from backprop_explorer.api.schemas.base import Number, Shape
from backprop_explorer.api.schemas.session import FindingShape
from backprop_explorer.api.schemas.values import ValueShape


class LayerShape(Shape):
    """A layer as the trace saw it; arrays by name."""

    name: str
    type: str
    number: int
    parameters: list[str]
    gradients: list[str]
    input: str
    output: str
    input_gradient: str | None
    output_gradient: str | None
    block: str | None = Field(default=None, description="the layer that it is inside of")
    formula: str


class SourceShape(Shape):
    """The line that ran, and the columns of the expression in its text."""

    file: str
    line: int
    columns: tuple[int, int]
    text: str
    function: str


class EventShape(Shape):
    """One NumPy operation; values by id."""

    index: int
    phase: str
    layer: str
    operation: str
    inputs: list[int]
    output: int
    outputs: list[int]
    target: int | None = Field(description="what an in-place operation wrote through")
    source: SourceShape | None
    formula: str


class Batch(Shape):
    """The examples of the iteration."""

    rows: list[int] = Field(description="of the training set")
    labels: list[int] | list[list[Number]] = Field(
        description="the class of each, or the numbers a regression should give"
    )
    classes: list[str] = Field(description="none for a regression")
    image_shape: tuple[int, int] | None
    features: list[str] = Field(description="what the columns of x are, where they have names")
    points: list[list[Number]] | None = Field(
        description="where each stands on the line or in the plane that x was made from"
    )
    domain: tuple[float, float] | None = Field(description="from where to where points are drawn")


class TraceShape(Shape):
    iteration: int
    layers: list[LayerShape]
    values: list[ValueShape]
    events: list[EventShape]
    ends: dict[str, list[int]] = Field(description="where each line, layer and phase ends")
    findings: list[FindingShape]
    batch: Batch

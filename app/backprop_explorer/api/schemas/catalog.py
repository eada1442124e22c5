"""What can be chosen."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from backprop_explorer.api.schemas.base import Shape
from backprop_explorer.sessions.opening import Opening
from backprop_explorer.sessions.spec import Spec


class Option(Shape):
    name: str
    type: str
    summary: str
    required: bool
    default: Any
    least: float | None
    above_least: bool
    most: float | None
    below_most: bool
    one_of: list[str] | None = Field(description="the words to choose from, where that is all")
    kinds: str | None = Field(description="where in the catalog the kinds of this part are")


class Choice(Shape):
    name: str
    summary: str
    options: list[Option]


class DatasetChoice(Choice):
    task: str = Field(description="classification or regression")
    shape: list[int] | None = Field(description="of one example; null where the text decides")
    classes: list[str] = Field(description="what an example may be; none for regression")
    here: bool = Field(description="whether its files are there, or can be made at once")


class PresetChoice(Shape):
    name: str
    title: str
    summary: str
    spec: Spec
    opening: Opening = Field(description="where there is something to see of the summary")


class Catalog(Shape):
    layers: list[Choice]
    losses: list[Choice]
    initializers: list[Choice]
    optimizers: list[Choice]
    schedules: list[Choice]
    regularizations: list[Choice]
    clippings: list[Choice]
    datasets: list[DatasetChoice]
    presets: list[PresetChoice]
    spec: list[Option]
    limits: dict[str, float]

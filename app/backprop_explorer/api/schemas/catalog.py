"""What can be chosen."""

from __future__ import annotations

from typing import Any

from backprop_explorer.api.schemas.base import Shape
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


class Choice(Shape):
    name: str
    summary: str
    options: list[Option]


class DatasetChoice(Shape):
    name: str
    summary: str
    here: bool


class PresetChoice(Shape):
    name: str
    title: str
    summary: str
    spec: Spec


class Catalog(Shape):
    layers: list[Choice]
    losses: list[Choice]
    initializers: list[Choice]
    optimizers: list[Choice]
    datasets: list[DatasetChoice]
    presets: list[PresetChoice]
    spec: list[Option]
    limits: dict[str, float]

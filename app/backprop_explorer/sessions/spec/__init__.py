"""A spec says everything about a session before it starts: network, data, optimizer, seed.

These models are the only list of what can be chosen: requests are checked by them, and the
catalogue is read off them. `description`s are for learners; defaults are the textbook's.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import Field, model_validator

from backprop_explorer.sessions import limits
from backprop_explorer.sessions.spec.datasets import Dataset
from backprop_explorer.sessions.spec.initializers import Init
from backprop_explorer.sessions.spec.layers import Layer
from backprop_explorer.sessions.spec.losses import Loss, SoftmaxCrossEntropy
from backprop_explorer.sessions.spec.optimizers import (
    SGD,
    Clipping,
    ConstantRate,
    NoClipping,
    NoRegularization,
    Optimizer,
    Regularization,
    Schedule,
)
from backprop_explorer.sessions.spec.part import Part

__all__ = [
    "Clipping",
    "Dataset",
    "Init",
    "Layer",
    "Loss",
    "Optimizer",
    "Part",
    "Regularization",
    "Schedule",
    "Spec",
]


class Spec(Part):
    """Everything a session starts from. The same spec always gives the same numbers."""

    dataset: Dataset = Field(default=Dataset(), description="what the network learns from")
    layers: list[Layer] = Field(
        min_length=1,
        max_length=limits.MAX_LAYERS,
        description="the layers in order; the loss comes after the last one",
    )
    loss: Loss = Field(default=SoftmaxCrossEntropy(), description="what training makes smaller")
    optimizer: Optimizer = Field(default=SGD(), description="how gradients change the parameters")
    schedule: Schedule = Field(
        default=ConstantRate(), description="how the learning rate changes over the iterations"
    )
    regularization: Regularization = Field(
        default=NoRegularization(), description="what keeps weights small"
    )
    clipping: Clipping = Field(default=NoClipping(), description="what keeps gradients small")
    batch_size: int = Field(
        default=100, ge=1, le=limits.MAX_BATCH, description="examples in each iteration"
    )
    seed: int = Field(
        default=0,
        ge=0,
        le=limits.MAX_SEED,
        description="every random draw follows from this number",
    )

    @model_validator(mode="before")
    @classmethod
    def name_kinds(cls, sent: Any) -> Any:
        """A part sent without its kind is of the default kind: `{"learning_rate": 0.5}` of SGD."""
        if not isinstance(sent, Mapping):
            return sent
        named = dict(sent)
        for field, part in sent.items():
            default = cls.model_fields[field].default if field in cls.model_fields else None
            kind = getattr(default, "name", None)
            if isinstance(part, Mapping) and "name" not in part and kind:
                named[field] = {"name": kind, **part}
        return named

"""What training makes smaller."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from backprop_explorer.sessions.spec.part import Part


class SoftmaxCrossEntropy(Part):
    """Scores become probabilities; the loss is the mean of −log of the right class's."""

    name: Literal["softmax_cross_entropy"] = "softmax_cross_entropy"
    label_smoothing: float = Field(
        default=0.0, ge=0, lt=1, description="the share of the label that goes to all classes"
    )


class BinaryCrossEntropy(Part):
    """One score becomes the probability of yes; the loss is the mean of −log of the truth's."""

    name: Literal["binary_cross_entropy"] = "binary_cross_entropy"


class MeanSquaredError(Part):
    """The mean of (y − t)²: large misses count much more than small ones."""

    name: Literal["mean_squared_error"] = "mean_squared_error"


class MeanAbsoluteError(Part):
    """The mean of |y − t|: a miss counts for what it is, so outliers pull less."""

    name: Literal["mean_absolute_error"] = "mean_absolute_error"


class Huber(Part):
    """Squared for misses below delta, straight beyond: gentle near 0, calm about outliers."""

    name: Literal["huber"] = "huber"
    delta: float = Field(default=1.0, gt=0, le=1_000, description="where the curve turns straight")


class Hinge(Part):
    """Zero once the right side wins by a margin of 1: what support vector machines make small."""

    name: Literal["hinge"] = "hinge"


Loss = Annotated[
    SoftmaxCrossEntropy | BinaryCrossEntropy | MeanSquaredError | MeanAbsoluteError | Huber | Hinge,
    Field(discriminator="name"),
]

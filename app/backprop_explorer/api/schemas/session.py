"""Sessions and their metrics."""

from __future__ import annotations

from pydantic import Field

from backprop_explorer.api.schemas.base import Number, Shape
from backprop_explorer.sessions.spec import Spec


class PositionShape(Shape):
    """Events 1 … `event` of `iteration` have happened."""

    iteration: int
    event: int
    events: int | None = Field(description="of this iteration; null until somebody looked inside")
    phase: str | None = Field(description="of the last event; null at event 0")
    layer: str | None = Field(description="of the last event; null at event 0")
    reached: int = Field(description="the highest iteration there was")


class TestScores(Shape):
    """On examples that are never learned from, with the weights before this iteration's update."""

    iteration: int
    loss: Number
    accuracy: Number


class LatestMetrics(Shape):
    iteration: int
    loss: Number
    accuracy: Number
    penalty: Number = Field(description="what regularization adds to the loss; 0 without")
    test: TestScores = Field(description="when the test examples were last looked at")


class FindingShape(Shape):
    """Something in the recorded code that a learner should look at."""

    kind: str
    message: str
    event: int
    value: str


class SessionShape(Shape):
    """A session; `version` grows with each change."""

    id: str
    version: int
    position: PositionShape
    training: bool
    spec: Spec
    parameters: int = Field(description="how many numbers are learned")
    iterations_per_epoch: int
    metrics: LatestMetrics | None = Field(description="of the latest iteration whose loss is known")
    findings: list[FindingShape]


class MetricsRow(Shape):
    iteration: int
    loss: Number
    accuracy: Number
    penalty: Number
    test_loss: Number = Field(description="once an epoch; null in between")
    test_accuracy: Number
    gradient_norms: dict[str, Number]
    update_ratios: dict[str, Number]


class Metrics(Shape):
    reached: int
    metrics: list[MetricsRow]

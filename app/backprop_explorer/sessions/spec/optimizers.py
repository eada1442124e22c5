"""How gradients change the parameters: the rule, its schedule, and what bends the gradients."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from backprop_explorer.sessions import limits
from backprop_explorer.sessions.spec.part import Part


def rate(default: float) -> float:
    field: float = Field(default=default, gt=0, le=1_000, description="how long each step is")
    return field


def decay(default: float, what: str) -> float:
    field: float = Field(default=default, ge=0, lt=1, description=what)
    return field


class SGD(Part):
    """W ← W − learning_rate · dW: a small step downhill for every parameter."""

    name: Literal["sgd"] = "sgd"
    learning_rate: float = rate(0.1)


class Momentum(Part):
    """Steps gather speed where gradients agree, as a ball that rolls downhill."""

    name: Literal["momentum"] = "momentum"
    learning_rate: float = rate(0.01)
    momentum: float = decay(0.9, "how much of its speed the ball keeps")


class Nesterov(Part):
    """Momentum that looks at where it is about to be."""

    name: Literal["nesterov"] = "nesterov"
    learning_rate: float = rate(0.01)
    momentum: float = decay(0.9, "how much of its speed the ball keeps")


class AdaGrad(Part):
    """Every number has a rate of its own, which shrinks with all gradients it has seen."""

    name: Literal["adagrad"] = "adagrad"
    learning_rate: float = rate(0.01)


class RMSProp(Part):
    """Every number has a rate of its own, by the size of its recent gradients."""

    name: Literal["rmsprop"] = "rmsprop"
    learning_rate: float = rate(0.01)
    decay: float = decay(0.99, "how slowly old gradients are forgotten")


class Adam(Part):
    """Momentum with a rate of its own for every number: the usual first choice."""

    name: Literal["adam"] = "adam"
    learning_rate: float = rate(0.001)
    beta1: float = decay(0.9, "how slowly the mean of gradients forgets")
    beta2: float = decay(0.999, "how slowly the mean of their squares forgets")


class AdamW(Part):
    """Adam with weight decay that does not pass through the rates."""

    name: Literal["adamw"] = "adamw"
    learning_rate: float = rate(0.001)
    beta1: float = decay(0.9, "how slowly the mean of gradients forgets")
    beta2: float = decay(0.999, "how slowly the mean of their squares forgets")
    weight_decay: float = Field(
        default=0.01, ge=0, le=100, description="how fast weights shrink by themselves"
    )


Optimizer = Annotated[
    SGD | Momentum | Nesterov | AdaGrad | RMSProp | Adam | AdamW, Field(discriminator="name")
]


class ConstantRate(Part):
    """The learning rate stays as it is."""

    name: Literal["constant"] = "constant"


class StepDecay(Part):
    """Every so many iterations the learning rate is multiplied by a factor."""

    name: Literal["step"] = "step"
    every: int = Field(default=1_000, ge=1, le=limits.MAX_ITERATIONS, description="iterations")
    factor: float = Field(default=0.5, gt=0, le=1, description="what the rate is multiplied by")


class Cosine(Part):
    """The learning rate falls along a cosine, slowly first and last, and then climbs again."""

    name: Literal["cosine"] = "cosine"
    period: int = Field(
        default=1_000, ge=1, le=limits.MAX_ITERATIONS, description="iterations to the bottom"
    )
    smallest: float = Field(default=0.0, ge=0, le=1, description="the part of the rate left")


class WarmUp(Part):
    """The learning rate grows from near 0 to its full size, then stays."""

    name: Literal["warm_up"] = "warm_up"
    iterations: int = Field(
        default=100, ge=1, le=limits.MAX_ITERATIONS, description="until the full rate is reached"
    )


Schedule = Annotated[ConstantRate | StepDecay | Cosine | WarmUp, Field(discriminator="name")]


def strength() -> float:
    field: float = Field(default=0.001, ge=0, le=100, description="how much large weights cost")
    return field


class NoRegularization(Part):
    """Weights may be as large as the data asks for."""

    name: Literal["none"] = "none"


class L1(Part):
    """Every weight, no bias, is pulled to 0 by the same force: those that do not help become 0."""

    name: Literal["l1"] = "l1"
    strength: float = strength()


class L2(Part):
    """Every weight, no bias, is pulled to 0 by a force that grows with it: none becomes large."""

    name: Literal["l2"] = "l2"
    strength: float = strength()


Regularization = Annotated[NoRegularization | L1 | L2, Field(discriminator="name")]


class NoClipping(Part):
    """Gradients are used as they come."""

    name: Literal["none"] = "none"


class ClipNorm(Part):
    """Where all gradients together are longer than the limit, they are scaled down to it."""

    name: Literal["norm"] = "norm"
    limit: float = Field(default=1.0, gt=0, le=1_000_000, description="the longest they may be")


class ClipValue(Part):
    """Every single gradient is cut off at the limit."""

    name: Literal["value"] = "value"
    limit: float = Field(default=1.0, gt=0, le=1_000_000, description="the largest one may be")


Clipping = Annotated[NoClipping | ClipNorm | ClipValue, Field(discriminator="name")]

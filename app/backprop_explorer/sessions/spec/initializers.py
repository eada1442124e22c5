"""What weights are before anything was learned."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from backprop_explorer.sessions.spec.part import Part


class Normal(Part):
    """Random weights from the bell curve with mean 0: small and different from each other."""

    name: Literal["normal"] = "normal"
    std: float = Field(default=0.01, ge=0, le=100, description="standard deviation: how far from 0")


class Uniform(Part):
    """Random weights, every number from −limit to limit equally likely."""

    name: Literal["uniform"] = "uniform"
    limit: float = Field(default=0.1, ge=0, le=100, description="the largest weight")


class XavierNormal(Part):
    """A bell curve as wide as keeps signals and gradients in size: for sigmoid and tanh."""

    name: Literal["xavier_normal"] = "xavier_normal"


class XavierUniform(Part):
    """Evenly spread weights that keep signals and gradients in size: for sigmoid and tanh."""

    name: Literal["xavier_uniform"] = "xavier_uniform"


class HeNormal(Part):
    """A bell curve √2 wider than Xavier's, because a ReLU stops half of the signal."""

    name: Literal["he_normal"] = "he_normal"


class HeUniform(Part):
    """Evenly spread weights, √2 wider than Xavier's, because a ReLU stops half of the signal."""

    name: Literal["he_uniform"] = "he_uniform"


class Orthogonal(Part):
    """Columns at right angles to each other: no signal grows or fades on its way through."""

    name: Literal["orthogonal"] = "orthogonal"


class Constant(Part):
    """The same number in every weight: all units then learn the same. Worth seeing once."""

    name: Literal["constant"] = "constant"
    value: float = Field(
        default=0.0, ge=-100, le=100, description="the number every weight starts from"
    )


class Zeros(Part):
    """Zero in every weight: nothing can be learned behind such a layer. Try it."""

    name: Literal["zeros"] = "zeros"


Init = Annotated[
    Normal
    | Uniform
    | XavierNormal
    | XavierUniform
    | HeNormal
    | HeUniform
    | Orthogonal
    | Constant
    | Zeros,
    Field(discriminator="name"),
]

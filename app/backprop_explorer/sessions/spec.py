"""A spec says everything about a session before it starts: network, data, optimizer, seed.

These models are the only list of what can be chosen: requests are checked by them, and the
catalogue is read off them. `description`s are for learners; defaults are the textbook's.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from backprop_explorer.sessions import limits


class Part(BaseModel):
    """A part of a spec: immutable, exact about types, without unknown fields."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)


class Normal(Part):
    """Random weights from the bell curve with mean 0: small and different from each other."""

    name: Literal["normal"] = "normal"
    std: float = Field(default=0.01, ge=0, le=100, description="standard deviation: how far from 0")


class Constant(Part):
    """The same number in every weight: all units then learn the same. Worth seeing once."""

    name: Literal["constant"] = "constant"
    value: float = Field(
        default=0.0, ge=-100, le=100, description="the number every weight starts from"
    )


class Zeros(Part):
    """Zero in every weight: nothing can be learned behind such a layer. Try it."""

    name: Literal["zeros"] = "zeros"


Init = Annotated[Normal | Constant | Zeros, Field(discriminator="name")]


class Affine(Part):
    """x·W + b: every output is a weighted sum of all inputs. Biases start at zero."""

    type: Literal["affine"] = "affine"
    units: int = Field(ge=1, le=limits.MAX_UNITS, description="how many outputs")
    init: Init = Field(default=Normal(), description="what the weights are at the start")


class Relu(Part):
    """max(0, x): lets positive numbers through and stops the others."""

    type: Literal["relu"] = "relu"


class Sigmoid(Part):
    """1 / (1 + exp(−x)): squeezes any number into 0 … 1."""

    type: Literal["sigmoid"] = "sigmoid"


Layer = Annotated[Affine | Relu | Sigmoid, Field(discriminator="type")]


class SoftmaxCrossEntropy(Part):
    """Scores become probabilities; the loss is the mean of −log of the right class's."""

    name: Literal["softmax_cross_entropy"] = "softmax_cross_entropy"


class SGD(Part):
    """W ← W − learning_rate · dW: a small step downhill for every parameter."""

    name: Literal["sgd"] = "sgd"
    learning_rate: float = Field(default=0.1, gt=0, le=1_000, description="how long each step is")


class Dataset(Part):
    """What the network learns from."""

    name: Literal["mnist-sample", "mnist"] = Field(
        default="mnist-sample", description="which data set"
    )


class Spec(Part):
    """Everything a session starts from. The same spec always gives the same numbers."""

    dataset: Dataset = Field(default=Dataset(), description="what the network learns from")
    layers: list[Layer] = Field(
        min_length=1,
        max_length=limits.MAX_LAYERS,
        description="the layers in order; the loss comes after the last one",
    )
    loss: SoftmaxCrossEntropy = Field(
        default=SoftmaxCrossEntropy(), description="what training makes smaller"
    )
    optimizer: SGD = Field(default=SGD(), description="how gradients change the parameters")
    batch_size: int = Field(
        default=100, ge=1, le=limits.MAX_BATCH, description="examples in each iteration"
    )
    seed: int = Field(
        default=0,
        ge=0,
        le=limits.MAX_SEED,
        description="every random draw follows from this number",
    )

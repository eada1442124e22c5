"""The layers a network can be made of."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from backprop_explorer.sessions import limits
from backprop_explorer.sessions.spec.initializers import Init, Normal, XavierUniform
from backprop_explorer.sessions.spec.part import Part


class Affine(Part):
    """x·W + b: every output is a weighted sum of all inputs. Biases start at zero."""

    type: Literal["affine"] = "affine"
    units: int = Field(ge=1, le=limits.MAX_UNITS, description="how many outputs")
    init: Init = Field(default=Normal(), description="what the weights are at the start")


class Relu(Part):
    """max(0, x): lets positive numbers through and stops the others."""

    type: Literal["relu"] = "relu"


class LeakyRelu(Part):
    """As ReLU, but negative numbers still pass a little, so no unit dies for good."""

    type: Literal["leaky_relu"] = "leaky_relu"
    slope: float = Field(default=0.01, ge=0, le=1, description="of negative numbers, what passes")


class Elu(Part):
    """x where positive, else alpha·(exp(x) − 1): a ReLU with a smooth bend and a floor."""

    type: Literal["elu"] = "elu"
    alpha: float = Field(default=1.0, gt=0, le=100, description="the floor is −alpha")


class Gelu(Part):
    """x weighted by how likely a normal number is below it: the smooth ReLU of transformers."""

    type: Literal["gelu"] = "gelu"


class Silu(Part):
    """x · sigmoid(x): smooth, and slightly below zero on the left; also called swish."""

    type: Literal["silu"] = "silu"


class Softplus(Part):
    """log(1 + exp(x)): a ReLU without a corner; its slope is the sigmoid."""

    type: Literal["softplus"] = "softplus"


class Sigmoid(Part):
    """1 / (1 + exp(−x)): squeezes any number into 0 … 1. Its slope is at most 1/4."""

    type: Literal["sigmoid"] = "sigmoid"


class Tanh(Part):
    """Squeezes any number into −1 … 1, with slope 1 at the middle."""

    type: Literal["tanh"] = "tanh"


class Softmax(Part):
    """exp(x) / sum of exp(x): scores become probabilities. Cross-entropy brings its own."""

    type: Literal["softmax"] = "softmax"


class Dropout(Part):
    """In training, random numbers are set to 0, so that no unit can rely on another."""

    type: Literal["dropout"] = "dropout"
    rate: float = Field(default=0.5, ge=0, lt=1, description="the share that is dropped")


class BatchNorm(Part):
    """Every feature gets mean 0 and variance 1 over the batch, then a scale and shift."""

    type: Literal["batch_norm"] = "batch_norm"
    momentum: float = Field(
        default=0.1, gt=0, le=1, description="how fast the running statistics follow the batch's"
    )


class LayerNorm(Part):
    """Every example gets mean 0 and variance 1 over its features, then a scale and shift."""

    type: Literal["layer_norm"] = "layer_norm"


class Convolution(Part):
    """Small filters slide over the picture: the same few weights look at every place."""

    type: Literal["convolution"] = "convolution"
    filters: int = Field(ge=1, le=256, description="how many filters, and so output channels")
    size: int = Field(default=3, ge=1, le=15, description="rows and columns of a filter")
    stride: int = Field(default=1, ge=1, le=8, description="pixels from one place to the next")
    padding: int = Field(default=0, ge=0, le=8, description="rings of zeros around the picture")
    init: Init = Field(default=Normal(), description="what the filters are at the start")


class MaxPooling(Part):
    """Keeps the largest number of every window: what was found counts, not exactly where."""

    type: Literal["max_pooling"] = "max_pooling"
    size: int = Field(default=2, ge=1, le=15, description="rows and columns of a window")
    stride: int = Field(default=2, ge=1, le=15, description="pixels from one window to the next")


class AveragePooling(Part):
    """Keeps the mean of every window."""

    type: Literal["average_pooling"] = "average_pooling"
    size: int = Field(default=2, ge=1, le=15, description="rows and columns of a window")
    stride: int = Field(default=2, ge=1, le=15, description="pixels from one window to the next")


class Flatten(Part):
    """A picture or a sequence becomes one row of numbers."""

    type: Literal["flatten"] = "flatten"


class SelfAttention(Part):
    """Every position of a sequence looks at all others and takes what fits its question."""

    type: Literal["self_attention"] = "self_attention"
    units: int = Field(ge=1, le=256, description="the width of queries, keys and values")
    init: Init = Field(default=XavierUniform(), description="what the weights are at the start")


class Residual(Part):
    """x + block(x): the layers inside learn what to add; gradients have a way around them."""

    type: Literal["residual"] = "residual"
    layers: list[Layer] = Field(
        min_length=1, max_length=limits.MAX_LAYERS, description="what is inside of the block"
    )


Layer = Annotated[
    Affine
    | Relu
    | LeakyRelu
    | Elu
    | Gelu
    | Silu
    | Softplus
    | Sigmoid
    | Tanh
    | Softmax
    | Dropout
    | BatchNorm
    | LayerNorm
    | Convolution
    | MaxPooling
    | AveragePooling
    | Flatten
    | SelfAttention
    | Residual,
    Field(discriminator="type"),
]
Residual.model_rebuild()

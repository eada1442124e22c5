"""Neural networks in plain NumPy, to be read.

Functions, layers, losses, networks, initializers, optimizers, and the gradient check that shows
them right. float32 to train, float64 to check.
"""

from backprop_explorer.engine import initializers
from backprop_explorer.engine.errors import (
    EngineError,
    InvalidNetwork,
    InvalidSetting,
    LabelMismatch,
    ShapeMismatch,
    Uncheckable,
    UnknownParameter,
)
from backprop_explorer.engine.functions import cross_entropy_error, sigmoid, softmax
from backprop_explorer.engine.gradient_check import gradient_check
from backprop_explorer.engine.gradient_report import GradientReport, ParameterCheck, Verdict
from backprop_explorer.engine.layers import Affine, Layer, Relu, Sigmoid
from backprop_explorer.engine.losses import SoftmaxWithLoss
from backprop_explorer.engine.network import Network
from backprop_explorer.engine.optimizers import SGD
from backprop_explorer.engine.two_layer_net import two_layer_net

__all__ = [
    "SGD",
    "Affine",
    "EngineError",
    "GradientReport",
    "InvalidNetwork",
    "InvalidSetting",
    "LabelMismatch",
    "Layer",
    "Network",
    "ParameterCheck",
    "Relu",
    "ShapeMismatch",
    "Sigmoid",
    "SoftmaxWithLoss",
    "Uncheckable",
    "UnknownParameter",
    "Verdict",
    "cross_entropy_error",
    "gradient_check",
    "initializers",
    "sigmoid",
    "softmax",
    "two_layer_net",
]

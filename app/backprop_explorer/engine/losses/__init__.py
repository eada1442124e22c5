"""The last step of a network: from its output and the labels to one number."""

from backprop_explorer.engine.losses.hinge import Hinge
from backprop_explorer.engine.losses.huber import Huber
from backprop_explorer.engine.losses.loss import Loss
from backprop_explorer.engine.losses.mean_absolute_error import MeanAbsoluteError
from backprop_explorer.engine.losses.mean_squared_error import MeanSquaredError
from backprop_explorer.engine.losses.sigmoid_with_loss import SigmoidWithLoss
from backprop_explorer.engine.losses.softmax_with_loss import SoftmaxWithLoss

__all__ = [
    "Hinge",
    "Huber",
    "Loss",
    "MeanAbsoluteError",
    "MeanSquaredError",
    "SigmoidWithLoss",
    "SoftmaxWithLoss",
]

"""The last step of a network: from its output and the labels to one number."""

from backprop_explorer.engine.losses.softmax_with_loss import SoftmaxWithLoss

__all__ = ["SoftmaxWithLoss"]

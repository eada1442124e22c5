"""The twins of losses, and what takes the place of one."""

from __future__ import annotations

from backprop_explorer.engine.fast.losses.mean_squared_error import FastMeanSquaredError
from backprop_explorer.engine.fast.losses.plain_loss import PlainLoss
from backprop_explorer.engine.fast.losses.softmax_with_loss import FastSoftmaxWithLoss
from backprop_explorer.engine.fast.steps import Batch, FastLoss
from backprop_explorer.engine.losses import Loss, MeanSquaredError, SoftmaxWithLoss
from backprop_explorer.engine.types import Array


def fast_loss(loss: Loss, scores: Array, batch: Batch) -> FastLoss:
    """A twin that does what this loss does with targets such as these."""
    x, t = scores, batch.t
    are_indices = t.shape == x.shape[:1] and t.dtype.kind in "iu"
    if type(loss) is SoftmaxWithLoss and not loss.label_smoothing and are_indices:
        return FastSoftmaxWithLoss(loss, x, batch)
    are_alike = t.shape == x.shape and t.dtype == x.dtype
    if type(loss) is MeanSquaredError and are_alike and x.flags.c_contiguous:
        return FastMeanSquaredError(loss, x, batch)
    return PlainLoss(loss, x, batch)

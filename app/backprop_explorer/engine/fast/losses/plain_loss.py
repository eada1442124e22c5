"""A loss that has no twin."""

from __future__ import annotations

import copy
from collections.abc import Sequence

import numpy as np

from backprop_explorer.engine.fast.steps import Batch, FastLoss, Step, alike
from backprop_explorer.engine.losses import Loss
from backprop_explorer.engine.types import Array


class PlainLoss(FastLoss):
    """Runs a loss as it is, and copies the gradient to where the layers expect it."""

    def __init__(self, loss: Loss, x: Array, batch: Batch) -> None:
        self.loss = loss
        self.x = x
        self.batch = batch
        dry = copy.deepcopy(loss)
        with np.errstate(all="ignore"):
            dry.forward(alike(x), batch.t)
            self.dx = alike(dry.backward())

    def steps(self) -> Sequence[Step]:
        def run() -> None:
            self.loss.forward(self.x, self.batch.t)
            np.copyto(self.dx, self.loss.backward())

        return [run]

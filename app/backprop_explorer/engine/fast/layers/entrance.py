"""Where the batch comes in."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from backprop_explorer.engine.fast.steps import Batch, FastLayer, Step
from backprop_explorer.engine.types import Array


class Entrance(FastLayer):
    """Copies the batch, another array every time, to where the first layer reads it."""

    def __init__(self, batch: Batch, y: Array | None = None) -> None:
        self.batch = batch
        self.y = np.empty_like(batch.x) if y is None else y

    def forward(self) -> Sequence[Step]:
        batch, y = self.batch, self.y

        def enter() -> None:
            y[...] = batch.x

        def enter_as_rows() -> None:
            y[...] = batch.x.reshape(y.shape)

        return [enter if y.shape == batch.x.shape else enter_as_rows]

    def backward(self, dy: Array, wanted: bool) -> Sequence[Step]:
        return []

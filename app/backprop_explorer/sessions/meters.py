"""Measuring one iteration after another: `begin` before it, `measure` after it."""

from __future__ import annotations

import numpy as np

from backprop_explorer.engine import Network
from backprop_explorer.engine.fast.block import Block
from backprop_explorer.sessions.metrics import Scores, measure, row
from backprop_explorer.trace.model import Array


class Meter:
    """For any network."""

    def __init__(self, network: Network) -> None:
        self.network = network

    def begin(self) -> None:
        """Remembers the parameters."""
        self.before = {name: W.copy() for name, W in self.network.params.items()}

    def measure(self, scores: Scores) -> Array:
        """The row of the iteration, as the function `measure` gives it."""
        return measure(scores, self.before, self.network.grads, self.network.params)


class BlockMeter(Meter):
    """For parameters that stay in one block, with one call for all of them where that will do.

    Of a small network, measuring takes as long as an iteration.
    """

    def __init__(self, block: Block) -> None:
        super().__init__(block.network)
        self.block = block
        self.values, self.changes = np.empty_like(block.values), np.empty_like(block.values)
        self.before = block.windows(self.values)
        parts = block.gradients, self.changes, self.values
        self.arrays = [part[place] for part in parts for place in block.places.values()]

    def begin(self) -> None:
        np.copyto(self.values, self.block.values)

    def measure(self, scores: Scores) -> Array:
        if not self.block.has_the_gradients:
            return super().measure(scores)
        np.subtract(self.block.values, self.values, self.changes)
        return row(scores, self.arrays)

"""An iteration as the plain engine does it, for what no program can be made for."""

from __future__ import annotations

from backprop_explorer.engine.network import Network
from backprop_explorer.engine.optimizers import Optimizer
from backprop_explorer.engine.types import Array, Scalar


class PlainProgram:
    """For numbers of several types, parameters that share memory, or batches with nothing in."""

    def __init__(self, network: Network, optimizer: Optimizer) -> None:
        self.network = network
        self.optimizer = optimizer

    def run(self, x: Array, t: Array) -> Scalar:
        """A forward and a backward pass and an update; returns the loss before it."""
        network = self.network
        self.optimizer.update(network.params, network.gradient(x, t))
        return network.last_layer.loss

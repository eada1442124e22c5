"""The steps of an iteration, in order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from backprop_explorer.engine.fast.block import Block
from backprop_explorer.engine.fast.losses import fast_loss
from backprop_explorer.engine.fast.steps import Batch, FastLayer, Step
from backprop_explorer.engine.fast.twins import twins
from backprop_explorer.engine.network import Network
from backprop_explorer.engine.types import Array, Scalar


class Program:
    """What `network.gradient` does with batches of one shape, as a list of steps.

    Afterwards the gradients are in the layers, and `y`, `t` and `loss` in the loss.
    """

    def __init__(self, network: Network, block: Block, x: Array, t: Array) -> None:
        """For batches such as x and t."""
        block.bind()
        self.batch = Batch(x, t)
        self.loss = network.last_layer
        layers = twins(network, block, self.batch)
        loss = fast_loss(self.loss, layers[-1].y, self.batch)
        self.steps: list[Step] = [
            block.hold,
            *(step for layer in layers for step in layer.forward()),
            *loss.steps(),
            *backward(layers, loss.dx),
        ]

    def run(self, x: Array, t: Array) -> Scalar:
        """Takes all steps; returns the loss."""
        self.batch.x = x
        self.batch.t = t
        for step in self.steps:
            step()
        return self.loss.loss


def backward(layers: Sequence[FastLayer], dy: Array) -> Iterator[Step]:
    """The steps from the gradient to the scores back to the first layer that wants one."""
    first = next((place for place, layer in enumerate(layers) if layer.wants_dy), len(layers))
    for place in range(len(layers) - 1, first - 1, -1):
        layer = layers[place]
        yield from layer.backward(dy, wanted=place > first)
        if place > first:
            dy = layer.dx

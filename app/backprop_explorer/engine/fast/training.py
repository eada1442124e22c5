"""Training a network at full speed."""

from __future__ import annotations

from backprop_explorer.engine.fast.block import Block, can_be_moved
from backprop_explorer.engine.fast.optimizers import fast_update
from backprop_explorer.engine.fast.plain_program import PlainProgram
from backprop_explorer.engine.fast.program import Program
from backprop_explorer.engine.fitting import refuse_strange_batch
from backprop_explorer.engine.network import Network
from backprop_explorer.engine.optimizers import Optimizer
from backprop_explorer.engine.types import Array, Scalar


class FastTraining:
    """`iterate(x, t)` does what `optimizer.update(network.params, network.gradient(x, t))` does.

    To the same bits, in less time, and with any network.

    Parameters move to other arrays when a FastTraining is made: ask `network.params` again, and
    change numbers in place. After every iteration the network and the optimizer are up to date:
    parameters, gradients, statistics, what the optimizer keeps, and `y`, `t` and `loss` of the last
    layer. Gradients and `y` are the same arrays every time, so copy what is to last. What else a
    layer keeps for its own `backward` is not up to date.

    Layers and the loss have to stay the ones they are. Settings of the optimizer may change, and so
    may seeds and modes of layers. The bits are the same as long as all numbers are finite.
    """

    def __init__(self, network: Network, optimizer: Optimizer) -> None:
        self.network = network
        self.optimizer = optimizer
        self.block: Block | None = None
        if can_be_moved(network):
            self.block = Block(network)
            self.update = fast_update(optimizer, self.block)
        self.make: tuple[object, ...] = ()
        self.program: Program | PlainProgram

    def iterate(self, x: Array, t: Array) -> Scalar:
        """One iteration with a batch x and labels t, as `network.loss` takes them.

        Returns the loss before the update. Raises what the network and its loss raise.
        """
        make = x.shape, x.strides, x.dtype, t.shape, t.dtype
        if make != self.make:
            self.program = self.program_for(x, t)
            self.make = make
        return self.program.run(x, t)

    def program_for(self, x: Array, t: Array) -> Program | PlainProgram:
        """A program for batches like these. Raises ShapeMismatch or LabelMismatch."""
        network, block = self.network, self.block
        if x.shape[1:] != network.input_shape:
            refuse_strange_batch(x.shape, network.layers, network.last_layer)
        if block is None or not x.size or x.dtype != block.values.dtype or not x.flags.c_contiguous:
            return PlainProgram(network, self.optimizer)
        program = Program(network, block, x, t)
        program.steps.append(self.update)
        return program
